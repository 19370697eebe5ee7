import { describe, expect, it } from '@jest/globals';
import type { ReservationFacts } from '../reservations/reservation-facts.js';
import { questionsOf } from './import-row.js';
import { mappedLayout } from './layouts/mapped.js';
import { A3, B1, readText } from './layouts/sample-files.js';
import { fingerprintOf } from './rows/normal-row.js';
import { type ListedRow, type StayOfRows, stayOfRows } from './rows/stay-of-rows.js';

/** What other programs that import payouts got wrong, by their public bug reports and help pages, tried on this one. */
const [HEADER, , STAY] = A3.split('\n') as [string, string, string];
const [B1_HEADER, , CANCELLED] = B1.split('\n') as [string, string, string];
const LODGIFY =
  'Id,Type,Source,SourceText,Name,DateArrival,DateDeparture,Nights,HouseName,InternalCode,House_Id,RoomTypes,People,DateCreated,TotalAmount,Currency,Status,Email,Phone,CountryName';
const lodgify = (id: number, house: string, total: string) =>
  `${id},Booking,BookingCom,7000000009,G,2026-09-11,2026-09-15,4,${house},,,,2,2026-08-01,${total},EUR,Booked,,,`;

const airbnb = (
  type: string,
  date: string,
  amount: string,
  more: { code?: string; from?: string; to?: string } = {},
) => {
  const { code = 'HMX', from = '09/11/2026', to = '09/15/2026' } = more;
  return `${date},,${type},${code},,${from},${to},,G,Loft,,,EUR,${amount},,,,,${amount},,2026`;
};
const read = async (...lines: string[]) => (await readText(`${lines.join('\n')}\n`)).rows;
const listed = async (lines: string[], over: Partial<ListedRow> = {}): Promise<ListedRow[]> =>
  (await read(...lines)).map((row) => ({ ...row, listingId: 5, importId: 'a', ...over }));
const factsOf = (told: StayOfRows): ReservationFacts => {
  if ('waits' in told) throw new Error(told.waits);
  return told.facts;
};

