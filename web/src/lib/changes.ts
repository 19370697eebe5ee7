/**
 * What of a form was changed since it began, for a request that leaves all else as it is: somebody else may have saved that meanwhile.
 * @param needed what the request has to have, as it is now; of it too only what was changed comes from the form
 */
export function changesOf<T extends object>(typed: T, began: T, needed: Partial<T>): T {
  const was = began as Record<string, unknown>;
  const changed = Object.entries(typed).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(was[name]));
  return { ...needed, ...Object.fromEntries(changed) } as T;
}
