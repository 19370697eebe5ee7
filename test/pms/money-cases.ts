import { expect, it } from '@jest/globals';
import { InvoiceGenerationProcessor } from '../../src/pms/invoices/invoice-generation.processor.js';
import { day, type PmsHarness } from './harness.js';
import { type Invoice, InvoiceWorld, ok } from './invoice-world.js';

interface Ledger {
  opening: string;
  charged: string;
  paid: string;
  closing: string;
  deposits: { opening: string; received: string; refunded: string; applied: string; closing: string };
}
interface Pack {
  businessDate: string;
  trialBalance: Ledger;
  revenue: { kind: string; net: string; tax: string; gross: string }[];
  payments: { method: string; amount: string }[];
  exceptions: { source: string; booking: string | null; text: string; amount: string | null }[];
}

/** Credit notes, refunds, deposits and open charges in folio, trial balance and checklist. */
export function moneyCases(given: () => { pms: PmsHarness; hotel: InvoiceWorld }): void {
  const send = (method: string, path: string, body?: object) => given().pms.api(method, path, body);
  const folio = async (id: string) => ok(send('GET', `/folios/${id}`));
  const current = async ({ hotelId }: InvoiceWorld) => ok(send('GET', `/hotels/${hotelId}/business-days/current`));
  const packOf = async (hotel: InvoiceWorld) => {
    const { businessDate } = await current(hotel);
    return (await ok(send('GET', `/hotels/${hotel.hotelId}/night-audits/${String(businessDate)}`))) as unknown as Pack;
  };
  const check = async (hotel: InvoiceWorld, name: string) =>
    ((await current(hotel))['checks'] as { check: string; count: number; examples: string[] }[]).find(
      (one) => one.check === name,
    )!;
  const fresh = (options: Parameters<typeof InvoiceWorld.create>[1] = {}) =>
    InvoiceWorld.create(given().pms, { rooms: 3, ...options });
  const bookedFolio = async (hotel: InvoiceWorld, from = 1, until = 2) => {
    const booking = await hotel.pms.book(hotel.world, day(hotel.world, from), day(hotel.world, until));
    return { booking, id: await hotel.folioOf(booking.id) };
  };

  it('an invoice of 129.00, paid, credited by 25.00 and refunded: folio 0.00, revenue −25.00, trial balance less 25.00', async () => {
    const hotel = await fresh();
    const { id } = await bookedFolio(hotel);
    const window = await hotel.addWindow(id);
    await hotel.charge(id, '100.00', 'LODGING', { window, priceMode: 'gross' });
    await hotel.charge(id, '29.00', 'FOOD', { window, priceMode: 'gross' });
    await hotel.charge(id, '120.00', 'CITYTAX');
    const invoice = await hotel.issue(id, window);
    await hotel.pay(id, '129.00', window);
    expect((await packOf(hotel)).trialBalance.closing).toBe('120.00');
    const line = invoice.lines.find(({ amount }) => amount === '29.00')!;
    const lines = (await folio(id))['lines'] as { id: number; amount: string }[];
    const folioLine = lines.find(({ amount }) => amount === '29.00')!;
    const refused = await send('POST', `/folios/${id}/lines/${folioLine.id}/correct`, { reason: 'Cold' });
    expect([refused.status, refused.body]).toEqual([
      409,
      expect.objectContaining({ reason: 'LINE_INVOICED', invoiceId: invoice.id, invoiceLineId: line.id }),
    ]);
    const credit = { reason: 'Cold', lines: [{ lineId: line.id, amount: '25.00' }] };
    const note = await ok(send('POST', `/invoices/${invoice.id}/credit-notes`, credit));
    const own = async () =>
      ((await folio(id))['windows'] as { number: number; balance: string; gross: string }[]).find(
        ({ number }) => number === window,
      );
    expect(await own()).toMatchObject({ gross: '104.00', balance: '-25.00' });
    await hotel.pay(id, '-25.00', window);
    expect(await own()).toMatchObject({ gross: '104.00', balance: '0.00' });
    expect(await hotel.get(invoice.id)).toMatchObject({
      paid: '104.00',
      credited: '-25.00',
      balance: '0.00',
      paymentState: 'paid',
    });
    const pack = await packOf(hotel);
    expect(pack.revenue).toContainEqual(
      expect.objectContaining({ kind: 'credit_note', gross: '-25.00', tax: note['tax'] }),
    );
    expect(pack.trialBalance).toMatchObject({ charged: '224.00', paid: '104.00', closing: '120.00' });
    // As the issue had it: before the money went back, the guest is owed 25.00.
    const added = ((await folio(id))['lines'] as { kind: string; amount: string; description: string }[]).at(-1);
    expect(added).toMatchObject({ kind: 'credit_note', amount: '-25.00' });
    expect(added!.description).toContain(String(note['number']));
  });

  it('credit notes over prices without tax leave each window at invoice less credit notes, to the cent', async () => {
    const hotel = await fresh();
    const { id } = await bookedFolio(hotel);
    const window = await hotel.addWindow(id);
    for (const amount of ['33.33', '33.33', '33.33', '10.05']) await hotel.charge(id, amount, 'VAT19', { window });
    const invoice = await hotel.issue(id, window);
    let gross = Number(invoice.gross);
    for (const body of [{ lines: [{ lineId: invoice.lines[0]!.id }] }, { amount: '7.77' }, { amount: '0.01' }, {}]) {
      const note = (await ok(
        send('POST', `/invoices/${invoice.id}/credit-notes`, { reason: 'x', ...body }),
      )) as unknown as Invoice;
      gross += Number(note.gross);
      const windows = (await folio(id))['windows'] as { number: number; gross: string }[];
      expect(windows.find(({ number }) => number === window)!.gross).toBe(gross.toFixed(2).replace('-0.00', '0.00'));
    }
    expect(gross).toBeCloseTo(0, 6);
  });

  it.each([
    ['EUR', '50.00', '-5000.00', '50.00', '-50.00'],
    ['JPY', '5000', '-5001', '5000', '-5000'],
    ['KWD', '5.125', '-5.126', '5.125', '-5.125'],
  ])('a refund in %s of more than was received is refused', async (currency, paid, more, refundable, all) => {
    const hotel = await fresh({ currency });
    const { id } = await bookedFolio(hotel);
    const other = await hotel.addWindow(id);
    await hotel.pay(id, paid);
    const refund = (amount: string, window = 1) =>
      send('POST', `/folios/${id}/payments`, { method: 'card', amount, window });
    const refused = await refund(more);
    expect([refused.status, refused.body]).toEqual([
      409,
      expect.objectContaining({ reason: 'REFUND_EXCEEDS_RECEIVED', refundable }),
    ]);
    expect((await refund(all, other)).status).toBe(409);
    expect((await Promise.all([refund(all), refund(all)])).map(({ status }) => status).sort()).toEqual([201, 409]);
    await expect(
      given().pms.sql(
        `INSERT INTO folio_payment (tenant_id, hotel_id, folio_id, business_date, method, amount_minor)
         SELECT tenant_id, hotel_id, id, now(), 'cash', -1 FROM folio WHERE id = $1`,
        [id],
      ),
    ).rejects.toThrow(/a refund of 1 where 0 was received/);
  });

  it.each([
    ['JPY', '1000', '0.5', '400', '-400'],
    ['KWD', '1.005', '0.0005', '0.402', '-0.402'],
  ])('%s has its own smallest unit on every route of money', async (currency, amount, tooFine, part, back) => {
    const hotel = await fresh({ currency });
    const { id } = await bookedFolio(hotel);
    const window = await hotel.addWindow(id);
    await hotel.charge(id, amount, 'VAT19', { priceMode: 'gross', quantity: 3 });
    const line = ((await folio(id))['lines'] as { id: number }[])[0]!;
    const path = `/folios/${id}`;
    await ok(send('POST', `${path}/lines/${line.id}/move`, { window, amount: part }));
    const invoice = await hotel.issue(id, window);
    expect(invoice.gross).toBe(part);
    for (const [route, body] of [
      [`${path}/charges`, { description: 'x' }],
      [`${path}/payments`, { method: 'cash' }],
      [`${path}/deposits`, { method: 'cash' }],
      [`${path}/deposits/apply`, {}],
      [`${path}/lines/${line.id}/move`, { window: 1 }],
      [`/invoices/${invoice.id}/credit-notes`, { reason: 'x' }],
    ] as const) {
      const refused = await send('POST', route, { ...body, amount: tooFine });
      expect([route, refused.status]).toEqual([route, 400]);
    }
    const note = await ok(send('POST', `/invoices/${invoice.id}/credit-notes`, { reason: 'x' }));
    expect(note['gross']).toBe(back);
    const windows = (await folio(id))['windows'] as { gross: string }[];
    expect(Number(windows[1]!.gross)).toBe(0);
  });

  it('an open charge of a cancelled booking is listed, and invoiced by the night and by hand', async () => {
    const hotel = await fresh();
    const cancelled = async () => {
      const { booking, id } = await bookedFolio(hotel);
      await hotel.charge(id, '80.00', 'CITYTAX', { description: 'Cancellation fee' });
      await ok(send('POST', `/bookings/${booking.id}/cancel`, { reason: 'Late' }));
      return { code: booking.code, id };
    };
    const [night, hand] = [await cancelled(), await cancelled()];
    expect((await check(hotel, 'OPEN_BALANCES')).examples).toEqual([night.code, hand.code].sort());
    expect(await hotel.issue(hand.id)).toMatchObject({ gross: '80.00' });
    const run = () => given().pms.night(InvoiceGenerationProcessor, { hotelId: hotel.hotelId }, new Date());
    expect(await run()).toMatchObject({ invoicesGenerated: 1, invoices: [{ folioId: night.id, gross: '80.00' }] });
    expect(await run()).toMatchObject({ invoicesGenerated: 0 });
    await hotel.pay(night.id, '80.00');
    expect((await check(hotel, 'OPEN_BALANCES')).examples).toEqual([hand.code]);
  });

  it('189.00 paid of 211.11 with tax is an open balance, and the check-out says what is left', async () => {
    const hotel = await fresh();
    const booking = await hotel.stay(1, { nightPrices: ['191.92'] });
    const id = await hotel.folioOf(booking.id);
    await hotel.pay(id, '189.00');
    const left = await ok(send('POST', `/bookings/${booking.id}/check-out`));
    expect(left).toMatchObject({ status: 'checked_out', balance: '22.11', currency: 'EUR', depositHeld: '0.00' });
    expect(await check(hotel, 'OPEN_BALANCES')).toMatchObject({ count: 1, examples: [booking.code] });
    await hotel.pay(id, '22.11');
    expect(await check(hotel, 'OPEN_BALANCES')).toMatchObject({ count: 0 });
    // Who has paid too much gets it back.
    await hotel.pay(id, '7.00');
    expect(await check(hotel, 'OPEN_BALANCES')).toMatchObject({ count: 1, examples: [booking.code] });
    expect((await packOf(hotel)).exceptions).toContainEqual(
      expect.objectContaining({ booking: booking.code, text: 'has paid too much: to be given back', amount: '-7.00' }),
    );
    await hotel.pay(id, '-7.00');
    expect(await check(hotel, 'OPEN_BALANCES')).toMatchObject({ count: 0 });
    // What one payer has paid too much does not hide what another one owes.
    const window = await hotel.addWindow(id);
    await hotel.charge(id, '5.00', 'CITYTAX', { window });
    await hotel.pay(id, '5.00');
    expect(await check(hotel, 'OPEN_BALANCES')).toMatchObject({ count: 1 });
  });

  it('a deposit is owed to the guest and no revenue; it pays the bill at the check-out, and the rest goes back', async () => {
    const hotel = await fresh();
    const { booking, id } = await bookedFolio(hotel, 0, 1);
    const deposit = (amount: string, body = {}) =>
      send('POST', `/folios/${id}/deposits`, { method: 'transfer', amount, reference: 'IBAN 1', ...body });
    expect(await ok(deposit('150.00'))).toMatchObject({
      gross: '0.00',
      paid: '0.00',
      balance: '0.00',
      depositHeld: '150.00',
    });
    expect((await deposit('-150.01')).body).toMatchObject({ reason: 'REFUND_EXCEEDS_RECEIVED', refundable: '150.00' });
    await ok(deposit('-10.00'));
    expect((await deposit('0')).status).toBe(400);
    const held = await packOf(hotel);
    expect(held).toMatchObject({
      revenue: [],
      payments: [],
      trialBalance: {
        ...{ opening: '0.00', charged: '0.00', paid: '0.00', closing: '0.00' },
        deposits: { opening: '0.00', received: '150.00', refunded: '10.00', applied: '0.00', closing: '140.00' },
      },
    });
    expect(held).toMatchObject({ depositPayments: [{ method: 'transfer', count: 2, amount: '140.00' }] });
    expect((await send('POST', `/folios/${id}/deposits/apply`, {})).status).toBe(409);
    await ok(send('POST', `/bookings/${booking.id}/check-in`, {}));
    expect((await deposit('5.00')).body['reason']).toBe('NOT_BEFORE_ARRIVAL');
    await hotel.charge(id, '7.00', 'CITYTAX');
    await ok(send('POST', `/folios/${id}/deposits/apply`, { amount: '2.00' }));
    const left = await ok(send('POST', `/bookings/${booking.id}/check-out`));
    // One night of 100.00 and 10 %, and 7.00.
    expect(left).toMatchObject({ balance: '0.00', depositHeld: '23.00' });
    expect(await check(hotel, 'OPEN_BALANCES')).toMatchObject({ examples: [booking.code] });
    expect((await packOf(hotel)).exceptions).toContainEqual(
      expect.objectContaining({
        ...{ source: 'OPEN_BALANCES', booking: booking.code },
        ...{ text: 'has a deposit of 23.00 to get back', amount: '-23.00' },
      }),
    );
    const invoice = await hotel.issue(id);
    expect(invoice).toMatchObject({ gross: '117.00', paid: '117.00', paymentState: 'paid' });
    await ok(deposit('-23.00'));
    expect(await check(hotel, 'OPEN_BALANCES')).toMatchObject({ count: 0 });
    const pack = await packOf(hotel);
    expect(pack.payments).toEqual([{ method: 'deposit', count: 2, amount: '117.00' }]);
    expect(pack.trialBalance).toMatchObject({
      ...{ charged: '117.00', paid: '117.00', closing: '0.00' },
      deposits: { opening: '0.00', received: '150.00', refunded: '33.00', applied: '117.00', closing: '0.00' },
    });
  });

  it('a deposit pays the fee of a cancelled booking when the night invoices it, and what two ask back goes once', async () => {
    const hotel = await fresh();
    const { booking, id } = await bookedFolio(hotel);
    await ok(send('POST', `/folios/${id}/deposits`, { method: 'card', amount: '100.00' }));
    await hotel.charge(id, '80.00', 'CITYTAX');
    await ok(send('POST', `/bookings/${booking.id}/cancel`, { reason: 'Late' }));
    await given().pms.night(InvoiceGenerationProcessor, { hotelId: hotel.hotelId }, new Date());
    expect(await folio(id)).toMatchObject({ paid: '80.00', balance: '0.00', depositHeld: '20.00' });
    const back = () => send('POST', `/folios/${id}/deposits`, { method: 'card', amount: '-20.00' });
    expect((await Promise.all([back(), back()])).map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  /** Bookings of the hotel that are cancelled cost this. */
  const feeOf = async (hotel: InvoiceWorld, flat: string, taxCode: string) => {
    const body = {
      hotelId: hotel.hotelId,
      name: 'Late',
      flat,
      taxCode,
      capToStay: false,
      cancellation: [{ daysBefore: 9 }],
    };
    return (await ok(send('POST', '/penalty-rules', body)))['id'] as number;
  };
  const windowsOf = async (id: string) =>
    ((await folio(id))['windows'] as { gross: string; balance: string }[]).map(({ gross, balance }) => [
      gross,
      balance,
    ]);

  it('what an invoiced window holds pays the stay that is sold anew: nothing is paid twice', async () => {
    const hotel = await fresh();
    const penaltyRuleId = await feeOf(hotel, '80.00', 'CITYTAX');
    const stay = [day(hotel.world, 0), day(hotel.world, 2)] as const;
    const booking = await hotel.pms.book(hotel.world, ...stay, { penaltyRuleId });
    const id = await hotel.folioOf(booking.id);
    const path = `/bookings/${booking.id}`;
    await ok(send('POST', `/folios/${id}/deposits`, { method: 'card', amount: '100.00' }));
    await ok(send('POST', `${path}/cancel`, { reason: 'Ill' }));
    await given().pms.night(InvoiceGenerationProcessor, { hotelId: hotel.hotelId }, new Date(Date.now() + 1_000));
    await ok(send('POST', `${path}/reinstate`));
    expect(await windowsOf(id)).toEqual([['0.00', '-80.00']]);
    await ok(send('POST', `${path}/check-in`, {}));
    // One night with its tax; 80.00 were paid for the fee and 20.00 are still held.
    expect(await ok(send('POST', `${path}/check-out`))).toMatchObject({ balance: '10.00', depositHeld: '0.00' });
    expect(await windowsOf(id)).toEqual([
      ['0.00', '0.00'],
      ['110.00', '10.00'],
    ]);
    expect((await packOf(hotel)).payments).toEqual([
      { method: 'deposit', count: 2, amount: '100.00' },
      { method: 'other', count: 2, amount: '0.00' },
    ]);
    expect(await hotel.issue(id, 2)).toMatchObject({ gross: '110.00', paid: '100.00' });
  });

  it('a deposit that an invoiced window has back pays the next one of the same payer, and no other', async () => {
    const hotel = await fresh();
    const { booking, id } = await bookedFolio(hotel, 0, 1);
    const path = `/bookings/${booking.id}`;
    await ok(send('POST', `/folios/${id}/deposits`, { method: 'card', amount: '150.00' }));
    await ok(send('POST', `${path}/check-in`, {}));
    await hotel.charge(id, '40.00', 'CITYTAX');
    expect(await ok(send('POST', `${path}/check-out`))).toMatchObject({ balance: '0.00' });
    const invoice = await hotel.issue(id);
    await ok(send('POST', `/invoices/${invoice.id}/credit-notes`, { reason: 'Not gone' }));
    await ok(send('POST', `${path}/undo-check-out`, { reason: 'Not gone' }));
    const company = await hotel.addWindow(id);
    await hotel.charge(id, '5.00', 'CITYTAX', { window: company });
    const refused = await send('POST', `/folios/${id}/deposits/apply`, { window: company });
    expect(refused.body).toMatchObject({ status: 409, reason: 'DEPOSIT_EXCEEDED', applicable: '0.00' });
    await ok(send('PATCH', `/folios/${id}/windows/${company}`, { name: 'Ana Sousa' }));
    await ok(send('POST', `/folios/${id}/deposits/apply`, { window: company }));
    // The night goes to the open window.
    expect(await ok(send('POST', `${path}/check-out`))).toMatchObject({ balance: '0.00', depositHeld: '35.00' });
    expect(await windowsOf(id)).toEqual([
      ['0.00', '0.00'],
      ['115.00', '0.00'],
    ]);
  });

  it('a booking whose invoiced fee was credited in part comes back: the rest is credited to the cent', async () => {
    const hotel = await fresh();
    const penaltyRuleId = await feeOf(hotel, '150.00', 'LODGING');
    const stay = [day(hotel.world, 1), day(hotel.world, 2)] as const;
    const booking = await hotel.pms.book(hotel.world, ...stay, { penaltyRuleId });
    await ok(send('POST', `/bookings/${booking.id}/cancel`, { reason: 'Ill' }));
    const id = await hotel.folioOf(booking.id);
    const invoice = await hotel.issue(id);
    expect(invoice.gross).toBe('165.00');
    const credit = (body: object) =>
      send('POST', `/invoices/${invoice.id}/credit-notes`, { reason: 'Goodwill', ...body });
    // Members that are null were not sent.
    await ok(credit({ amount: '50.00', lines: null }));
    await ok(send('POST', `/bookings/${booking.id}/reinstate`));
    expect(await hotel.get(invoice.id)).toMatchObject({ credited: '-165.00', balance: '0.00' });
    expect(await windowsOf(id)).toEqual([['0.00', '0.00']]);
    expect((await credit({ amount: null })).status).toBe(409);
  });

  it('nights without any tax set-up warn: in the checklist, in the close and in the night’s invoices', async () => {
    const { pms } = given();
    const hotel = await fresh();
    await pms.sql('UPDATE hotel_policy SET room_tax_code = NULL WHERE hotel_id = $1', [hotel.hotelId]);
    const booking = await hotel.stay(1);
    await hotel.folioOf(booking.id);
    expect(await check(hotel, 'NO_TAXES')).toMatchObject({ count: 0 });
    await hotel.checkOut(booking.id);
    expect(await check(hotel, 'NO_TAXES')).toMatchObject({ level: 'warning', examples: [booking.code] });
    const result = await pms.night(InvoiceGenerationProcessor, { hotelId: hotel.hotelId }, new Date());
    expect(result).toMatchObject({ invoicesGenerated: 1, warnings: [expect.stringContaining('roomTaxCode')] });
    // A hotel that says that its nights are exempt is not asked again.
    await ok(
      send('PUT', `/hotels/${hotel.hotelId}/tax-categories/EXEMPT`, { name: 'Exempt', treatment: 'exempt', rate: '0' }),
    );
    await ok(send('PATCH', `/hotels/${hotel.hotelId}/policy`, { roomTaxCode: 'EXEMPT' }));
    await pms.sql('DELETE FROM business_day WHERE hotel_id = $1', [hotel.hotelId]);
    await pms.sql('UPDATE folio_line SET business_date = business_date - 1 WHERE hotel_id = $1', [hotel.hotelId]);
    const exempt = await hotel.stay(1);
    await hotel.folioOf(exempt.id);
    await hotel.checkOut(exempt.id);
    expect(await check(hotel, 'NO_TAXES')).toMatchObject({ count: 0 });
  });

  it('a folio has as many windows as payers, read page by page', async () => {
    const { pms, hotel } = given();
    const { id } = await bookedFolio(hotel);
    for (let number = 2; number <= 9; number++) expect(await hotel.addWindow(id, `Payer ${number}`)).toBe(number);
    await pms.sql(
      `INSERT INTO folio_window (tenant_id, folio_id, number, payer)
       SELECT $1, $2, n, jsonb_build_object('name', 'Payer ' || n) FROM generate_series(10, 120) AS n`,
      [pms.tenantId, id],
    );
    await hotel.charge(id, '12.00', 'CITYTAX', { window: 120 });
    const whole = await folio(id);
    expect([(whole['windows'] as object[]).length, whole['windowsTotal'], whole['gross']]).toEqual([100, 120, '12.00']);
    const page = await ok(send('GET', `/folios/${id}/windows?limit=2&offset=118`));
    expect(page).toMatchObject({ total: 120, windows: [{ number: 119 }, { number: 120, gross: '12.00' }] });
  });
}
