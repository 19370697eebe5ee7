import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { AppError, invalid, notFound } from '../../../platform/errors/app-error.js';
import { assertDate } from '../../../platform/http/date-fields.js';
import { formatMoney } from '../../../platform/money/index.js';
import { RequestContext } from '../../../platform/tenancy/context.js';
import { OwnersService } from '../../parties/owners/owners.service.js';
import { PayoutsService } from '../../payouts/payouts.service.js';
import { WITH_BALANCE } from '../../statements/balance.sql.js';
import { StatementStates } from '../../statements/statement-states.js';
import type { StatementState } from '../../statements/statement-types.js';
import { PayoutPlaces } from './payout-places.js';
import type { PaidStatementResponse, PayStatementRequest } from './statement-payment.dto.js';

interface Owed {
  state: StatementState;
  currency: string;
  number: string;
  closingMinor: number;
  /** Closing above the reserve. */
  payableMinor: number;
  /** What is owed above the reserve now. */
  leftMinor: number;
  /** The later final one that its closing has gone on to. */
  later: string | null;
}

const OWED = `
  SELECT s.state, s.currency, s.number, s.closing_minor AS "closingMinor",
         greatest(0, s.closing_minor - s.reserve_minor) AS "payableMinor", own.left_minor AS "leftMinor", later.number AS later
  FROM statement s ${WITH_BALANCE} WHERE s.id = $1`;

/**
 * Notes what owners were paid for a statement. A closing is all that an owner is owed, of earlier statements too, so only the last
 * final one of its owner and scope is paid; it is paid when nothing is left.
 */
@Injectable()
export class StatementPayment implements OnModuleInit {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly owners: OwnersService,
    private readonly payouts: PayoutsService,
    private readonly states: StatementStates,
    private readonly places: PayoutPlaces,
  ) {}

  onModuleInit(): void {
    this.payouts.follow({
      scopeOf: (id) =>
        this.db.first('SELECT owner_id AS "ownerId", listing_id AS "listingId" FROM statement WHERE id = $1', [id]),
      assertLeft: async (id, amountMinor) => {
        const owed = await this.payable(id);
        if (amountMinor > owed.leftMinor)
          throw invalid(
            'amount',
            `amount must be above zero and at most ${formatMoney(owed.leftMinor, owed.currency)}`,
          );
      },
      placeOf: (ownerId, listingId, day) => this.places.of(ownerId, listingId, day),
      paid: async (id) => {
        if ((await this.owed(id)).leftMinor === 0) await this.markPaid(id);
      },
      takenBack: async (ownerId, id) => {
        if (id !== null) await this.states.markUnpaid(id);
        await this.states.reopenPaid(ownerId);
      },
    });
  }

  /**
   * @throws AppError NOT_FOUND; CONFLICT unless it is final or sent, the last of its owner and listing, and something is payable;
   * VALIDATION_FAILED for more than is left
   */
  pay(id: string, { date, amount, method, reference }: PayStatementRequest): Promise<PaidStatementResponse> {
    assertDate('date', date);
    return this.db.transaction(async (tx) => {
      const found = await tx.first<{ ownerId: number }>('SELECT owner_id AS "ownerId" FROM statement WHERE id = $1', [
        id,
      ]);
      if (!found) throw notFound('Statement');
      const { ownerId } = found;
      // As every change of a statement does: the owner first.
      await this.owners.locked(ownerId);
      const { currency, leftMinor } = await this.payable(id);
      const none = amount === undefined && leftMinor === 0;
      if (none) await this.markPaid(id);
      const payout = none
        ? null
        : await this.payouts.create({
            ...{ ownerId, statementId: id, day: date, amount: amount ?? formatMoney(leftMinor, currency), method },
            reference: reference ?? null,
          });
      const after = await this.owed(id);
      const left = formatMoney(after.leftMinor, currency);
      return { statementId: id, state: after.state, payout, left, currency };
    });
  }

  /** What is left of a statement that may be paid; the owner is locked. @throws AppError CONFLICT for one that may not */
  private async payable(id: string): Promise<Owed> {
    const owed = await this.owed(id);
    const { state, number, currency } = owed;
    if (owed.later !== null)
      throw new AppError(
        'CONFLICT',
        `The closing of statement ${number} has gone on to ${owed.later}, which says what is owed now: pay that one`,
      );
    if (state !== 'final' && state !== 'sent')
      throw new AppError(
        'CONFLICT',
        `Statement ${number} is ${state}; only one that is final or sent, and not paid yet, can be paid`,
      );
    if (owed.payableMinor === 0 && owed.leftMinor === 0)
      throw new AppError(
        'CONFLICT',
        `Nothing of statement ${number} is payable: its closing of ${formatMoney(owed.closingMinor, currency)} goes on to the next one`,
      );
    return owed;
  }

  private async owed(id: string): Promise<Owed> {
    return (await this.db.first<Owed>(OWED, [id]))!;
  }

  private markPaid(id: string): Promise<void> {
    return this.states.markPaid(id, this.context.principal?.userId ?? null);
  }
}
