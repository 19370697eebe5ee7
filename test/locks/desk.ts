import { addDays, type LocalDate, today } from '../../src/platform/dates/index.js';
import { AvailabilityRecalcProcessor } from '../../src/pms/availability/availability-recalc.processor.js';
import { InvoiceGenerationProcessor } from '../../src/pms/invoices/invoice-generation.processor.js';
import { NoShowCheckProcessor } from '../../src/pms/no-shows/no-show-check.processor.js';
import { RoomGenerationWork } from '../../src/rooms/generation/room-generation.work.js';
import { InvoiceWorld } from '../pms/invoice-world.js';
import { CLOSE_ANYHOW, day, midnight, type PmsHarness, type World } from '../pms/harness.js';
import { type Answered, Choices, type Operation } from './pairs.js';

/** Days around today that bookings lie on. */
const FROM = -3;
const TO = 12;
const NOTHING: Answered = { status: 204 };
const ACCEPT = { acceptOversell: true, reason: 'A test' };

/** A small hotel with two categories, full of guests, and all operations of its front desk and its night jobs. */
export class Desk {
  private readonly choices = new Choices(20_270_301);
  private rooms: number[] = [];

  private constructor(
    readonly pms: PmsHarness,
    readonly invoices: InvoiceWorld,
    readonly other: Pick<World, 'categoryId' | 'roomIds'>,
  ) {}

  static async open(pms: PmsHarness): Promise<Desk> {
    const invoices = await InvoiceWorld.create(pms, { rooms: 6 });
    const { hotelId } = invoices;
    const world = invoices.world;
    const other = await pms.addCategory(hotelId, {
      rooms: 6,
      firstNumber: 201,
      from: day(world, -30),
      to: day(world, 30),
    });
    const desk = new Desk(pms, invoices, other);
    for (const roomCategoryId of [world.categoryId, other.categoryId])
      await desk.generate({ roomCategoryId, startDate: day(world, -30), endDate: day(world, 60) });
    desk.rooms = [...Object.values(world.roomIds), ...Object.values(other.roomIds)];
    await pms.api('POST', '/penalty-rules', { hotelId, name: 'One night', nights: 1, isDefault: true });
    // The business day is in the past, so that there are days to close.
    await pms.sql(`INSERT INTO business_day (tenant_id, hotel_id, business_date) VALUES ($1, $2, $3)`, [
      pms.tenantId,
      hotelId,
      day(world, -25),
    ]);
    // All were booked before the hours at which a guest may be a no-show: those of this minute would wait for tomorrow's.
    await pms.sql(`CREATE FUNCTION booked_long_ago() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN NEW.expected_since := NULL; RETURN NEW; END'`);
    await pms.sql(
      'CREATE TRIGGER booked_long_ago BEFORE INSERT OR UPDATE ON booking FOR EACH ROW EXECUTE FUNCTION booked_long_ago()',
    );
    for (let i = 0; i < 8; i++) await desk.groupAB();
    return desk;
  }

  get world(): World {
    return this.invoices.world;
  }

  /** All operations, by name. */
  get operations(): Record<string, Operation> {
    return {
      'group A,B': () => this.groupAB(),
      'group B,A': () => this.group([this.other.categoryId, this.world.categoryId]),
      'date move': () => this.move(),
      cancel: () => this.toBooking(['confirmed', 'tentative'], 'cancel', {}),
      reinstate: () => this.toBooking(['cancelled', 'no_show'], 'reinstate'),
      'check-in': () => this.checkIn(),
      'longer or shorter stay': () => this.stretch(),
      'check-out': () => this.toBooking(['checked_in'], 'check-out'),
      'room move': () => this.changeRooms(),
      'step back': () => this.stepBack(),
      charge: () => this.toFolio('charges', { description: 'Bar', amount: '7.00', taxCode: 'FOOD' }),
      payment: () => this.toFolio('payments', { method: 'card', amount: '5.00' }),
      correction: () => this.correct(),
      window: () => this.toFolio('windows', { name: 'Contoso Travel Ltd' }),
      invoice: () => this.invoice(),
      'credit note': () => this.credit(),
      'stop-sell': () => this.settings(),
      'price override': () => this.override(),
      closure: () => this.closure(),
      retirement: () => this.retire(),
      generation: () => this.generate(),
      recalculation: () => this.night(AvailabilityRecalcProcessor),
      'no-show check': () => this.night(NoShowCheckProcessor),
      'invoice generation': () => this.night(InvoiceGenerationProcessor),
      'close of the day': () => this.close(),
    };
  }

