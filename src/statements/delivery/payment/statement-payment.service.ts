import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { AppError, invalid, notFound } from '../../../platform/errors/app-error.js';
import { assertDate } from '../../../platform/http/date-fields.js';
import { formatMoney } from '../../../platform/money/index.js';
import { parseAmount } from '../../../platform/money/parse-amount.js';
import { RequestContext } from '../../../platform/tenancy/context.js';
import { OwnersService } from '../../parties/owners/owners.service.js';
import { PayoutsService } from '../../payouts/payouts.service.js';
import { StatementStates } from '../../statements/statement-states.js';
import type { StatementState } from '../../statements/statement-types.js';
import type { PaidStatementResponse, PayStatementRequest } from './statement-payment.dto.js';

interface Owed {
  state: StatementState;
  currency: string;
  number: string;
  closingMinor: number;
  /** Closing above the reserve. */
  payableMinor: number;
  /** Payable, less what was paid for the statement already. */
  leftMinor: number;
}

const OWED = `
  SELECT s.state, s.currency, s.number, s.closing_minor AS "closingMinor",
         greatest(0, s.closing_minor - s.reserve_minor) AS "payableMinor",
         greatest(0, s.closing_minor - s.reserve_minor) - coalesce((
           SELECT sum(p.amount_minor) FROM owner_payout p
           WHERE p.tenant_id = s.tenant_id AND p.statement_id = s.id AND p.voided_at IS NULL), 0)::bigint AS "leftMinor"
  FROM statement s WHERE s.id = $1 FOR NO KEY UPDATE OF s`;

/** Notes what owners were paid for a statement. It is paid when nothing is left of what it says is payable. */
@Injectable()
export class StatementPayment implements OnModuleInit {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly owners: OwnersService,
    private readonly payouts: PayoutsService,
    private readonly states: StatementStates,
  ) {}

  onModuleInit(): void {
    this.payouts.onStatement((id) =>
      this.db.first('SELECT owner_id AS "ownerId", listing_id AS "listingId" FROM statement WHERE id = $1', [id]),
    );
    this.payouts.onVoid((id) => this.states.markUnpaid(id));
  }

  /** @throws AppError NOT_FOUND; CONFLICT unless it is final or sent and something is payable; VALIDATION_FAILED for more than is left */
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
      const owed = (await tx.first<Owed>(OWED, [id]))!;
      const { state, currency, leftMinor } = owed;
      if (state !== 'final' && state !== 'sent')
        throw new AppError(
          'CONFLICT',
          `Statement ${owed.number} is ${state}; only one that is final or sent, and not paid yet, can be paid`,
        );
      if (owed.payableMinor === 0)
        throw new AppError(
          'CONFLICT',
          `Nothing of statement ${owed.number} is payable: its closing of ${formatMoney(owed.closingMinor, currency)} goes on to the next one`,
        );
      const paid = amount === undefined ? Math.max(0, leftMinor) : parseAmount('amount', amount, currency);
      if (amount !== undefined && (paid <= 0 || paid > leftMinor))
        throw invalid(
          'amount',
          `amount must be above zero and at most ${formatMoney(Math.max(0, leftMinor), currency)}`,
        );
      const payout =
        paid === 0
          ? null
          : await this.payouts.create({
              ...{ ownerId, statementId: id, day: date, amount: formatMoney(paid, currency), method },
              reference: reference ?? null,
            });
      const left = Math.max(0, leftMinor - paid);
      if (left === 0) await this.states.markPaid(id, this.context.principal?.userId ?? null);
      return {
        statementId: id,
        state: left === 0 ? 'paid' : state,
        payout,
        left: formatMoney(left, currency),
        currency,
      };
    });
  }
}
