/**
 * SQL: gross of a group of folio lines `l` of one window and tax, minor units: with tax in them as they are, without it with the
 * tax of their sum, as `totalsOf` does.
 * @param which the lines of the group that count
 */
export const grossOf = (which: string): string =>
  `coalesce(sum(l.amount_minor) FILTER (WHERE ${which}), 0)
  + round(coalesce(sum(l.amount_minor) FILTER (WHERE l.price_mode = 'net' AND ${which}), 0) * l.tax_rate / 100)`;