  /** Adds guests of each kind, so that no operation lacks bookings for long. */
  async refill(): Promise<void> {
    for (const [status, least] of [
      ['confirmed', 8],
      ['checked_in', 4],
    ] as const) {
      const there = await this.bookings([status]);
      for (let n = there.length; n < least; n += 2) await (status === 'confirmed' ? this.groupAB() : this.checkIn());
    }
  }

  private date(from = FROM, to = TO): LocalDate {
    return addDays(today(this.world.timeZone, new Date()), from + this.choices.below(to - from));
  }

  private groupAB(): Promise<Answered> {
    return this.group([this.world.categoryId, this.other.categoryId]);
  }

  private group(categories: readonly number[]): Promise<Answered> {
    const arrival = this.date(FROM, 4);
    const departure = addDays(arrival, 3 + this.choices.below(4));
    const guarantee = this.choices.of(['none', 'card']);
    const bookings = categories.map((roomCategoryId) => {
      return { hotelId: this.world.hotelId, roomCategoryId, arrival, departure, guestName: 'Ana Sousa', guarantee };
    });
    return this.pms.api('POST', '/bookings/groups', { bookings });
  }

  private bookings(statuses: readonly string[]): Promise<{ id: string; arrival: LocalDate; departure: LocalDate }[]> {
    return this.pms.sql(
      `SELECT id, arrival, departure FROM booking WHERE hotel_id = $1 AND status = ANY($2) ORDER BY id DESC LIMIT 12`,
      [this.world.hotelId, statuses],
    );
  }

  private async toBooking(statuses: readonly string[], what: string, body?: object): Promise<Answered> {
    const booking = this.choices.of(await this.bookings(statuses));
    return booking ? this.pms.api('POST', `/bookings/${booking.id}/${what}`, body) : NOTHING;
  }

  /** To a room that is named or chosen, or with another guest. */
  private async changeRooms(): Promise<Answered> {
    const how = this.choices.below(3);
    if (how === 0) return this.swap();
    const roomId = how === 1 ? this.choices.of(this.rooms) : undefined;
    return this.toBooking(['checked_in'], 'move', { reason: 'Noise', roomId });
  }

  private stepBack(): Promise<Answered> {
    return this.choices.below(2) === 0
      ? this.toBooking(['checked_in'], 'undo-check-in', { reason: 'Wrong guest' })
      : this.toBooking(['checked_out'], 'undo-check-out', { reason: 'Not gone' });
  }

  private async swap(): Promise<Answered> {
    const guests = await this.bookings(['checked_in']);
    const [one, other] = [this.choices.of(guests), this.choices.of(guests)];
    if (!one || !other) return NOTHING;
    return this.pms.api('POST', `/bookings/${one.id}/swap-rooms`, { bookingId: other.id, reason: 'Friends' });
  }

  private async move(): Promise<Answered> {
    const booking = this.choices.of(await this.bookings(['confirmed']));
    if (!booking) return NOTHING;
    const arrival = this.date(FROM, 6);
    return this.pms.api('PATCH', `/bookings/${booking.id}`, { arrival, departure: addDays(arrival, 4) });
  }

  private async stretch(): Promise<Answered> {
    const booking = this.choices.of(await this.bookings(['checked_in']));
    if (!booking) return NOTHING;
    const departure = addDays(booking.departure, this.choices.of([-1, 1, 2])!);
    return this.pms.api('PATCH', `/bookings/${booking.id}`, { departure });
  }

  private async checkIn(): Promise<Answered> {
    const booking = this.choices.of(await this.bookings(['confirmed', 'no_show']));
    const roomId = this.choices.below(2) === 0 ? this.choices.of(this.rooms) : undefined;
    return booking ? this.pms.api('POST', `/bookings/${booking.id}/check-in`, { roomId }) : NOTHING;
  }

