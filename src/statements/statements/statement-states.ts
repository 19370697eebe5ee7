import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { Tx } from '../../platform/database/tx.js';
import { AppError, notFound } from '../../platform/errors/app-error.js';
import { formatMoney } from '../../platform/money/index.js';
import { AgreementsService } from '../agreements/agreements.service.js';
import { OwnersService } from '../parties/owners/owners.service.js';
import { LATER, uncounted } from './balance.sql.js';
import { isBefore, lastFinal } from './chain.js';
import type { KnownStatement } from './generation/facts.js';
import { StatementFactsRepository } from './generation/facts.repository.js';
import { StatementHooks } from './statement-hooks.js';
import { StatementGeneration } from './statement-generation.js';
import type { CalculationType, GenerationRequest, StatementState } from './statement-types.js';

type Move = 'review' | 'reopen' | 'finalize' | 'void' | 'send' | 'pay';

/** From which states each move is made, and the columns that say who made it. */
const MOVES: Record<Move, { from: readonly StatementState[]; to: StatementState; who: string }> = {
  review: { from: ['draft'], to: 'review', who: 'reviewed' },
  reopen: { from: ['review'], to: 'draft', who: 'reviewed' },
  finalize: { from: ['draft', 'review'], to: 'final', who: 'finalised' },
  void: { from: ['draft', 'review', 'final', 'sent'], to: 'void', who: 'voided' },
  send: { from: ['final'], to: 'sent', who: 'sent' },
  pay: { from: ['final', 'sent'], to: 'paid', who: 'paid' },
};

/** Moves statements from state to state, with who did it and when. */
@Injectable()
export class StatementStates implements OnModuleInit {
  constructor(
    private readonly db: TenantDatabase,
    private readonly owners: OwnersService,
    private readonly agreements: AgreementsService,
    private readonly facts: StatementFactsRepository,
    private readonly hooks: StatementHooks,
    private readonly generation: StatementGeneration,
  ) {}

  /** Agreements that final statements were made with stay as they are, and the owner's currency with them. */
  onModuleInit(): void {
    this.owners.keepsCurrency(async (ownerId) => {
      const row = await this.db.first<{ what: string }>(
        `(SELECT 'statements' AS what FROM statement WHERE owner_id = $1 LIMIT 1)
         UNION ALL (SELECT 'an opening balance' FROM ledger_line WHERE owner_id = $1 AND kind = 'opening' LIMIT 1)`,
        [ownerId],
      );
      return row?.what;
    });
    this.agreements.onStated(async ({ ownerId, listingId }) => {
      const row = await this.db.first<{ until: string | null; versionIds: number[] }>(
        `WITH made AS (
           SELECT * FROM statement s WHERE s.owner_id = $1 AND s.state IN ('final', 'sent', 'paid')
             AND (s.listing_id = $2::int OR s.listing_id IS NULL)
         ), used AS (
           SELECT (v ->> 'id')::int AS id FROM made s, jsonb_array_elements(s.snapshot -> 'versions' -> $2::text) v
           WHERE ((v ->> 'from')::date <= s.period_to AND coalesce((v ->> 'to')::date, s.period_from) >= s.period_from)
             -- Of a stay that counts later, the version of its arrival says how.
             OR EXISTS (SELECT FROM jsonb_array_elements(s.stays) t
                        WHERE (t ->> 'listingId')::int = $2::int AND (v ->> 'from') <= (t ->> 'checkIn')
                          AND coalesce(v ->> 'to', t ->> 'checkIn') >= (t ->> 'checkIn'))
           UNION
           SELECT (l.reasoning #>> '{fee,agreementId}')::int FROM made s
           JOIN statement_line sl ON sl.tenant_id = s.tenant_id AND sl.statement_id = s.id
           JOIN ledger_line l ON l.tenant_id = sl.tenant_id AND l.id = sl.ledger_line_id
           WHERE l.listing_id = $2::int AND l.kind = 'management_fee'
         )
         SELECT (SELECT max(period_to) FROM made) AS until,
           coalesce((SELECT array_agg(id) FROM used WHERE id IS NOT NULL), '{}') AS "versionIds"`,
        [ownerId, String(listingId)],
      );
      return row! as Awaited<ReturnType<Parameters<AgreementsService['onStated']>[0]>>;
    });
  }

