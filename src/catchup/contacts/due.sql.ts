/**
 * The rules of due.ts in SQL, over contact `c`, so that lists are sorted and the due are found where the rows are. A test holds the two
 * together.
 */

/** Local day from which days are counted. @param zone SQL of the user's zone */
export const sinceSql = (zone: string) => `(coalesce(c.last_contact_at, c.created_at) AT TIME ZONE ${zone})::date`;

/** Days of the interval, as the ratio counts them. */
const NOMINAL = `CASE c.frequency WHEN 'daily' THEN 1 WHEN 'weekly' THEN 7 WHEN 'biweekly' THEN 14 WHEN 'monthly' THEN 30
  WHEN 'flexible' THEN 60 WHEN 'quarterly' THEN 90 WHEN 'yearly' THEN 365 END`;

/** How late, in intervals; null: never due. @param today SQL of the local day */
export const ratioSql = (zone: string, today: string) =>
  `(greatest(0, ${today} - ${sinceSql(zone)})::float8 / ${NOMINAL})`;

/** The day on which a contact is due; null: never. */
export const dueOnSql = (zone: string) => `(${sinceSql(zone)} + CASE c.frequency WHEN 'daily' THEN interval '1 day'
  WHEN 'weekly' THEN interval '7 days' WHEN 'biweekly' THEN interval '14 days' WHEN 'monthly' THEN interval '1 month'
  WHEN 'flexible' THEN interval '2 months' WHEN 'quarterly' THEN interval '3 months'
  WHEN 'yearly' THEN interval '12 months' END)::date`;

export const WEIGHT = `((CASE c.importance WHEN 'close_friend' THEN 2 WHEN 'normal' THEN 1 ELSE 0.5 END)
  * (CASE c.frequency WHEN 'flexible' THEN 0.5 ELSE 1 END))::float8`;
