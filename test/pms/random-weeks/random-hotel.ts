import { addDays, type LocalDate } from '../../../src/platform/dates/index.js';
import { WAIVABLE } from '../../../src/pms/business-days/audit-checks.js';
import { DailyHousekeepingRoundProcessor } from '../../../src/pms/housekeeping/daily-housekeeping-round.processor.js';
import { AvailabilityRecalcProcessor } from '../../../src/pms/availability/availability-recalc.processor.js';
import { InvoiceGenerationProcessor } from '../../../src/pms/invoices/invoice-generation.processor.js';
import { NoShowCheckProcessor } from '../../../src/pms/no-shows/no-show-check.processor.js';
import { RoomGenerationWork } from '../../../src/rooms/generation/room-generation.work.js';
import { day, midnight, type PmsHarness, type World } from '../harness.js';

/** One step: what is done, and numbers that choose what it is done to. */
export interface Step {
  what: string;
  a: number;
  b: number;
}

export interface Answer {
  status: number;
  body?: Record<string, unknown>;
}

const NOTHING: Answer = { status: 204 };
/** The books begin so many days ago: that many days can be closed. */
export const BOOKS_FROM = -6;

/** A small hotel with two categories, taxes and invoices; its books are some days behind, so that days can be closed. */
export class RandomHotel {
  private constructor(
    private readonly pms: PmsHarness,
    readonly world: World,
    private readonly other: Pick<World, 'categoryId' | 'roomIds'>,
    private readonly kill: () => Promise<unknown>,
  ) {}

  static async open(pms: PmsHarness, kill: () => Promise<unknown>): Promise<RandomHotel> {
    const timeZone = atNoon();
    const range = { from: day({ timeZone }, -10), to: day({ timeZone }, 14) };
    const world = await pms.hotel({ rooms: 3, timeZone, ...range });
    const other = await pms.addCategory(world.hotelId, { rooms: 2, firstNumber: 201, basePrice: '250.00', ...range });
    // Room nights, from which a closure counts the rooms of a date again.
    for (const roomCategoryId of [world.categoryId, other.categoryId]) {
      const order = { roomCategoryId, startDate: range.from, endDate: range.to, scheduleType: 'immediate' as const };
      await pms.as(() => pms.get(RoomGenerationWork).run(order, pms.context(new Date())));
    }
    const hotel = `/hotels/${world.hotelId}`;
    await pms.api('PUT', `${hotel}/tax-categories/ROOM`, { name: 'Lodging', treatment: 'taxable', rate: '10' });
    await pms.api('PATCH', `${hotel}/policy`, { roomTaxCode: 'ROOM', pricesIncludeTax: true });
    await pms.api('POST', '/penalty-rules', { hotelId: world.hotelId, name: 'One night', nights: 1, isDefault: true });
    const entity = {
      name: `Hotel ${world.hotelId}, Lda.`,
      address: 'Rua Augusta 1\n1100-048 Lisboa',
      country: 'PT',
      vatNumber: 'PT501234567',
    };
    const { body } = await pms.api('POST', '/legal-entities', entity);
    await pms.api('PUT', `${hotel}/invoicing`, { legalEntityId: body['id'], invoiceCode: 'RW', creditCode: 'RW-CN' });
    await pms.sql('INSERT INTO business_day (tenant_id, hotel_id, business_date) VALUES ($1, $2, $3)', [
      pms.tenantId,
      world.hotelId,
      day({ timeZone }, BOOKS_FROM),
    ]);
    const hotelOf = new RandomHotel(pms, world, other, kill);
    // It does not begin empty.
    for (let n = 0; n < 10; n++) await hotelOf.do({ what: 'book', a: n * 5 + 2, b: n * 3 + 4 });
    for (let n = 0; n < 4; n++) await hotelOf.do({ what: 'check-in', a: n, b: 1 });
    return hotelOf;
  }

  get today(): LocalDate {
    return day(this.world, 0);
  }

