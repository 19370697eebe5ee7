/** An array of ids as Postgres reads it, without the quoting of the driver, which ids do not need. */
export const uuids = (ids: readonly string[]): string => `{${ids.join(',')}}`;
