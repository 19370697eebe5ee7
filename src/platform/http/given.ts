/** The members of a request that were sent, for a partial change: the others stay as they are. */
export function given<T extends object>(request: T): Partial<T> {
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** An answer without its members that are null: optional members without a value are left out. */
export function valued<T extends object>(row: T): T {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as T;
}
