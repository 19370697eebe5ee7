import type { ReadRow } from '../reading/read-rows.js';
import { readRows } from '../reading/read-rows.js';
import { type Survey, survey } from '../reading/survey.js';
import type { NormalRow } from '../rows/normal-row.js';
import type { Layout, ReadOptions } from './layout.js';
import { LAYOUTS } from './layouts.js';

/** Invented rows in the column orders of real files, for tests. */
export const A3 = `Date,Arriving by date,Type,Confirmation code,Booking date,Start date,End date,Nights,Guest,Listing,Details,Reference code,Currency,Amount,Paid out,Service fee,Fast pay fee,Cleaning fee,Gross earnings,Occupancy taxes,Earnings year
09/12/2026,09/16/2026,Payout,,,,,,,,"Transfer to Bank, Payee Person 0000 (EUR)",G-TEST1,EUR,,"1,067.00",,,,,,
09/12/2026,,Reservation,HMTEST0001,08/01/2026,09/11/2026,09/15/2026,4,Guest One,"Loft ""A""",,,EUR,"1,164.00",,36.00,,80.00,"1,200.00",48.00,2026
09/12/2026,,Adjustment,HMTEST0001,,,,,Guest One,"Loft ""A""",Refund,,EUR,-97.00,,-3.00,,,-100.00,,2026
`;

export const B1 = `Type/Transaction type,Statement Descriptor,Reference number,Check-in date,Check-out date,Issue date,Reservation status,Rooms,Room nights,Property ID,Property name,Legal ID,Legal name,Country,Payout type,Gross amount,Commission,Commission %,Payments Service Fee,Payments Service Fee %,VAT,Tax,Transaction amount,Transaction currency,Exchange rate,Payable amount,Payout amount,Payout currency,Payout date,Payout frequency,Bank account
(Payout),DESC01,-,-,-,-,-,-,-,11, "Unit One",22,"Owner Ltd",Spain,Net,-,-,-,-,-,-,-,-,-,-,402.47,402.47,EUR,2026-01-15,Daily,*0000
Reservation,DESC01,7000000001,2026-01-12,2026-01-14,2026-01-14,Cancelled,1,2,11, "Unit One",22,"Owner Ltd",Spain,Net,377.36,-56.60,15.00%,-7.17,1.90%,-6.38,0.00,307.21,EUR,1.00,307.21,-,EUR,2026-01-15,Daily,*0000
Reservation,DESC01,7000000002,2026-01-13,2026-01-14,2026-01-14,Okay,1,1,11, "Unit One",22,"Owner Ltd",Spain,Net,112.50,-12.79,11.37%,-1.46,1.30%,-2.99,0.00,95.26,EUR,1.00,95.26,-,EUR,2026-01-15,Daily,*0000
`;

export async function readText(
  text: string | Buffer,
  options: Partial<ReadOptions> = {},
  layouts: readonly Layout[] = LAYOUTS,
): Promise<{ found: Survey; rows: NormalRow[]; rejects: { line: number; reason: string; message: string }[] }> {
  const open = () => Promise.resolve(pieces(Buffer.from(text)));
  const found = await survey(open, layouts);
  const layout = layouts.find(({ id }) => id === found.layoutId);
  const { dateOrder, decimalMark } = found.form;
  const form = { dateOrder: dateOrder ?? 'mdy', decimalMark: decimalMark ?? '.', currency: null, ...options } as const;
  const read: ReadRow[] = [];
  if (layout) for await (const some of readRows(open, found, layout, form)) read.push(...some);
  return {
    found,
    rows: read.flatMap((one) => ('row' in one ? [one.row] : [])),
    rejects: read.flatMap((one) => ('reject' in one ? [one.reject] : [])),
  };
}

/** In pieces of an odd size, as a socket may bring them. */
async function* pieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += 1_013)
    yield await Promise.resolve(bytes.subarray(from, from + 1_013));
}
