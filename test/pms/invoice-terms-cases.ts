import { describe, expect, it } from '@jest/globals';
import { addDays, parseLocalDate } from '../../src/platform/dates/index.js';
import { day, type PmsHarness } from './harness.js';
import { InvoiceWorld, ok } from './invoice-world.js';

const COMPANY = {
  ...{ name: 'Contoso Travel GmbH', address: 'Hauptstraße 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
  ...{ vatNumber: 'DE123456789', reference: 'PO-4711' },
};

/** Who buys, by when and where it is paid, and the electronic invoice. */
export function invoiceTermsCases(pms: () => PmsHarness): void {
  const terms = async (hotel: InvoiceWorld) => {
    const account = { paymentDays: 14, iban: 'PT50 0002 0123 1234 5678 9015 4', bic: 'BCOMPTPL' };
    const entity = await ok(pms().api('PATCH', `/legal-entities/${hotel.legalEntityId}`, account));
    expect(entity).toMatchObject({ iban: 'PT50000201231234567890154', paymentDays: 14, bankName: null });
  };
  const eInvoice = (id: string) => pms().api('GET', `/invoices/${id}/e-invoice`);

  describe('terms and electronic invoices', () => {
    it('an open balance has a day it is due, frozen with the invoice; the XML is there, for credit notes too', async () => {
      const hotel = await InvoiceWorld.create(pms());
      await terms(hotel);
      const { folioId } = await hotel.b20();
      await ok(pms().api('PATCH', `/folios/${folioId}/windows/1`, COMPANY));
      const issued = await hotel.issue(folioId);
      expect(issued).toMatchObject({
        dueDate: addDays(parseLocalDate(issued.issueDate), 14),
        eInvoiceLacks: [],
        buyer: COMPANY,
        seller: { paymentDays: 14, iban: 'PT50000201231234567890154' },
      });
      await ok(pms().api('PATCH', `/legal-entities/${hotel.legalEntityId}`, { paymentDays: null, iban: null }));
      expect(await hotel.get(issued.id)).toMatchObject({ dueDate: addDays(parseLocalDate(issued.issueDate), 14) });
      const xml = await eInvoice(issued.id);
      expect(xml.status).toBe(200);
      expect(xml.headers).toMatchObject({
        'content-type': 'application/xml',
        'content-disposition': `attachment; filename="${issued.number}.xml"`,
      });
      expect(xml.text).toContain('<ram:GrandTotalAmount>403.98</ram:GrandTotalAmount>');
      expect(xml.text).toContain('<ram:IssuerAssignedID>PO-4711</ram:IssuerAssignedID>');
      const note = await ok(pms().api('POST', `/invoices/${issued.id}/credit-notes`, { reason: 'Twice' }));
      const credit = await eInvoice(note['id'] as string);
      expect(credit.text).toContain('<ram:TypeCode>381</ram:TypeCode>');
      expect(credit.text).toContain('<ram:GrandTotalAmount>403.98</ram:GrandTotalAmount>');
      expect(credit.text).toContain(`<ram:IssuerAssignedID>${issued.number}</ram:IssuerAssignedID>`);
      expect((await hotel.chain()).sound).toBe(true);
    });

    it('names what an electronic invoice lacks; the country of the guest is that of the booking', async () => {
      const hotel = await InvoiceWorld.create(pms());
      const without = await hotel.stay(1);
      const with_ = await hotel.stay(1, { guestCountry: 'BR' });
      const issue = async (id: string) => {
        const folioId = await hotel.folioOf(id);
        await hotel.checkOut(id);
        return hotel.issue(folioId);
      };
      const lacking = await issue(without.id);
      expect(lacking).toMatchObject({ eInvoiceLacks: ['buyer.country'] });
      const refused = await eInvoice(lacking.id);
      expect(refused.status).toBe(409);
      expect(refused.body).toMatchObject({ reason: 'E_INVOICE_INCOMPLETE', errors: [{ path: 'buyer.country' }] });
      expect((await eInvoice((await issue(with_.id)).id)).status).toBe(200);
    });

    it('is never dated before what it bills: a guest who leaves on the day of arrival, a dinner billed ahead', async () => {
      const hotel = await InvoiceWorld.create(pms());
      const today = day(hotel.world, 0);
      const booking = await pms().inHouse(hotel.world, '110', today, day(hotel.world, 1));
      const folioId = await hotel.folioOf(booking.id);
      const window = await hotel.addWindow(folioId);
      await hotel.charge(folioId, '40.00', 'FOOD', { window, serviceDate: day(hotel.world, 3) });
      expect(await hotel.issue(folioId, window)).toMatchObject({ issueDate: today, supplyDate: today });
      await hotel.checkOut(booking.id);
      expect(await hotel.issue(folioId)).toMatchObject({ issueDate: today, supplyDate: today });
    });

    it('reverse charge needs the VAT number of who pays', async () => {
      const hotel = await InvoiceWorld.create(pms());
      const tax = { name: 'Reverse charge', treatment: 'reverse_charge', rate: '0' };
      await ok(pms().api('PUT', `/hotels/${hotel.hotelId}/tax-categories/RC`, tax));
      const folioId = await hotel.folioOf((await hotel.stay(1)).id);
      const window = await hotel.addWindow(folioId);
      await hotel.charge(folioId, '250.00', 'RC', { window });
      const refused = await pms().api('POST', '/invoices', { folioId, window });
      expect([refused.status, refused.body['detail']]).toEqual([
        409,
        'Reverse charge: the payer of the window needs a VAT number',
      ]);
      await ok(pms().api('PATCH', `/folios/${folioId}/windows/${window}`, COMPANY));
      const issued = await hotel.issue(folioId, window);
      expect(issued).toMatchObject({ gross: '250.00', tax: '0.00', eInvoiceLacks: [] });
      expect((await eInvoice(issued.id)).text).toContain('<ram:CategoryCode>AE</ram:CategoryCode>');
    });

    it('an account is checked', async () => {
      const hotel = await InvoiceWorld.create(pms());
      const path = `/legal-entities/${hotel.legalEntityId}`;
      expect((await pms().api('PATCH', path, { iban: 'PT50000201231234567890155' })).status).toBe(400);
      expect((await pms().api('PATCH', path, { bic: 'X' })).status).toBe(400);
    });
  });
}