  /** All that can happen. */
  private readonly all: Record<string, (a: number, b: number) => Promise<Answer>> = {
    book: (a, b) => this.pms.api('POST', '/bookings', this.stay(a, b)),
    group: (a, b) => this.pms.api('POST', '/bookings/groups', { bookings: [this.stay(a, b), this.stay(a + 1, b)] }),
    confirm: (a) => this.toBooking(a, ['tentative'], 'confirm'),
    dates: (a, b) => this.dates(a, b, ['confirmed', 'tentative']),
    longer: (a) => this.stretch(a, 1),
    shorter: (a) => this.stretch(a, -1),
    cancel: (a, b) =>
      this.toBooking(a, ['confirmed', 'tentative'], 'cancel', { reason: 'Flight', ...(b % 2 && { waiveFee: 'Ill' }) }),
    reinstate: (a) => this.toBooking(a, ['cancelled', 'no_show'], 'reinstate', { overrideReason: 'Back' }),
    'check-in': (a, b) =>
      this.toBooking(a, ['confirmed', 'no_show'], 'check-in', { ...(b % 3 === 0 && { roomId: this.room(b) }) }),
    'check-out': (a) => this.toBooking(a, ['checked_in'], 'check-out'),
    'undo check-in': (a) => this.toBooking(a, ['checked_in'], 'undo-check-in', { reason: 'Wrong guest' }),
    'undo check-out': (a) => this.toBooking(a, ['checked_out'], 'undo-check-out', { reason: 'Not gone' }),
    move: (a, b) =>
      this.toBooking(a, ['checked_in'], 'move', {
        reason: 'Noise',
        price: b % 2 ? 'present' : 'keep',
        ...(b % 3 === 0 ? { roomId: this.room(b) } : b % 3 === 1 ? { roomCategoryId: this.category(b) } : {}),
      }),
    swap: (a, b) => this.swap(a, b),
    charge: (a, b) =>
      this.toFolio(a, 'charges', { description: 'Bar', amount: `${1 + (b % 40)}.${10 + (b % 89)}`, taxCode: 'ROOM' }),
    correct: (a) => this.toLine(a, 'correct', { reason: 'Not theirs' }),
    split: (a, b) => this.toLine(a, 'move', { window: 1 + (b % 3), amount: `${1 + (b % 9)}.37` }),
    'move line': (a, b) => this.toLine(a, 'move', { window: 1 + (b % 3) }),
    window: (a) => this.toFolio(a, 'windows', { name: 'Contoso Travel Ltd' }),
    pay: (a, b) => this.toFolio(a, 'payments', { method: 'card', amount: `${5 + (b % 300)}.00` }),
    refund: (a, b) => this.toFolio(a, 'payments', { method: 'card', amount: `-${1 + (b % 200)}.00` }),
    deposit: (a, b) => this.toFolio(a, 'deposits', { method: 'transfer', amount: `${10 + (b % 90)}.00` }),
    invoice: (a, b) => this.invoice(a, b),
    credit: (a, b) => this.credit(a, b),
    'no-shows': () => this.night(NoShowCheckProcessor),
    invoices: () => this.night(InvoiceGenerationProcessor),
    availability: () => this.night(AvailabilityRecalcProcessor),
    round: () => this.night(DailyHousekeepingRoundProcessor),
    closure: (a, b) => this.closure(a, b),
    close: () => this.close(),
    together: async (a, b) => {
      const two = [this.one(a, b, a + b), this.one(b, a, a * 7 + b)];
      return worst(await Promise.all(two));
    },
    killed: async (a, b) => {
      const done = this.one(a, b, a * 3 + b).catch(() => NOTHING);
      await this.kill();
      await done;
      return NOTHING;
    },
  };

  static readonly steps = [
    ...['book', 'book', 'book', 'group', 'confirm', 'dates', 'longer', 'shorter', 'cancel', 'reinstate'],
    ...['check-in', 'check-in', 'check-in', 'check-in', 'check-out', 'check-out', 'undo check-in', 'undo check-out'],
    ...['move', 'move', 'swap', 'charge', 'charge', 'correct', 'split', 'move line', 'window', 'pay', 'pay', 'refund'],
    ...[
      'deposit',
      'invoice',
      'invoice',
      'credit',
      'credit',
      'no-shows',
      'invoices',
      'availability',
      'round',
      'closure',
    ],
    ...['close', 'close', 'together', 'killed'],
  ];

