/** The members of a request that were sent: a partial change lays them over what is there. */
export function given<T extends object>(request: T): Partial<T> {
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** An answer's optional members: those that have a value. What was sent as null is not there. */
export function valued<T extends object>(row: T): T {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as T;
}