  /** draft → review. @throws AppError NOT_FOUND or CONFLICT, as the others */
  review(id: string, by: string | null): Promise<void> {
    return this.move('review', id, by);
  }

  /** review → draft. */
  reopen(id: string, by: string | null): Promise<void> {
    return this.move('reopen', id, by);
  }

  /**
   * draft or review → final. Every earlier statement of the same owner and scope must be final or void, and the statement what it would
   * be if it were made now: agreements and exchange rates are no more corrected once it is final.
   */
  finalize(id: string, by: string | null): Promise<void> {
    return this.db.transaction(async () => {
      // Before the move, because listings are locked before owners.
      const stale = await this.staleness(id);
      await this.makeFinal(id, by, stale);
    });
  }

  private makeFinal(id: string, by: string | null, stale: string | undefined): Promise<void> {
    return this.move('finalize', id, by, async (tx, one, statements) => {
      const earlier = statements.find((other) => other.id !== id && other.chain === null && isBefore(other, one));
      if (earlier)
        throw new AppError('CONFLICT', `Statement ${earlier.number} of ${earlier.from} to ${earlier.to} comes first`);
      if (stale) throw new AppError('CONFLICT', stale);
      const chain = (lastFinal(statements)?.chain ?? 0) + 1;
      await tx.run('UPDATE statement SET chain = $2 WHERE id = $1', [id, chain]);
    });
  }

  /** Why an open statement is not what it would be if it were made now. */
  private async staleness(id: string): Promise<string | undefined> {
    const row = await this.db.first<
      Omit<GenerationRequest, 'calculationType'> & { how: string; state: StatementState }
    >(
      `SELECT owner_id AS "ownerId", listing_id AS "listingId", period_from AS "from", period_to AS "to", calculation AS how, state
       FROM statement WHERE id = $1`,
      [id],
    );
    if (!row || !MOVES.finalize.from.includes(row.state)) return undefined;
    const { how, state: _, ...scope } = row;
    return this.generation.staleness({
      ...scope,
      calculationType: how === 'agreement' ? null : (how as CalculationType),
    });
  }

  /**
   * Takes a statement back: what it has stated may be stated again. Of final ones the last must go first, and what was paid for it is
   * taken back before, or the version that follows would be paid in full once more.
   */
  void(id: string, by: string | null, reason: string): Promise<void> {
    return this.move('void', id, by, async (tx, one, statements) => {
      const last = lastFinal(statements);
      if (one.chain !== null && last!.id !== id)
        throw new AppError('CONFLICT', `Statement ${last!.number} goes on from this one: void that first`);
      const corrected = await tx.first<{ number: string }>(
        `SELECT s.number FROM ledger_line l JOIN statement_line sl ON sl.ledger_line_id = l.id AND sl.active
         JOIN statement s ON s.id = sl.statement_id
         WHERE l.corrects_statement_id = $1 AND s.id <> $1 AND s.chain IS NOT NULL LIMIT 1`,
        [id],
      );
      if (corrected) throw new AppError('CONFLICT', `Statement ${corrected.number} corrects this one: void that first`);
      const paid = await this.facts.paidFor(id);
      if (paid > 0)
        throw new AppError(
          'CONFLICT',
          `${formatMoney(paid, one.currency)} was paid for statement ${one.number}: void that payout first, or leave the statement as it is and let the next one correct it`,
        );
      await tx.run('UPDATE statement SET void_reason = $2 WHERE id = $1', [id, reason]);
      await tx.run('UPDATE statement_line SET active = false WHERE statement_id = $1', [id]);
      await tx.run('UPDATE statement_payout SET active = false WHERE statement_id = $1', [id]);
      // What an open statement claims for this one, it no longer needs to claim.
      await tx.run('UPDATE stay_claim SET active = false WHERE statement_id = $1 OR for_statement_id = $1', [id]);
      await tx.run('UPDATE stay_claim SET replaced_by = NULL WHERE replaced_by = $1', [id]);
    });
  }