  do({ what, a, b }: Step): Promise<Answer> {
    return this.all[what]!(a, b);
  }

  /** Some step, but for those that are made of others. */
  private one(a: number, b: number, choice: number): Promise<Answer> {
    const simple = RandomHotel.steps.filter((what) => !['together', 'killed'].includes(what));
    return this.all[simple[choice % simple.length]!]!(a, b);
  }

  private category(n: number): number {
    return n % 2 ? this.other.categoryId : this.world.categoryId;
  }

  private room(n: number): number {
    const ids = [...Object.values(this.world.roomIds), ...Object.values(this.other.roomIds)];
    return ids[n % ids.length]!;
  }

  private stay(a: number, b: number): object {
    const arrival = day(this.world, BOOKS_FROM + (a % 9));
    return {
      hotelId: this.world.hotelId,
      roomCategoryId: this.category(b),
      arrival,
      // Most guests are still to stay: one whose stay is over cannot come.
      departure: b % 5 === 0 || arrival >= this.today ? addDays(arrival, 1 + (b % 3)) : day(this.world, 1 + (b % 4)),
      guestName: `Guest ${a} ${b}`,
      guarantee: ['none', 'card', 'prepaid'][a % 3],
      status: b % 7 === 0 ? 'tentative' : 'confirmed',
      ...(arrival < this.today && { pastArrivalReason: 'Entered late' }),
    };
  }

  /** @param now only one whose guest may come now */
  private async booking(n: number, statuses: readonly string[], now = false) {
    const rows = await this.pms.sql<{ id: string; arrival: LocalDate; departure: LocalDate }>(
      `SELECT id, arrival::text, departure::text FROM booking WHERE hotel_id = $1 AND status = ANY($2)
         AND (NOT $3 OR (arrival <= $4 AND departure > $4)) ORDER BY created_at, id`,
      [this.world.hotelId, statuses, now, this.today],
    );
    return rows.length > 0 ? rows[n % rows.length] : undefined;
  }

  private async toBooking(n: number, statuses: readonly string[], what: string, body: object = {}): Promise<Answer> {
    const booking = await this.booking(n, statuses, what === 'check-in' && n % 7 > 0);
    return booking ? this.pms.api('POST', `/bookings/${booking.id}/${what}`, body) : NOTHING;
  }

  private async dates(a: number, b: number, statuses: readonly string[]): Promise<Answer> {
    const booking = await this.booking(a, statuses);
    if (!booking) return NOTHING;
    const arrival = day(this.world, BOOKS_FROM + (b % 9));
    const past = arrival < this.today && { pastArrivalReason: 'Agreed' };
    return this.pms.api('PATCH', `/bookings/${booking.id}`, {
      arrival,
      departure: addDays(arrival, 1 + (a % 6)),
      ...past,
    });
  }

  private async stretch(a: number, by: number): Promise<Answer> {
    const booking = await this.booking(a, ['confirmed', 'checked_in']);
    if (!booking) return NOTHING;
    return this.pms.api('PATCH', `/bookings/${booking.id}`, { departure: addDays(booking.departure, by) });
  }

  private async swap(a: number, b: number): Promise<Answer> {
    const [one, other] = [await this.booking(a, ['checked_in']), await this.booking(b, ['checked_in'])];
    if (!one || !other) return NOTHING;
    return this.pms.api('POST', `/bookings/${one.id}/swap-rooms`, { bookingId: other.id, reason: 'Friends' });
  }

  private async folio(n: number): Promise<{ id: string } | undefined> {
    const booking = await this.booking(n, ['checked_in', 'checked_out', 'no_show', 'confirmed', 'cancelled']);
    return booking && ((await this.pms.api('GET', `/bookings/${booking.id}/folio`)).body as { id: string });
  }

  private async toFolio(n: number, what: string, body: object): Promise<Answer> {
    const folio = await this.folio(n);
    return folio ? this.pms.api('POST', `/folios/${folio.id}/${what}`, body) : NOTHING;
  }