describe('amounts and text of files', () => {
  it.each([
    ['Actual Budget: every comma read as a decimal point', '"1,200.50"', 'EUR', 120_050],
    ['Firefly III: "-1.000,00 €" came to -1.00 and "-950,00 €" to -95,000.00', '"-1.000,00 €"', 'EUR', -100_000],
    ['Buckets: an import multiplied by 100 what had decimals', '"12,50"', 'EUR', 1_250],
    ['a card import read whole amounts as cents', '100', 'EUR', 10_000],
    ['an importer asked of every currency two decimals', '"85,000"', 'JPY', 85_000],
    ['ERPNext for Switzerland: only the apostrophe separated thousands', "1'495.18", 'CHF', 149_518],
  ])('%s', async (_, cell, currency, minor) => {
    // A second row tells which mark the file has.
    const sure = currency === 'EUR' && !cell.includes('.50') ? '"0,5"' : '0.5';
    const form = currency === 'JPY' ? 'Ref;Von;Bis;Haus;Preis;W' : 'Ref,Von,Bis,Haus,Preis,W';
    const delimiter = form[3]!;
    const line = (code: string, amount: string) =>
      [code, '2026-09-13', '2026-09-15', 'L', amount, currency].join(delimiter);
    const columns = { code: 'Ref', checkIn: 'Von', checkOut: 'Bis', listing: 'Haus', gross: 'Preis', currency: 'W' };
    const layout = mappedLayout({ id: 1, columns, constants: {}, statuses: {} });
    const second = currency === 'JPY' ? [] : [line('R2', sure)];
    const { rows } = await readText([form, line('R1', cell), ...second].join('\n'), {}, [layout]);
    expect(rows[0]!.money.rent).toBe(minor);
  });

  it.each(['Währung', 'constant', 'asked'])(
    'a table program: "12.500" of dinars was twelve thousand; here a person says which, whether the column, the mapping or the request names the currency (%s)',
    async (where) => {
      const columns = { code: 'Ref', checkIn: 'Von', checkOut: 'Bis', listing: 'Haus', gross: 'Preis' };
      const layout = mappedLayout({
        id: 1,
        columns: { ...columns, ...(where === 'Währung' && { currency: 'Währung' }) },
        constants: where === 'constant' ? { currency: 'KWD' } : {},
        statuses: {},
      });
      const file = 'Ref,Von,Bis,Haus,Preis,Währung\nR1,2026-09-13,2026-09-15,L,12.500,kwd\n';
      const { found } = await readText(file, {}, [layout]);
      const survey = { ...found, needsCurrency: where === 'asked', currency: layout.currency ?? null };
      const options = { dateOrder: null, decimalMark: null, currency: where === 'asked' ? 'KWD' : null, mappingId: 1 };
      expect(questionsOf({ survey, options, layout: layout.id })).toEqual(['decimal_mark']);
      expect(questionsOf({ survey, options: { ...options, decimalMark: '.' }, layout: layout.id })).toEqual([]);
      const { rows } = await readText(file, { decimalMark: '.', currency: 'KWD' }, [layout]);
      expect(rows[0]!.money.rent).toBe(12_500);
    },
  );

  it('an invoicing program: no transactions in a file with a byte order mark and lines above the header; "sep=;" is such a line', async () => {
    const file = `\uFEFFsep=;\n"Earnings of";"2026"\n\n${[HEADER, STAY].join('\n').replaceAll('"1,164.00"', '1164.00').replaceAll('"1,200.00"', '1200.00').replaceAll(',', ';')}\n`;
    expect((await readText(file)).rows).toMatchObject([{ code: 'HMTEST0001', money: { payout: 116_400 } }]);
    const wide = Buffer.from(`\uFEFF${HEADER}\r\n${STAY}\r\n`, 'utf16le');
    const { found, rows } = await readText(wide);
    expect(found.encoding).toBe('utf-16le');
    expect(rows).toMatchObject([{ code: 'HMTEST0001', listing: 'Loft "A"' }]);
  });

  it('Firefly III: line breaks within quotes and CRLF shifted the rows', async () => {
    const file = `${HEADER}\r\n${STAY.replace('Guest One', '"Guest\r\nOne"')}\r\n${airbnb('Adjustment', '09/16/2026', '-5.00')}\r\n`;
    const { rows, rejects } = await readText(file);
    expect(rejects).toEqual([]);
    expect(rows.map(({ line, guest }) => [line, guest])).toEqual([
      [2, 'Guest\r\nOne'],
      [4, 'G'],
    ]);
  });

  it('hledger: one closing line without columns stopped the file; a delimiter at the end of each row made it unreadable', async () => {
    const { rows, rejects } = await readText(`${HEADER}\n${STAY},,\n***END OF FILE***\n${STAY.slice(0, 90)}`);
    expect(rows).toMatchObject([{ code: 'HMTEST0001', money: { payout: 116_400 } }]);
    // Of a file that was cut off, the last row may have half an amount.
    expect(rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'wrong_field_count'],
      [4, 'wrong_field_count'],
    ]);
  });

  it('what nobody can mean is told with its line: 1e308, not-a-number, a formula for a date, a cell of ten megabytes', async () => {
    const bad = [
      STAY.replace('"1,164.00"', '1e308'),
      STAY.replace('"1,164.00"', 'NaN'),
      STAY.replace('09/11/2026', '=TODAY()'),
      STAY.replace('"1,164.00"', '99999999999999999999'),
    ];
    const { rejects } = await readText([HEADER, STAY, ...bad].join('\n'));
    expect(rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'bad_amount'],
      [4, 'bad_amount'],
      [5, 'bad_date'],
      [6, 'bad_amount'],
    ]);
    await expect(readText(`${HEADER}\n${STAY.replace('Guest One', 'x'.repeat(10_000_000))}\n`)).rejects.toThrow(
      /line 1 has no end/,
    );
  });

  it('several servers with Postgres: a name cut in the middle of an emoji could not be stored, and all rows with it', async () => {
    const name = `${'a'.repeat(199)}😀`;
    const rows = await read(HEADER, STAY.replace('Guest One', name));
    expect(rows[0]!.guest!.isWellFormed()).toBe(true);
    const { rejects } = await readText([HEADER, STAY.replace('09/11/2026', `${'a'.repeat(39)}😀`)].join('\n'));
    expect(rejects[0]!.message.isWellFormed()).toBe(true);
  });
});

