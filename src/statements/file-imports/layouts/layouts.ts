import { AIRBNB } from './airbnb.js';
import { BOOKING } from './booking.js';
import { type Columns, columnsOf, type Layout } from './layout.js';
import { PMS_EXPORTS } from './pms-exports.js';
import { VRBO } from './vrbo.js';

/** The kinds of files that are known; of two that fit the same header, the one with more columns comes first. */
export const LAYOUTS: readonly Layout[] = [...AIRBNB, ...BOOKING, ...VRBO, ...PMS_EXPORTS];

/** The layout of a header, by its names alone, with the columns of its fields. */
export function recognise(
  header: readonly string[],
  layouts: readonly Layout[] = LAYOUTS,
): { layout: Layout; columns: Columns } | undefined {
  for (const layout of layouts) {
    const columns = columnsOf(layout, header);
    if (columns) return { layout, columns };
  }
  return undefined;
}