  /** final → sent. Of one that was sent or paid already: nothing. */
  async markSent(id: string, by: string | null): Promise<void> {
    await this.db.transaction(async (tx) => {
      const { state } = await lock(tx, id);
      if (state !== 'sent' && state !== 'paid') await this.move('send', id, by);
    });
  }

  /** final or sent → paid. Of one that was paid already: nothing. */
  async markPaid(id: string, by: string | null): Promise<void> {
    await this.db.transaction(async (tx) => {
      if ((await lock(tx, id)).state !== 'paid') await this.move('pay', id, by);
    });
  }

  /** paid → sent, or final if it was never sent: a payout of it was taken back. Of one that is not paid: nothing. */
  async markUnpaid(id: string): Promise<void> {
    await this.db.rows(
      `UPDATE statement SET state = CASE WHEN sent_at IS NULL THEN 'final' ELSE 'sent' END, paid_by = NULL, paid_at = NULL
       WHERE id = $1 AND state = 'paid'`,
      [id],
    );
  }

  /** paid → sent, or final, wherever a payout that was taken back leaves something to be paid out of the last final statement. */
  async reopenPaid(ownerId: number): Promise<void> {
    await this.db.rows(
      `UPDATE statement SET state = CASE WHEN sent_at IS NULL THEN 'final' ELSE 'sent' END, paid_by = NULL, paid_at = NULL
       WHERE id IN (
         SELECT s.id FROM statement s LEFT JOIN LATERAL (${LATER}) later ON true
         CROSS JOIN LATERAL (${uncounted('later.id IS NULL')}) since
         WHERE s.owner_id = $1 AND s.state = 'paid' AND later.id IS NULL
           AND s.closing_minor - s.reserve_minor - since.minor > 0)`,
      [ownerId],
    );
  }

  /**
   * @param also what the move asks for besides, and does; with all statements of the owner and scope that are not void, the owner
   * locked
   */
  private async move(
    move: Move,
    id: string,
    by: string | null,
    also?: (tx: Tx, one: Locked, statements: KnownStatement[]) => Promise<void>,
  ): Promise<void> {
    const { from, to, who } = MOVES[move];
    await this.db.transaction(async (tx) => {
      const found = await tx.first<{ ownerId: number }>('SELECT owner_id AS "ownerId" FROM statement WHERE id = $1', [
        id,
      ]);
      if (!found) throw notFound('Statement');
      // As a generation does: the owner first.
      await this.owners.locked(found.ownerId);
      const one = await lock(tx, id);
      if (!from.includes(one.state))
        throw new AppError('CONFLICT', `A statement that is ${one.state} cannot become ${to}`);
      if (also) {
        const all = await this.facts.statements(one.ownerId);
        const same = all.filter(({ listingId, state }) => listingId === one.listingId && state !== 'void');
        await also(tx, one, same);
      }
      const clear = move === 'reopen';
      await tx.run(
        `UPDATE statement SET state = $2, ${who}_by = $3, ${who}_at = ${clear ? 'NULL' : 'clock_timestamp()'} WHERE id = $1`,
        [id, to, clear ? null : by],
      );
      if (to === 'final') await this.hooks.final(id);
    });
  }
}

type Locked = KnownStatement & { ownerId: number; currency: string };

async function lock(tx: Tx, id: string): Promise<Locked> {
  const row = await tx.first<Locked>(
    `SELECT s.id, s.number, s.state, s.owner_id AS "ownerId", s.listing_id AS "listingId", s.period_from AS "from",
       s.period_to AS "to", s.chain, s.currency
     FROM statement s WHERE s.id = $1 FOR NO KEY UPDATE`,
    [id],
  );
  if (!row) throw notFound('Statement');
  return row;
}