describe('rows of a stay', () => {
  it('Tallybreeze: Airbnb tells the parts of an old payout otherwise after an alteration; the row is the same', async () => {
    const [before] = await read(HEADER, STAY);
    const [after] = await read(HEADER, STAY.replace('80.00', '40.00').replace('09/15/2026', '09/17/2026'));
    expect(fingerprintOf(after!)).toBe(fingerprintOf(before!));
  });

  it('Firefly III and others: two equal movements of one day are two; a program that matches loosely took them for one', async () => {
    const twice = [HEADER, airbnb('Adjustment', '09/16/2026', '-10.00'), airbnb('Adjustment', '09/16/2026', '-10.00')];
    const other = [HEADER, airbnb('Adjustment', '09/17/2026', '-10.00')];
    const [[a, b], [c]] = [await read(...twice), await read(...other)];
    expect(fingerprintOf(a!)).toBe(fingerprintOf(b!));
    expect(fingerprintOf(c!)).not.toBe(fingerprintOf(a!));
  });

  it('a refund alone: it is not what the stay was paid with, whatever else tells of the stay', async () => {
    const refund = await listed([HEADER, airbnb('Adjustment', '10/02/2026', '-100.00')]);
    expect(stayOfRows(refund, null)).toEqual({ waits: 'unknown_stay' });
    const known = factsOf(stayOfRows(await listed([HEADER, STAY]), null));
    expect(stayOfRows(refund, known)).toEqual({ waits: 'unknown_stay' });
    const list = (await listed([LODGIFY, lodgify(1, 'Loft', '1200.00')])).map((row) => ({ ...row, code: 'HMX' }));
    expect(stayOfRows([...list, ...refund], null)).toEqual({ waits: 'unknown_stay' });
    const credit = CANCELLED.replace('Reservation', 'Credit note');
    expect(stayOfRows(await listed([B1_HEADER, credit]), null)).toEqual({ waits: 'unknown_stay' });
  });

  it('a school marketplace: a refund in a later month was subtracted twice; here once, and the fee falls with it', async () => {
    const rows = await listed([
      HEADER,
      airbnb('Reservation', '09/12/2026', '1000.00'),
      airbnb('Resolution Payout', '11/02/2026', '-300.00'),
    ]);
    expect(factsOf(stayOfRows(rows, null))).toMatchObject({
      rentMinor: 100_000,
      extrasMinor: -30_000,
      payoutMinor: 70_000,
    });
  });

  it('Guesty: tax that the host remits was missing, or counted beside the column that tells what Airbnb remits', async () => {
    const rows = await listed([
      HEADER,
      STAY.replace('HMTEST0001', 'HMX'),
      airbnb('Pass Through Tot', '09/12/2026', '48.00'),
    ]);
    expect(factsOf(stayOfRows(rows, null))).toMatchObject({
      taxMinor: 4_800,
      taxRemittedBy: 'host',
      payoutMinor: 121_200,
    });
  });

  it('an alteration after the payout: the stay has its new dates, also when it became shorter or was moved', async () => {
    const paid = airbnb('Reservation', '09/12/2026', '1000.00');
    const shorter = airbnb('Reservation Alteration', '09/14/2026', '-250.00', { to: '09/13/2026' });
    const moved = airbnb('Reservation Alteration', '09/14/2026', '10.00', { from: '10/01/2026', to: '10/05/2026' });
    const stay = async (...lines: string[]) => factsOf(stayOfRows(await listed([HEADER, ...lines]), null));
    expect(await stay(paid, shorter)).toMatchObject({
      checkIn: '2026-09-11',
      checkOut: '2026-09-13',
      rentMinor: 75_000,
    });
    expect(await stay(moved, paid)).toMatchObject({
      checkIn: '2026-10-01',
      checkOut: '2026-10-05',
      rentMinor: 101_000,
    });
  });

  it('Hostaway: co-host payouts arrive as the full invoice; a row of such a payout is looked at, and never part of a stay', async () => {
    const rows = await listed([
      HEADER,
      STAY,
      airbnb('Co-Host Payout', '09/12/2026', '-200.00', { code: 'HMTEST0001' }),
    ]);
    expect(rows[1]).toMatchObject({ kind: 'unknown', review: ['cohost_payout'] });
    expect(factsOf(stayOfRows(rows, null))).toMatchObject({ payoutMinor: 116_400 });
  });

  it('a file that lists the newest first, and an older file that comes later: the last word is that of the latest day', async () => {
    const head =
      'Property ID,Unit ID,Address,Reservation ID,Traveler First Name,Traveler Last Name,Booking status,Check-in,Check-out,Nights,Payout date,Gross booking amount,Deductions,Payout,Lodging Tax Owner Remits,Tax Withheld,Payout currency';
    const row = (status: string, day: string, gross: string) =>
      `321,1,St,HA-1,G,One,${status},2026-07-10,2026-07-14,4,${day},${gross},0.00,${gross},0.00,0.00,USD`;
    const newest = await listed([
      head,
      row('Cancel', '2026-07-20', '-500.00'),
      row('Reserve', '2026-07-11', '1000.00'),
    ]);
    expect(factsOf(stayOfRows(newest, null))).toMatchObject({ status: 'cancelled', rentMinor: 50_000 });
    const [cancel, reserve] = newest as [ListedRow, ListedRow];
    const later = [
      { ...cancel, importId: 'a' },
      { ...reserve, importId: 'b' },
    ];
    expect(factsOf(stayOfRows(later, null))).toMatchObject({ status: 'cancelled', rentMinor: 50_000 });
  });

  it('one code in two listings, a booking of two units: nobody gets the money of the other unnoticed', async () => {
    const [one] = await listed([LODGIFY, lodgify(1, 'Loft', '400.00')]);
    const [two] = await listed([LODGIFY, lodgify(2, 'Cabin', '600.00')], { listingId: 6 });
    expect(factsOf(stayOfRows([one!, two!], null)).review).toContain('several_listings');
    // In a later file it is the stay moved into another house, which the list tells.
    expect(factsOf(stayOfRows([one!, { ...two!, importId: 'b' }], null))).toMatchObject({ listingId: 6, review: [] });
    const paid = await listed([HEADER, STAY]);
    const other = await listed([HEADER, STAY.replace('09/12/2026', '09/13/2026')], { listingId: 6 });
    expect(factsOf(stayOfRows([...paid, ...other], null)).review).toContain('several_listings');
  });

  it('an importer of a list kept one of two rows of a stay, and lost the rest of its money', async () => {
    const rows = await listed([LODGIFY, lodgify(1, 'Loft', '400.00'), lodgify(2, 'Loft', '600.00')]);
    expect(factsOf(stayOfRows(rows, null)).review).toEqual(['several_rows']);
    expect(factsOf(stayOfRows([rows[0]!, { ...rows[0]!, line: 3 }], null)).review).toEqual([]);
  });

  it('two kinds of files of one channel tell the same payout: it counts once, and a person looks', async () => {
    const [, paid] = CANCELLED.split('Cancelled');
    const b1 = await listed([B1_HEADER, `${CANCELLED.split('Cancelled')[0]}Okay${paid}`], {
      report: 'booking-payouts',
    });
    const b2 = await listed(
      [
        'Type,Reference number,Check-in,Checkout,Guest name,Reservation status,Currency,Payment status,Amount,Payout date,Payout ID',
        'Reservation,7000000001,12 Jan 2026,14 Jan 2026,G,ok,EUR,Paid,377.36,15 Jan 2026,P1',
      ],
      { report: 'booking-weekly' },
    );
    expect(factsOf(stayOfRows([...b1, ...b2], null))).toMatchObject({
      rentMinor: 37_736,
      payoutMinor: 30_721,
      review: ['two_kinds_of_files'],
    });
  });

  it('a sum that no amount can be waits, and stands in no list that would fail for it', async () => {
    const rows = await listed([
      HEADER,
      airbnb('Reservation', '09/12/2026', '90071992547409.00'),
      airbnb('Reservation', '09/13/2026', '90071992547409.00'),
    ]);
    expect(stayOfRows(rows, null)).toEqual({ waits: 'amount_too_large' });
  });
});
