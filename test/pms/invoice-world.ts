import type { CreateBookingRequest } from '../../src/pms/bookings/bookings.dto.js';
import type { BookingRow } from '../../src/pms/bookings/booking-row.js';
import { day, type PmsHarness, type World } from './harness.js';

export interface Invoice {
  id: string;
  kind: string;
  number: string;
  series: string;
  fiscalYear: number;
  runningNumber: number;
  folioId: string;
  window: number;
  issueDate: string;
  supplyDate: string;
  net: string;
  tax: string;
  gross: string;
  paid: string;
  credited: string;
  balance: string;
  paymentState: string | null;
  correctsInvoiceId: string | null;
  hash: string;
  prevHash: string;
  lines: { id: number; description: string; quantity: number; amount: string; priceMode: string }[];
  taxes: { taxCode: string; base: string; tax: string }[];
  payments: { amount: string; atIssue: boolean }[];
  creditNotes: Invoice[];
}

export interface Chain {
  sound: boolean;
  series: { code: string; kind: string; fiscalYear: number; checked: number; break: object | null }[];
}

/** A hotel that issues invoices: net prices, lodging at 10%, food at 20%, city tax outside the scope. */
export class InvoiceWorld {
  private nextRoom = 101;

  private constructor(
    readonly pms: PmsHarness,
    readonly world: World,
    readonly legalEntityId: number,
  ) {}

  static async create(
    pms: PmsHarness,
    options: { timeZone?: string; currency?: string; rooms?: number; series?: boolean } = {},
  ): Promise<InvoiceWorld> {
    const { timeZone = 'Europe/Lisbon', currency, rooms = 10, series = true } = options;
    const basePrice = currency === 'JPY' ? '10000' : '100.00';
    const world = await pms.hotel({
      basePrice,
      rooms,
      timeZone,
      currency,
      from: day({ timeZone }, -30),
      to: day({ timeZone }, 30),
    });
    const hotel = `/hotels/${world.hotelId}`;
    const taxes = [
      ['LODGING', 'taxable', '10'],
      ['FOOD', 'taxable', '20'],
      ['VAT19', 'taxable', '19'],
      ['VAT7', 'taxable', '7'],
      ['CITYTAX', 'outside', '0'],
    ];
    for (const [code, treatment, rate] of taxes)
      await ok(pms.api('PUT', `${hotel}/tax-categories/${code}`, { name: code, treatment, rate }));
    await ok(pms.api('PATCH', `${hotel}/policy`, { pricesIncludeTax: false, roomTaxCode: 'LODGING' }));
    const entity = await ok(
      pms.api('POST', '/legal-entities', {
        name: `Casa do Mar ${world.hotelId}, Lda.`,
        address: 'Rua Augusta 1\n1100-048 Lisboa',
        country: 'PT',
        vatNumber: 'PT501234567',
      }),
    );
    const legalEntityId = entity['id'] as number;
    if (series)
      await ok(pms.api('PUT', `${hotel}/invoicing`, { legalEntityId, invoiceCode: 'CDM', creditCode: 'CDM-CN' }));
    return new InvoiceWorld(pms, world, legalEntityId);
  }

  get hotelId(): number {
    return this.world.hotelId;
  }

  /** A guest who checked in so many nights ago and leaves today. */
  stay(nights = 3, over: Partial<CreateBookingRequest> = {}): Promise<BookingRow> {
    const room = String(this.nextRoom++);
    return this.pms.inHouse(this.world, room, day(this.world, -nights), day(this.world, 0), over);
  }

  async folioOf(bookingId: string): Promise<string> {
    return (await ok(this.pms.api('GET', `/bookings/${bookingId}/folio`)))['id'] as string;
  }

  async checkOut(bookingId: string): Promise<void> {
    await ok(this.pms.api('POST', `/bookings/${bookingId}/check-out`));
  }

  async charge(folioId: string, amount: number | string, taxCode: string, over: object = {}) {
    return ok(this.pms.api('POST', `/folios/${folioId}/charges`, { description: taxCode, amount, taxCode, ...over }));
  }

  async pay(folioId: string, amount: number | string, window = 1): Promise<void> {
    await ok(this.pms.api('POST', `/folios/${folioId}/payments`, { method: 'card', amount, window }));
  }

  /** Adds a window; answers its number. */
  async addWindow(folioId: string, name = 'Contoso Travel Ltd'): Promise<number> {
    const { windows } = await ok(this.pms.api('POST', `/folios/${folioId}/windows`, { name }));
    return (windows as { number: number }[]).at(-1)!.number;
  }

  async issue(folioId: string, window = 1): Promise<Invoice> {
    return (await ok(this.pms.api('POST', '/invoices', { folioId, window }))) as unknown as Invoice;
  }

  async get(id: string): Promise<Invoice> {
    return (await ok(this.pms.api('GET', `/invoices/${id}`))) as unknown as Invoice;
  }

  async chain(): Promise<Chain> {
    const path = `/invoices/chain?legalEntityId=${this.legalEntityId}`;
    return (await ok(this.pms.api('GET', path))) as unknown as Chain;
  }

  /** B20: room 300.00 at 10%, food 47.25 at 20%, city tax 6 × 2.88 outside the scope; the guest has left. */
  async b20(): Promise<{ booking: BookingRow; folioId: string }> {
    const booking = await this.stay();
    const folioId = await this.folioOf(booking.id);
    await this.charge(folioId, '47.25', 'FOOD');
    await this.charge(folioId, '2.88', 'CITYTAX', { quantity: 6 });
    await this.checkOut(booking.id);
    return { booking, folioId };
  }
}

/** The body of an answer that must be a good one. */
export async function ok(
  answer: Promise<{ status: number; text: string; body: Record<string, unknown> }>,
): Promise<Record<string, unknown>> {
  const { status, text, body } = await answer;
  if (status >= 300) throw new Error(`${status}: ${text}`);
  return body;
}