  private async folios(): Promise<{ id: string }[]> {
    return this.pms.sql('SELECT id FROM folio WHERE hotel_id = $1 ORDER BY id DESC LIMIT 6', [this.world.hotelId]);
  }

  private async toFolio(what: string, body: object): Promise<Answered> {
    const folio = this.choices.of(await this.folios());
    return folio ? this.pms.api('POST', `/folios/${folio.id}/${what}`, body) : NOTHING;
  }

  private async correct(): Promise<Answered> {
    const line = this.choices.of(
      await this.pms.sql<{ id: number; folio: string }>(
        `SELECT id, folio_id AS folio FROM folio_line WHERE hotel_id = $1 AND kind = 'charge' ORDER BY id DESC LIMIT 6`,
        [this.world.hotelId],
      ),
    );
    if (!line) return NOTHING;
    return this.pms.api('POST', `/folios/${line.folio}/lines/${line.id}/correct`, { reason: 'Not the guest' });
  }

  private async invoice(): Promise<Answered> {
    const folio = this.choices.of(await this.folios());
    return folio
      ? this.pms.api('POST', '/invoices', { folioId: folio.id, window: 1 + this.choices.below(2) })
      : NOTHING;
  }

  private async credit(): Promise<Answered> {
    const invoice = this.choices.of(
      await this.pms.sql<{ id: string }>(`SELECT id FROM invoice WHERE hotel_id = $1 AND kind = 'invoice' LIMIT 6`, [
        this.world.hotelId,
      ]),
    );
    if (!invoice) return NOTHING;
    return this.pms.api('POST', `/invoices/${invoice.id}/credit-notes`, { reason: 'Too much', amount: '0.10' });
  }

  private category(): number {
    return this.choices.of([this.world.categoryId, this.other.categoryId])!;
  }

  private range(): { startDate: LocalDate; endDate: LocalDate } {
    const startDate = this.date(0, 6);
    return { startDate, endDate: addDays(startDate, 40) };
  }

  private settings(): Promise<Answered> {
    const body = { ...this.range(), overbookingLimit: this.choices.below(3), stopSell: false };
    return this.pms.api('PATCH', `/room-categories/${this.category()}/inventory`, body);
  }

  private async override(): Promise<Answered> {
    const path = `/room-categories/${this.category()}/price-overrides`;
    const { status, body } = await this.pms.api('POST', path, { ...this.range(), price: '80.00' });
    return status === 201 ? this.pms.api('DELETE', `${path}/${String(body['id'])}`) : { status, body };
  }

  private async closure(): Promise<Answered> {
    const path = `/rooms/${this.choices.of(this.rooms)}/closures`;
    const startDate = this.date();
    const { status, body } = await this.pms.api('POST', path, {
      kind: 'OOO',
      startDate,
      endDate: addDays(startDate, 1),
      ...ACCEPT,
    });
    return status === 201 ? this.pms.api('DELETE', `${path}/${String(body['id'])}`) : { status, body };
  }

  private async retire(): Promise<Answered> {
    const path = `/rooms/${this.choices.of(this.rooms)}`;
    const { status, body } = await this.pms.api('PATCH', path, { retiredFrom: this.date(5), ...ACCEPT });
    return status === 200 ? this.pms.api('PATCH', path, { retiredFrom: null }) : { status, body };
  }

  private generate(order = { ...this.range(), roomCategoryId: this.category() }): Promise<unknown> {
    const payload = { ...order, scheduleType: 'immediate' as const };
    return this.pms.as(() => this.pms.get(RoomGenerationWork).run(payload, this.pms.context(new Date())));
  }

  private night(processor: Parameters<PmsHarness['night']>[0]): Promise<unknown> {
    const at = new Date(midnight(this.world, day(this.world, 1)).getTime() - 60_000);
    return this.pms.night(processor, { hotelId: this.world.hotelId }, at);
  }

  private async close(): Promise<Answered> {
    const { hotelId } = this.world;
    const { body } = await this.pms.api('GET', `/hotels/${hotelId}/business-days/current`);
    const date = String(body['businessDate']);
    return this.pms.api('POST', `/hotels/${hotelId}/business-days/${date}/close`, CLOSE_ANYHOW);
  }
}