  private async toLine(n: number, what: string, body: object): Promise<Answer> {
    const rows = await this.pms.sql<{ id: number; folio: string }>(
      `SELECT id::int, folio_id AS folio FROM folio_line WHERE hotel_id = $1 AND kind NOT IN ('correction', 'credit_note') ORDER BY id`,
      [this.world.hotelId],
    );
    const line = rows[n % Math.max(1, rows.length)];
    return line ? this.pms.api('POST', `/folios/${line.folio}/lines/${line.id}/${what}`, body) : NOTHING;
  }

  private async invoice(a: number, b: number): Promise<Answer> {
    const rows = await this.pms.sql<{ folioId: string; window: number }>(
      `SELECT DISTINCT w.folio_id AS "folioId", w.number AS "window" FROM folio_window w JOIN folio_line l
         ON l.folio_id = w.folio_id AND l.window_number = w.number
       WHERE l.hotel_id = $1 AND w.invoiced_at IS NULL ORDER BY 1, 2`,
      [this.world.hotelId],
    );
    const window = rows[(a + b) % Math.max(1, rows.length)];
    return window ? this.pms.api('POST', '/invoices', window) : NOTHING;
  }

  private async credit(a: number, b: number): Promise<Answer> {
    const rows = await this.pms.sql<{ id: string }>(
      `SELECT id FROM invoice WHERE hotel_id = $1 AND kind = 'invoice' ORDER BY issued_at, id`,
      [this.world.hotelId],
    );
    const invoice = rows[a % Math.max(1, rows.length)];
    const part = b % 2 ? { amount: `${1 + (b % 50)}.00` } : {};
    return invoice
      ? this.pms.api('POST', `/invoices/${invoice.id}/credit-notes`, { reason: 'Agreed', ...part })
      : NOTHING;
  }

  private async closure(a: number, b: number): Promise<Answer> {
    const from = day(this.world, a % 5);
    const path = `/rooms/${this.room(b)}/closures`;
    const made = await this.pms.api('POST', path, { kind: 'OOS', from, to: from });
    if (made.status !== 201 || b % 2) return made;
    return this.pms.api('DELETE', `${path}/${String(made.body['id'])}`);
  }

  /** A night job as of this instant; it may be refused, but it does not fail otherwise. */
  private async night(processor: Parameters<PmsHarness['night']>[0]): Promise<Answer> {
    const at = new Date(midnight(this.world, this.today).getTime() + 12 * 3_600_000);
    await this.pms.night(processor, { hotelId: this.world.hotelId }, at);
    return { status: 200 };
  }

  private async close(): Promise<Answer> {
    const days = `/hotels/${this.world.hotelId}/business-days`;
    const { body } = await this.pms.api('GET', `${days}/current`);
    const date = String(body['businessDate']);
    if (date >= this.today) return NOTHING;
    const waive = WAIVABLE.map((check) => ({ check, reason: 'A test' }));
    return this.pms.api('POST', `${days}/${date}/close`, { waive });
  }
}

function worst(answers: readonly Answer[]): Answer {
  return answers.toSorted((one, other) => other.status - one.status)[0]!;
}

/** Zones without summer time, by their hours before or after UTC, from ten before it on. */
const ZONES = [
  ...[
    'Pacific/Honolulu',
    'Pacific/Gambier',
    'Pacific/Pitcairn',
    'America/Phoenix',
    'America/Costa_Rica',
    'America/Panama',
  ],
  ...[
    'America/Puerto_Rico',
    'America/Sao_Paulo',
    'America/Noronha',
    'Atlantic/Cape_Verde',
    'Africa/Abidjan',
    'Africa/Lagos',
  ],
  ...[
    'Africa/Johannesburg',
    'Africa/Nairobi',
    'Asia/Dubai',
    'Asia/Karachi',
    'Asia/Dhaka',
    'Asia/Bangkok',
    'Asia/Singapore',
  ],
  ...['Asia/Tokyo', 'Australia/Brisbane', 'Pacific/Guadalcanal', 'Pacific/Tarawa', 'Pacific/Tongatapu'],
];

/** A zone in which it is about one in the afternoon, so that no rule of the night or of the evening depends on when this runs. */
function atNoon(): string {
  return ZONES[23 - new Date().getUTCHours()]!;
}
