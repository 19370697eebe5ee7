import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import { InvoiceGenerationProcessor } from '../../src/pms/invoices/invoice-generation.processor.js';
import { InvoiceIssuingService } from '../../src/pms/invoices/invoice-issuing.service.js';
import { InvoicesService } from '../../src/pms/invoices/invoices.service.js';
import { day, PmsHarness } from './harness.js';
import { InvoiceWorld } from './invoice-world.js';

describe('the nightly invoices', () => {
  let pms: PmsHarness;
  beforeAll(async () => {
    pms = await PmsHarness.start();
  });
  afterAll(() => pms.stop());
  afterEach(() => void jest.restoreAllMocks());

  /** After what was just written: Postgres counts microseconds, a Date does not. */
  const soon = () => new Date(Date.now() + 1_000);
  const night = ({ hotelId }: InvoiceWorld, at = soon()) => pms.night(InvoiceGenerationProcessor, { hotelId }, at);
  /** What the database's clock says when invoices are issued. */
  const clock = (at: string) => jest.spyOn(pms.get(InvoiceIssuingService), 'now').mockResolvedValue(new Date(at));
  const leftAt = (bookingId: string, at: string) =>
    pms.sql('UPDATE booking SET checked_out_at = $2 WHERE id = $1', [bookingId, at]);

  it('B18: 40 at once, 5 of them rolled back: numbers 1 to 35, none twice', async () => {
    const hotel = await InvoiceWorld.create(pms, { rooms: 40 });
    const folioIds: string[] = [];
    for (let n = 0; n < 40; n++) {
      const booking = await hotel.stay(1);
      folioIds.push(await hotel.folioOf(booking.id));
      await hotel.checkOut(booking.id);
    }
    const invoices = pms.get(InvoicesService);
    const failing = new Set([3, 11, 12, 25, 39]);
    const answers = await Promise.allSettled(
      folioIds.map((folioId, n) =>
        pms.as(() =>
          pms.get(TenantDatabase).transaction(async () => {
            const { number } = await invoices.issue(folioId, 1);
            if (failing.has(n)) throw new Error('rolled back');
            return number;
          }),
        ),
      ),
    );
    const numbers = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 35 }, (_, n) => n + 1));
    const again = await pms.api('POST', '/invoices', { folioId: folioIds[0], window: 1 });
    expect(again.status).toBe(409);
    const twice = pms.sql(
      `INSERT INTO invoice SELECT (jsonb_populate_record(i, jsonb_build_object(
         'id', gen_random_uuid(), 'number', 36, 'text_number', 'X'))).* FROM invoice i WHERE i.folio_id = $1`,
      [folioIds[0]],
    );
    await expect(twice).rejects.toThrow(/invoice_window_key/);
    const [series] = await pms.sql('SELECT next_no FROM invoice_series WHERE legal_entity_id = $1', [
      hotel.legalEntityId,
    ]);
    expect(series).toEqual({ next_no: 36 });
    expect(await hotel.chain()).toMatchObject({ sound: true, series: [{ checked: 35 }] });
  });

  it('B23: the fiscal year is that of the hotel’s local date', async () => {
    const hotel = await InvoiceWorld.create(pms, { timeZone: 'America/New_York' });
    const numbers: string[] = [];
    for (const at of ['2026-12-31T15:00:00Z', '2027-01-01T04:30:00Z', '2027-01-01T05:05:00Z']) {
      await hotel.b20();
      clock(at);
      const { invoices, issueDate } = await night(hotel);
      expect(invoices).toHaveLength(1);
      numbers.push(`${issueDate} ${invoices[0]!.number}`);
    }
    expect(numbers).toEqual(['2026-12-31 CDM-2026-000001', '2026-12-31 CDM-2026-000002', '2027-01-01 CDM-2027-000001']);
  });

  it('is dated by the day it is issued on, however late a night is made up for', async () => {
    const hotel = await InvoiceWorld.create(pms);
    const today = day(hotel.world, 0);
    const gone = async () => leftAt((await hotel.b20()).booking.id, '2025-01-01T00:00:00Z');
    const slots = [new Date(Date.now() - 2 * 86_400_000), new Date('2025-12-31T02:00:00Z')];
    for (const slot of slots) {
      await gone();
      expect(await night(hotel, slot)).toMatchObject({ invoicesGenerated: 1, issueDate: today });
    }
    await gone();
    const asOf = { hotelId: hotel.hotelId, asOf: day(hotel.world, -1) };
    expect(await pms.night(InvoiceGenerationProcessor, asOf, soon())).toMatchObject({
      invoicesGenerated: 1,
      issueDate: today,
    });
    const { series } = await hotel.chain();
    expect(series).toMatchObject([{ fiscalYear: Number(today.slice(0, 4)), checked: 3 }]);
  });

  it('a fiscal year that starts in April, and a date that never runs back', async () => {
    const hotel = await InvoiceWorld.create(pms);
    await pms.api('PATCH', `/legal-entities/${hotel.legalEntityId}`, { fiscalYearStart: 4 });
    const run = async (at: string) => {
      await hotel.b20();
      clock(at);
      const { invoices, issueDate } = await night(hotel);
      return `${issueDate} ${invoices[0]!.number}`;
    };
    expect(await run('2026-03-31T12:00:00Z')).toBe('2026-03-31 CDM-2025-000001');
    expect(await run('2026-03-30T12:00:00Z')).toBe('2026-03-31 CDM-2025-000002');
    expect(await run('2026-04-01T12:00:00Z')).toBe('2026-04-01 CDM-2026-000001');
    const moved = await pms.api('PATCH', `/legal-entities/${hotel.legalEntityId}`, { fiscalYearStart: 1 });
    expect(moved.status).toBe(409);
  });

  it('invoices each window of the guests who left, once, and closes it', async () => {
    const hotel = await InvoiceWorld.create(pms);
    const booking = await hotel.stay(2);
    const folioId = await hotel.folioOf(booking.id);
    const window = await hotel.addWindow(folioId);
    await hotel.charge(folioId, '20', 'FOOD', { window });
    await hotel.stay(2);
    await hotel.checkOut(booking.id);
    const first = await night(hotel);
    expect(first).toMatchObject({ invoicesGenerated: 2, totalAmount: '244.00', currency: 'EUR', windowsSkipped: 0 });
    expect(first.invoices.map(({ window: number, gross }) => [number, gross])).toEqual([
      [1, '220.00'],
      [2, '24.00'],
    ]);
    expect(await night(hotel)).toMatchObject({ invoicesGenerated: 0, totalAmount: '0.00', windowsSkipped: 0 });
    const folio = await pms.api('GET', `/folios/${folioId}`);
    const invoicedAt = (folio.body['windows'] as { invoicedAt: string | null }[]).map((one) => one.invoicedAt !== null);
    expect(invoicedAt).toEqual([true, true]);
    expect((await hotel.chain()).sound).toBe(true);
  });

  it('says why a window has no invoice, and lets the others pass', async () => {
    const hotel = await InvoiceWorld.create(pms);
    const good = await hotel.b20();
    // Nothing but a window without value.
    const free = await hotel.stay(1, { nightPrices: ['0'] });
    const freeFolio = await hotel.folioOf(free.id);
    await hotel.checkOut(free.id);
    // A window below zero.
    const below = await hotel.b20();
    await pms.sql('INSERT INTO folio_window (tenant_id, folio_id, number, payer) VALUES ($1, $2, 2, $3)', [
      pms.tenantId,
      below.folioId,
      { name: 'Contoso' },
    ]);
    await hotel.charge(below.folioId, -5, 'FOOD', { window: 2 });
    // Gone without the nights on the bill.
    const uncharged = await hotel.stay(1);
    const unchargedFolio = await hotel.folioOf(uncharged.id);
    await pms.sql(`UPDATE booking SET status = 'checked_out', checked_out_at = now() WHERE id = $1`, [uncharged.id]);
    const items: string[] = [];
    const ctx = pms.context(soon(), pms.tenantId, {
      item: (key, outcome, details) => void items.push(`${key} ${outcome} ${details?.code ?? ''}`),
    });
    const done = await pms.as(() => pms.get(InvoiceGenerationProcessor).handle({ hotelId: hotel.hotelId }, ctx));
    const { result } = done;
    expect(result).toMatchObject({ invoicesGenerated: 2, totalAmount: '807.96', windowsSkipped: 3 });
    expect(result.invoices.map(({ folioId }) => folioId).sort()).toEqual([good.folioId, below.folioId].sort());
    const skipped = result.skipped.map(({ folioId, window, reason }) => `${folioId} ${window} ${reason}`).sort();
    expect(skipped).toEqual(
      [`${freeFolio} 1 ZERO_VALUE`, `${below.folioId} 2 FAILED`, `${unchargedFolio} 1 NOT_CHARGED`].sort(),
    );
    expect(items).toContain(`folio:${below.folioId}:2 failed FAILED`);
    expect(items).toContain(`folio:${good.folioId}:1 ok `);
    // A person may take the bill for what it is.
    await hotel.charge(unchargedFolio, 50, 'LODGING');
    expect(await hotel.issue(unchargedFolio)).toMatchObject({ gross: '55.00' });
  });

  it('a hotel without legal entity issues nothing and says so', async () => {
    const hotel = await InvoiceWorld.create(pms, { series: false });
    const { folioId } = await hotel.b20();
    const { skipped, invoicesGenerated } = await night(hotel);
    expect(invoicesGenerated).toBe(0);
    expect(skipped).toEqual([expect.objectContaining({ folioId, window: 1, reason: 'NO_SERIES' })]);
    expect((await pms.api('POST', '/invoices', { folioId, window: 1 })).status).toBe(409);
  });

  it('a no-show fee is invoiced when the guest can no longer come', async () => {
    const hotel = await InvoiceWorld.create(pms);
    const booking = await pms.book(hotel.world, day(hotel.world, -2), day(hotel.world, 1), { guarantee: 'card' });
    const folioId = await hotel.folioOf(booking.id);
    await hotel.charge(folioId, '110.00', 'LODGING', { priceMode: 'gross', serviceDate: day(hotel.world, -2) });
    await pms.sql(`UPDATE booking SET status = 'no_show' WHERE id = $1`, [booking.id]);
    expect((await night(hotel)).invoicesGenerated).toBe(0);
    const tomorrow = new Date(Date.now() + 86_400_000);
    const { invoices } = await night(hotel, tomorrow);
    expect(await hotel.get(invoices[0]!.invoiceId)).toMatchObject({
      net: '100.00',
      tax: '10.00',
      supplyDate: day(hotel.world, -2),
    });
  });

  it('the first window waits for the end of the stay, by hand too', async () => {
    const hotel = await InvoiceWorld.create(pms);
    const folioId = await hotel.folioOf((await hotel.stay()).id);
    await hotel.charge(folioId, 10, 'FOOD');
    const early = await pms.api('POST', '/invoices', { folioId, window: 1 });
    expect(early.status).toBe(409);
    expect((await pms.api('POST', '/invoices', { folioId, window: 5 })).status).toBe(404);
  });

  it('hotels of one legal entity share a series by its code, and no code is of both kinds', async () => {
    const one = await InvoiceWorld.create(pms);
    const two = await InvoiceWorld.create(pms, { series: false });
    const put = (invoiceCode: string, creditCode: string, over: object = {}) =>
      pms.api('PUT', `/hotels/${two.hotelId}/invoicing`, {
        legalEntityId: one.legalEntityId,
        invoiceCode,
        creditCode,
        ...over,
      });
    expect((await put('CDM-CN', 'X')).status).toBe(409);
    expect((await put('X', 'X')).status).toBe(400);
    expect((await put('X', 'Y', { format: '{no}' })).status).toBe(400);
    expect((await put('CDM', 'CDM-CN')).status).toBe(200);
    await one.b20();
    await two.b20();
    const numbers = [await night(one), await night(two)].map(({ invoices }) => invoices[0]!.number.slice(-6));
    expect(numbers).toEqual(['000001', '000002']);
    const { body } = await pms.api('GET', `/invoice-series?legalEntityId=${one.legalEntityId}`);
    expect(body).toMatchObject({ total: 1, series: [{ code: 'CDM', kind: 'invoice', nextNo: 3 }] });
  });
});
