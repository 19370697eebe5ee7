import { type JobContext, type JobHandler, NotSentError, PermanentJobError, Processor } from '../../jobs/index.js';
import { MailClient } from '../../platform/mail/mail.client.js';
import { MailError } from '../../platform/mail/mail.error.js';
import { formatMoney, percentOf } from '../../platform/money/index.js';
import { HotelsService } from '../../rooms/index.js';
import { BookingsRepository } from '../bookings/bookings.repository.js';
import { HotelPolicyRepository } from '../hotel-policy/hotel-policy.repository.js';
import { NoShowNotice, NoShowNoticePayload, NoShowNoticeResult } from './no-show-notice.job.js';
import { NoShowRecordsRepository } from '../bookings/no-show-records.repository.js';

/** Sends the notice once, by an effect. While the mail server is away it is tried again; the no-show stands in any case. */
@Processor(NoShowNotice)
export class NoShowNoticeProcessor implements JobHandler<NoShowNoticePayload, NoShowNoticeResult> {
  constructor(
    private readonly hotels: HotelsService,
    private readonly policies: HotelPolicyRepository,
    private readonly bookings: BookingsRepository,
    private readonly records: NoShowRecordsRepository,
    private readonly mail: MailClient,
  ) {}

  async handle({ bookingId }: NoShowNoticePayload, ctx: JobContext): Promise<NoShowNoticeResult> {
    const booking = await this.bookings.get(bookingId);
    const record = await this.records.standing(bookingId);
    if (!record) return { outcome: 'REINSTATED' };
    if (booking.guestEmail === null) return { outcome: 'NO_ADDRESS' };
    if (!this.mail.configured) return { outcome: 'NO_MAIL_SERVER' };
    const hotel = await this.hotels.get(booking.hotelId);
    // What the guest pays, with the tax.
    const { tax } = record.terms;
    const { pricesIncludeTax } = await this.policies.get(booking.hotelId);
    const added = tax && !pricesIncludeTax ? percentOf(record.penaltyMinor, tax.rate) : 0;
    const fee = formatMoney(record.penaltyMinor + added, booking.currency);
    const message = {
      to: booking.guestEmail,
      subject: `Your booking ${booking.code} at ${hotel.name}`,
      text: [
        `Dear ${booking.guestName},`,
        '',
        `we expected you at ${hotel.name} on ${booking.arrival} and you did not arrive.`,
        record.penaltyMinor > 0
          ? `As agreed when you booked ("${record.terms.name}") we have charged ${fee} ${booking.currency}.`
          : 'Your room has been released. Nothing was charged.',
        'If you are on your way, or this is a mistake, please call us: we will put it right.',
        '',
        hotel.name,
      ].join('\n'),
    };
    const key = `no-show:${bookingId}:${record.createdAt.getTime()}:mail`;
    await ctx
      .effect({ key, kind: 'mail', timeoutMs: 60_000 }, (idempotencyKey, signal) =>
        this.mail.send({ ...message, idempotencyKey }, signal).catch((error: unknown) => {
          if (error instanceof MailError && error.unsent) throw new NotSentError(error.message, { cause: error });
          throw error;
        }),
      )
      .catch((error: Error) => {
        if (error.cause instanceof MailError && error.cause.permanent)
          throw new PermanentJobError('MAIL_REFUSED', error.message, { cause: error });
        throw error;
      });
    return { outcome: 'SENT' };
  }
}
