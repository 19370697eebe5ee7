/** An array of ids as Postgres reads it, without the driver's care for quotes, which ids do not need. */
export const uuids = (ids: readonly string[]): string => `{${ids.join(',')}}`;
