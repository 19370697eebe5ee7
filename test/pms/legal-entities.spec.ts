import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PmsHarness } from './harness.js';
import { InvoiceWorld } from './invoice-world.js';

describe('legal entities', () => {
  let pms: PmsHarness;
  beforeAll(async () => {
    pms = await PmsHarness.start();
  });
  afterAll(() => pms.stop());

  const ENTITY = { name: 'Casa do Mar, Lda.', address: 'Rua Augusta 1', country: 'PT', vatNumber: 'PT501234567' };

  it('are added, listed and changed; a name is taken once', async () => {
    const { status, body } = await pms.api('POST', '/legal-entities', ENTITY);
    expect([status, body]).toEqual([201, expect.objectContaining({ ...ENTITY, taxNumber: null, fiscalYearStart: 1 })]);
    expect((await pms.api('POST', '/legal-entities', ENTITY)).status).toBe(409);
    const path = `/legal-entities/${String(body['id'])}`;
    const changed = await pms.api('PATCH', path, { vatNumber: null, registerText: 'CRC Lisboa 501234567' });
    expect(changed.body).toMatchObject({ name: ENTITY.name, vatNumber: null, registerText: 'CRC Lisboa 501234567' });
    expect((await pms.api('GET', '/legal-entities')).body).toMatchObject({ total: 1 });
    expect((await pms.api('GET', path)).body).toEqual(changed.body);
  });

  it.each([
    [{ name: null }, 'name'],
    [{ country: 'Portugal' }, 'country'],
    [{ fiscalYearStart: 13 }, 'fiscalYearStart'],
    [{ vatNumber: '' }, 'vatNumber'],
    [{ currency: 'EUR' }, 'currency'],
  ])('refuses %j', async (body, path) => {
    const refused = await pms.api('PATCH', '/legal-entities/1', body);
    expect(refused.status).toBe(400);
    expect(refused.body['errors']).toContainEqual(expect.objectContaining({ path }));
  });

  it('what was issued keeps the seller of its day', async () => {
    const hotel = await InvoiceWorld.create(pms);
    const { folioId } = await hotel.b20();
    const before = await hotel.issue(folioId);
    await pms.api('PATCH', `/legal-entities/${hotel.legalEntityId}`, { address: 'Moved' });
    expect(await hotel.get(before.id)).toMatchObject({ seller: { address: 'Rua Augusta 1\n1100-048 Lisboa' } });
    const note = await pms.api('POST', `/invoices/${before.id}/credit-notes`, { reason: 'Wrong address', amount: 1 });
    expect(note.body).toMatchObject({ seller: { address: 'Moved' } });
    expect((await hotel.chain()).sound).toBe(true);
  });

  it('a hotel that is not set up has no invoicing', async () => {
    const hotel = await InvoiceWorld.create(pms, { series: false });
    const path = `/hotels/${hotel.hotelId}/invoicing`;
    expect((await pms.api('GET', path)).status).toBe(404);
    const request = {
      legalEntityId: hotel.legalEntityId,
      invoiceCode: 'A',
      creditCode: 'B',
      format: '{code}/{year}/{no}',
    };
    expect((await pms.api('PUT', path, request)).body).toEqual({ hotelId: hotel.hotelId, ...request });
    const { folioId } = await hotel.b20();
    expect((await hotel.issue(folioId)).number).toMatch(/^A\/\d{4}\/1$/);
  });
});
