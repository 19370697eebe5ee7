import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { day, type PmsHarness } from './harness.js';
import { type Invoice, type InvoiceWorld, ok } from './invoice-world.js';

interface Line {
  id: number;
  window: number;
  kind: string;
  amount: string;
  description: string;
  quantity: number;
}
interface Folio {
  id: string;
  gross: string;
  paid: string;
  balance: string;
  lines: Line[];
  windows: { number: number; gross: string }[];
}

const FAMILIES = `SELECT r.id, r.original_minor::int AS original, (SELECT sum(l.family_minor)::int FROM folio_line l
    WHERE l.id = r.id OR l.root_id = r.id) AS sum
  FROM folio_line r WHERE r.folio_id = $1 AND r.root_id IS NULL`;

/** A line and all that came of it never come to less than nothing, nor to more than was charged. */
export function familyCases(given: () => { pms: PmsHarness; hotel: InvoiceWorld }): void {
  const send = (method: string, path: string, body?: object) => given().pms.api(method, path, body);
  const folioOf = async (bookingId: string) =>
    (await ok(send('GET', `/bookings/${bookingId}/folio`))) as unknown as Folio;
  /** A folio with a charge of 100.00, and a second window. */
  async function charged(amount = '100.00') {
    const { hotel } = given();
    const booking = await hotel.pms.book(hotel.world, day(hotel.world, 1), day(hotel.world, 2));
    const id = await hotel.folioOf(booking.id);
    await hotel.addWindow(id);
    await hotel.charge(id, amount, 'CITYTAX');
    const line = (await folioOf(booking.id)).lines[0]!;
    return { booking, id, line, path: `/folios/${id}/lines/${line.id}`, read: () => folioOf(booking.id) };
  }

  it('a charge that was corrected has nothing left to move, and a part of it nothing to correct', async () => {
    const { path, read } = await charged();
    await ok(send('POST', `${path}/correct`, { reason: 'Wrong room' }));
    const moved = await send('POST', `${path}/move`, { window: 2, amount: '40.00' });
    expect([moved.status, moved.body['reason']]).toEqual([409, 'NOTHING_LEFT']);
    expect((await send('POST', `${path}/correct`, { reason: 'Again' })).status).toBe(409);
    const correction = (await read()).lines.find(({ kind }) => kind === 'correction')!;
    const own = `/folios/${(await read()).id}/lines/${correction.id}`;
    expect((await send('POST', `${own}/correct`, { reason: 'Undo' })).body['reason']).toBe('TAKES_BACK');
    expect((await send('POST', `${own}/move`, { window: 2 })).body['reason']).toBe('TAKES_BACK');
    expect((await read()).gross).toBe('0.00');
  });

  it('parts are corrected each once, and together they come to the charge', async () => {
    const { path, id, read } = await charged();
    await ok(send('POST', `${path}/move`, { window: 2, amount: '40.00' }));
    const part = (await read()).lines.find(({ window }) => window === 2)!;
    await ok(send('POST', `/folios/${id}/lines/${part.id}/correct`, { reason: 'Not his' }));
    expect((await read()).gross).toBe('60.00');
    await ok(send('POST', `${path}/correct`, { reason: 'Not hers' }));
    expect((await read()).gross).toBe('0.00');
    for (const line of (await read()).lines)
      expect((await send('POST', `/folios/${id}/lines/${line.id}/correct`, { reason: 'More' })).status).toBe(409);
  });

  it('a part of 4 dinners at 40.00 is one of them, or a sum by itself: no unit price that nobody charged', async () => {
    const { booking, id, read } = await charged();
    await given().hotel.charge(id, '40.00', 'CITYTAX', { quantity: 4, description: 'Dinner' });
    const dinner = (await read()).lines.find(({ description }) => description === 'Dinner')!;
    const counts = async () =>
      (await folioOf(booking.id)).lines
        .filter(({ description }) => description === 'Dinner')
        .map(({ window, quantity, amount }) => [window, quantity, amount]);
    await ok(send('POST', `/folios/${id}/lines/${dinner.id}/move`, { window: 2, amount: '40.00' }));
    expect(await counts()).toEqual([
      [1, 3, '120.00'],
      [2, 1, '40.00'],
    ]);
    await ok(send('POST', `/folios/${id}/lines/${dinner.id}/move`, { window: 2, amount: '50.00' }));
    expect(await counts()).toEqual([
      [1, 1, '70.00'],
      [2, 1, '40.00'],
      [2, 1, '50.00'],
    ]);
  });

  it('a no-show fee that was waived, or half moved to a company, comes to 0.00 at the check-in', async () => {
    const { pms, hotel } = given();
    const { booking, path, line, read } = await charged();
    const marked = async (lineId: number, bookingId: string) => {
      await pms.sql(`UPDATE folio_line SET kind = 'no_show' WHERE id = $1`, [lineId]);
      await pms.sql(
        `INSERT INTO no_show_record (booking_id, tenant_id, hotel_id, business_date, cutoff_at, outcome, guarantee, terms,
           penalty_minor, line_id) VALUES ($1, $2, $3, $4, now(), 'NO_SHOW', 'card', '{}', 10000, $5)`,
        [bookingId, pms.tenantId, hotel.hotelId, day(hotel.world, 0), lineId],
      );
      await pms.sql(`UPDATE booking SET status = 'no_show', guarantee = 'card' WHERE id = $1`, [bookingId]);
    };
    await marked(line.id, booking.id);
    await ok(send('POST', `${path}/correct`, { reason: 'Waived' }));
    await ok(send('POST', `/bookings/${booking.id}/reinstate`));
    expect(await read()).toMatchObject({ gross: '0.00', lines: [{ amount: '100.00' }, { amount: '-100.00' }] });

    const other = await charged();
    await marked(other.line.id, other.booking.id);
    await ok(send('POST', `${other.path}/move`, { window: 2, amount: '30.00' }));
    await ok(send('POST', `/bookings/${other.booking.id}/reinstate`));
    expect(await other.read()).toMatchObject({ gross: '0.00', windows: [{ gross: '0.00' }, { gross: '0.00' }] });

    // One that is on an invoice is taken back by a credit note.
    const billed = await charged();
    await marked(billed.line.id, billed.booking.id);
    const invoice = await hotel.issue(billed.id);
    await ok(send('POST', `/bookings/${billed.booking.id}/reinstate`));
    expect(await hotel.get(invoice.id)).toMatchObject({ credited: '-100.00', paymentState: 'credited' });
    expect(await billed.read()).toMatchObject({ gross: '0.00', windows: [{ gross: '0.00' }, { gross: '0.00' }] });
  });

  it('the database holds it against two who take the same line back, and against any statement', async () => {
    const { pms } = given();
    const { id, line, path } = await charged();
    const twice = await Promise.all(['a', 'b', 'c'].map((reason) => send('POST', `${path}/correct`, { reason })));
    expect(twice.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const insert = `INSERT INTO folio_line (tenant_id, hotel_id, folio_id, window_number, kind, business_date, service_date,
        description, amount_minor, price_mode, tax_code, tax_rate, tax_treatment, corrects_id)
      SELECT tenant_id, hotel_id, folio_id, 2, 'correction', business_date, service_date, 'x', $2, price_mode, tax_code,
        tax_rate, tax_treatment, id FROM folio_line WHERE id = $1`;
    await expect(pms.sql(insert, [line.id, -1])).rejects.toThrow(/family of folio line/);
    await expect(pms.sql('UPDATE folio_line SET amount_minor = 20001 WHERE id = $1', [line.id])).rejects.toThrow(
      /family of folio line/,
    );
    const second = await charged();
    // Two transactions, each with half of more than there is: the second waits for the first, and is refused.
    const [a, b] = await Promise.all([pms.platform.sql.connect(), pms.platform.sql.connect()]);
    try {
      for (const one of [a, b]) await one.query('BEGIN');
      await a.query(insert, [second.line.id, -60_00]);
      const waiting = b.query(insert, [second.line.id, -60_00]).catch((error: Error) => error.message);
      await a.query('COMMIT');
      expect(await waiting).toMatch(/would come to -2000 of 10000/);
      await b.query('ROLLBACK');
    } finally {
      for (const one of [a, b]) one.release();
    }
    expect((await pms.sql<{ sum: number; original: number }>(FAMILIES, [id])).every(({ sum }) => sum === 0)).toBe(true);
  });

  it('no sequence of charge, correct, split, move, waive, credit takes a family out of [0, original]', async () => {
    const { pms, hotel } = given();
    const step = fc.record({
      what: fc.constantFrom('charge', 'correct', 'split', 'move', 'invoice', 'credit', 'creditLine'),
      which: fc.nat({ max: 20 }),
      cents: fc.integer({ min: 1, max: 12_000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 14 }), async (steps) => {
        const { id, read } = await charged();
        const invoices: Invoice[] = [];
        for (const { what, which, cents } of steps) {
          const folio = await read();
          const line = folio.lines[which % folio.lines.length]!;
          const path = `/folios/${id}/lines/${line.id}`;
          const amount = (cents / 100).toFixed(2);
          const window = (which % 3) + 1;
          const invoice = invoices.at(which % Math.max(1, invoices.length));
          if (what === 'charge')
            await send('POST', `/folios/${id}/charges`, { description: 'Bar', amount, window, taxCode: 'FOOD' });
          if (what === 'correct') await send('POST', `${path}/correct`, { reason: 'x' });
          if (what === 'split') await send('POST', `${path}/move`, { window, amount });
          if (what === 'move') await send('POST', `${path}/move`, { window });
          if (what === 'invoice') {
            const issued = await send('POST', '/invoices', { folioId: id, window: 2 + (which % 2) });
            if (issued.status === 201) invoices.push(issued.body as unknown as Invoice);
            await send('POST', `/folios/${id}/windows`, { name: 'Next' });
          }
          if (what === 'credit' && invoice)
            await send('POST', `/invoices/${invoice.id}/credit-notes`, { reason: 'x', amount });
          if (what === 'creditLine' && invoice)
            await send('POST', `/invoices/${invoice.id}/credit-notes`, {
              reason: 'x',
              lines: [{ lineId: invoice.lines[which % invoice.lines.length]!.id }],
            });
          for (const { original, sum } of await pms.sql<{ original: number; sum: number }>(FAMILIES, [id])) {
            expect(sum).toBeGreaterThanOrEqual(Math.min(0, original));
            expect(sum).toBeLessThanOrEqual(Math.max(0, original));
          }
        }
        // What is billed is what the folio says: each invoiced window comes to its invoice less its credit notes.
        const folio = await read();
        for (const { id: invoiceId, window } of invoices) {
          const { gross, credited } = await hotel.get(invoiceId);
          const own = folio.windows.find(({ number }) => number === window)!;
          expect(Number(own.gross)).toBeCloseTo(Number(gross) + Number(credited), 2);
        }
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });
}
