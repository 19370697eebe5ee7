import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError, invalid } from '../../platform/errors/app-error.js';
import { assertDate, dateOf } from '../../platform/http/date-fields.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { ListingsService } from '../parties/listings/listings.service.js';
import { factsOf, moneyOf, toDetails, toResponse } from './reservation-answers.js';
import { checked, needsReview } from './reservation-checks.js';
import type { ReservationFacts } from './reservation-facts.js';
import { ReservationReader } from './reservation-reader.js';
import type { Reservation } from './reservation-row.js';
import { ReservationStore } from './reservation-store.js';
import type {
  CreateReservationRequest,
  ReservationDetailsResponse,
  ReservationResponse,
  ReservationsQuery,
  ReservationsResponse,
  ResolveReservationRequest,
  UpdateReservationRequest,
} from './reservations.dto.js';

/** What a person says of a stay. */
export const MANUAL = 'manual';

/** Stays that people enter, correct, and look at. */
@Injectable()
export class ReservationsService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly listings: ListingsService,
    private readonly reader: ReservationReader,
    private readonly store: ReservationStore,
  ) {}

  /** @throws AppError NOT_FOUND (listing), VALIDATION_FAILED; CONFLICT when the channel's code is known */
  create(request: CreateReservationRequest): Promise<ReservationResponse> {
    const { listingId, checkIn, checkOut, bookedOn, ...rest } = request;
    assertDate('checkIn', checkIn);
    assertDate('checkOut', checkOut);
    return this.db.transaction(async () => {
      const listing = await this.listings.get(listingId);
      const currency = rest.currency ?? listing.currency;
      const facts: ReservationFacts = {
        ...{ listingId, checkIn, checkOut, currency, bookedOn: dateOf('bookedOn', bookedOn ?? undefined) ?? null },
        ...{ channel: rest.channel ?? 'direct', code: rest.code ?? newCode() },
        ...{ status: rest.status ?? 'confirmed', sourceStatus: null, guest: rest.guest ?? null },
        ...{ taxRemittedBy: rest.taxRemittedBy ?? 'host', paidToOwner: rest.paidToOwner ?? false, review: [] },
        ...moneyOf(rest, currency),
      };
      assertStay(facts);
      const { added, ids } = await this.store.put(MANUAL, [{ facts }], this.user);
      if (added !== 1) throw new AppError('CONFLICT', `There is a stay with the code ${facts.code} of this channel`);
      return this.answer(ids[0]!);
    });
  }

  /**
   * What was changed makes a new version; it stands until its source tells something else of the stay.
   * @throws AppError NOT_FOUND, VALIDATION_FAILED
   */
  update(id: string, request: UpdateReservationRequest): Promise<ReservationResponse> {
    const { checkIn, checkOut, bookedOn, listingId, reason, ...rest } = request;
    return this.db.transaction(async () => {
      const before = factsOf(await this.reader.locked(id));
      if (listingId !== undefined) await this.listings.get(listingId);
      const booked = bookedOn === null ? { bookedOn: null } : dated('bookedOn', bookedOn);
      const money = moneyOf(rest, before.currency, before);
      const after: ReservationFacts = {
        ...before,
        ...(listingId !== undefined && { listingId }),
        ...{ ...dated('checkIn', checkIn), ...dated('checkOut', checkOut), ...booked },
        ...(rest.guest !== undefined && { guest: rest.guest }),
        ...(rest.status !== undefined && { status: rest.status }),
        ...(rest.taxRemittedBy !== undefined && { taxRemittedBy: rest.taxRemittedBy }),
        ...(rest.paidToOwner !== undefined && { paidToOwner: rest.paidToOwner }),
        ...money,
      };
      assertStay(after);
      // Amounts that a person has looked at are not looked at again because a name was corrected.
      const facts = sameMoney(before, after) ? after : checked(after);
      await this.store.keep(MANUAL, [{ facts }], { by: this.user, reason });
      return this.answer(id);
    });
  }

  /**
   * A person has looked: the stay has this status, and nothing is open any more. Its source may tell the same again; only what is
   * new asks for another look.
   * @throws AppError NOT_FOUND; CONFLICT when there was nothing to look at
   */
  resolve(id: string, { status, reason }: ResolveReservationRequest): Promise<ReservationResponse> {
    return this.db.transaction(async () => {
      const before = factsOf(await this.reader.locked(id));
      if (!needsReview(before)) throw new AppError('CONFLICT', 'Nothing of the stay is in review');
      await this.store.keep(MANUAL, [{ facts: { ...before, status, review: [] } }], { by: this.user, reason });
      return this.answer(id);
    });
  }

  /** @throws AppError NOT_FOUND (listing) */
  async list({ limit, offset, from, to, ...query }: ReservationsQuery): Promise<ReservationsResponse> {
    if (query.listingId !== undefined) await this.listings.get(query.listingId);
    const filter = { ...query, from: dateOf('from', from), to: dateOf('to', to) };
    const { rows, total } = await this.reader.page(filter, limit, offset);
    return { reservations: rows.map(toResponse), total };
  }

  /** With everything that was ever told of it. @throws AppError NOT_FOUND */
  async details(id: string): Promise<ReservationDetailsResponse> {
    return toDetails(await this.reader.get(id), await this.reader.versions(id));
  }

  private async answer(id: string): Promise<ReservationResponse> {
    return toResponse(await this.reader.get(id));
  }

  private get user(): string | null {
    return this.context.principal?.userId ?? null;
  }
}

function dated<Name extends 'checkIn' | 'checkOut' | 'bookedOn'>(name: Name, text: string | undefined) {
  const date = dateOf(name, text);
  return (date === undefined ? {} : { [name]: date }) as Partial<Pick<ReservationFacts, Name>>;
}

function assertStay({ checkIn, checkOut, status, ...money }: ReservationFacts): void {
  if (checkOut <= checkIn) throw invalid('checkOut', 'checkOut must be after checkIn');
  if (status === 'owner_stay' && money.rentMinor !== 0) throw invalid('rent', 'A stay of the owner has no rent');
}

function sameMoney(a: ReservationFacts, b: ReservationFacts): boolean {
  const of = (facts: Reservation | ReservationFacts) => [
    ...[facts.rentMinor, facts.cleaningMinor, facts.extrasMinor, facts.taxMinor, facts.taxRemittedBy],
    ...[facts.channelFeeMinor, facts.paymentFeeMinor, facts.payoutMinor],
  ];
  return JSON.stringify(of(a)) === JSON.stringify(of(b));
}

function newCode(): string {
  return `M-${randomBytes(5).toString('hex').toUpperCase()}`;
}
