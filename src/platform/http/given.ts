/** The members of a request that were sent: a partial change lays them over what is there. */
export function given<T extends object>(request: T): Partial<T> {
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined)) as Partial<T>;
}
