import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { Tx } from '../../../platform/database/tx.js';
import { canonical, type Content } from './content.js';
import type { Decision, DraftLine, Facts, KnownStatement } from './facts.js';

/** The same for the same line of the same source, so that a statement that follows a void one has the same lines again. */
function idOf(ownerId: number, key: string, hash: string): string {
  const hex = createHash('sha256').update(`${ownerId} ${key} ${hash}`).digest('hex');
  // Version 8 of RFC 9562: made of what it names.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Keeps statements that were worked out. */
@Injectable()
export class StatementWriter {
  constructor(private readonly db: TenantDatabase) {}

  /**
   * Keeps a new statement, or puts the content in place of what an open one had.
   * @param before the latest void statement of the same owner, scope, period and calculation, whose number goes on
   */
  async write(
    facts: Facts,
    content: Content,
    hash: string,
    { series, before, by }: { series: number; before: KnownStatement | null; by: string | null },
  ): Promise<{ id: string; number: string }> {
    return this.db.transaction(async (tx) => {
      const { current } = facts;
      const id = current?.id ?? newId();
      const number = current?.number ?? before?.number ?? `${facts.owner.id}-${String(series).padStart(4, '0')}`;
      const version = (current ?? before)?.version ?? 0;
      const place = { id, number, series: before?.series ?? series, version: version + 1 };
      await putHead(tx, facts, content, hash, { ...place, supersedesId: before?.id ?? null, by });
      if (current) await clear(tx, id);
      await putDecisions(tx, id, facts.decisions);
      await putLines(tx, id, facts.owner, content.lines);
      await putClaims(tx, id, facts.owner.id, content);
      await tx.run(
        `INSERT INTO statement_payout (statement_id, payout_id, day, amount_minor, reference)
         SELECT $1, id, day, "amountMinor", reference
         FROM jsonb_to_recordset($2::jsonb) AS t(id uuid, day date, "amountMinor" bigint, reference text)`,
        [id, JSON.stringify(content.payouts)],
      );
      return { id, number };
    });
  }
}

interface Place {
  id: string;
  number: string;
  series: number;
  version: number;
  supersedesId: string | null;
  by: string | null;
}

async function putHead(
  tx: Tx,
  { owner, request, calculation }: Facts,
  content: Content,
  hash: string,
  { id, number, series, version, supersedesId, by }: Place,
): Promise<void> {
  await tx.run(
    `INSERT INTO statement (id, owner_id, listing_id, period_from, period_to, calculation, series, number, version, created_by,
         supersedes_id, currency, recognition, opening_minor, revenue_minor, fees_minor, expenses_minor, adjustments_minor,
         net_minor, payouts_minor, closing_minor, reserve_minor, parties, stays, snapshot, warnings, inputs_hash, calculated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
         $23::jsonb, $24::jsonb, $25::jsonb, $26::jsonb, $27, clock_timestamp())
       ON CONFLICT (id) DO UPDATE SET (state, version, currency, recognition, opening_minor, revenue_minor, fees_minor,
         expenses_minor, adjustments_minor, net_minor, payouts_minor, closing_minor, reserve_minor, parties, stays, snapshot,
         warnings, inputs_hash, calculated_at, reviewed_by, reviewed_at) =
         ('draft', excluded.version, excluded.currency, excluded.recognition, excluded.opening_minor, excluded.revenue_minor,
         excluded.fees_minor, excluded.expenses_minor, excluded.adjustments_minor, excluded.net_minor, excluded.payouts_minor,
         excluded.closing_minor, excluded.reserve_minor, excluded.parties, excluded.stays, excluded.snapshot,
         excluded.warnings, excluded.inputs_hash, excluded.calculated_at, NULL, NULL)`,
    [
      ...[id, owner.id, request.listingId, request.from, request.to, calculation, series, number],
      ...[version, by, supersedesId],
      ...[content.currency, content.recognition, content.openingMinor, content.revenueMinor, content.feesMinor],
      ...[content.expensesMinor, content.adjustmentsMinor, content.netMinor, content.payoutsMinor],
      ...[content.closingMinor, content.reserveMinor, JSON.stringify(content.parties)],
      ...[JSON.stringify(content.stays), JSON.stringify(content.snapshot), JSON.stringify(content.warnings), hash],
    ],
  );
}

/** Takes out what an open statement has. Lines that were on no other statement are gone. */
async function clear(tx: Tx, id: string): Promise<void> {
  await tx.run(
    `WITH gone AS (DELETE FROM statement_line WHERE statement_id = $1 RETURNING ledger_line_id)
     DELETE FROM ledger_line l USING gone
     WHERE l.id = gone.ledger_line_id
       AND NOT EXISTS (SELECT FROM statement_line o WHERE o.ledger_line_id = l.id AND o.statement_id <> $1)`,
    [id],
  );
  await release(tx, id);
  await tx.run('DELETE FROM statement_payout WHERE statement_id = $1', [id]);
}

/** Lets go of the days that a statement has claimed; claims that rested for it hold again. */
export async function release(tx: Tx, id: string): Promise<void> {
  await tx.run('DELETE FROM stay_claim WHERE statement_id = $1', [id]);
  await tx.run('UPDATE stay_claim SET replaced_by = NULL WHERE replaced_by = $1', [id]);
}

/** Keeps what was set on the void statement that this one follows as its own, each in the name of who set it. */
async function putDecisions(tx: Tx, id: string, decisions: readonly Decision[]): Promise<void> {
  const copies = decisions.filter(({ copyOf }) => copyOf !== undefined);
  if (copies.length === 0) return;
  await tx.run(
    `INSERT INTO statement_adjustment (id, statement_id, kind, listing_id, reservation_id, amount_minor, day, description, reason,
       created_by, created_at)
     SELECT t.id, $1, a.kind, a.listing_id, a.reservation_id, a.amount_minor, a.day, a.description, a.reason, a.created_by, a.created_at
     FROM unnest($2::uuid[], $3::uuid[]) AS t(id, of) JOIN statement_adjustment a ON a.id = t.of`,
    [id, copies.map((one) => one.id), copies.map(({ copyOf }) => copyOf)],
  );
}

async function putLines(tx: Tx, id: string, owner: Facts['owner'], lines: readonly DraftLine[]): Promise<void> {
  if (lines.length === 0) return;
  const rows = lines.map(({ key, ...line }, position) => {
    const sourceKey = key.replace('*', id);
    const hash = createHash('sha256').update(canonical(line)).digest('base64url');
    return { ...line, id: idOf(owner.id, sourceKey, hash), sourceKey, hash, position };
  });
  await tx.run(
    `WITH told AS (
       SELECT t.* FROM jsonb_to_recordset($3::jsonb) AS t(
         id uuid, "sourceKey" text, hash text, position integer, kind text, "adjustedKind" text, "listingId" integer,
         "reservationId" uuid, "expenseId" uuid, day date, nights jsonb, "amountMinor" bigint, original jsonb, description text,
         "correctsStatementId" uuid, reasoning jsonb)
     ), kept AS (
       INSERT INTO ledger_line (id, owner_id, listing_id, reservation_id, expense_id, kind, adjusted_kind, source_key, source_hash,
         day, nights, night_count, night_of, amount_minor, currency, original_minor, original_currency, fx_rate, fx_date,
         fx_source, description, corrects_statement_id, reasoning)
       SELECT id, $2, "listingId", "reservationId", "expenseId", kind, "adjustedKind", "sourceKey", hash, day,
         CASE WHEN nights ->> 'from' IS NOT NULL THEN daterange((nights ->> 'from')::date, (nights ->> 'to')::date) END,
         (nights ->> 'count')::int, (nights ->> 'of')::int,
         "amountMinor", $4, (original ->> 'amountMinor')::bigint, original ->> 'currency', (original ->> 'rate')::numeric,
         (original ->> 'rateDate')::date, original ->> 'rateSource', description, "correctsStatementId", reasoning
       FROM told ON CONFLICT DO NOTHING
     )
     INSERT INTO statement_line (statement_id, ledger_line_id, source_key, position)
     SELECT $1, id, "sourceKey", position FROM told`,
    [id, owner.id, JSON.stringify(rows), owner.currency],
  );
}

async function putClaims(tx: Tx, id: string, ownerId: number, { claims, replaced }: Content): Promise<void> {
  if (replaced.length > 0)
    await tx.run('UPDATE stay_claim SET replaced_by = $1 WHERE id = ANY ($2::uuid[])', [
      id,
      replaced.map((one) => one.id),
    ]);
  if (claims.length === 0) return;
  const rows = claims.map((claim) => ({ ...claim, id: newId(), forStatementId: claim.forStatementId ?? id }));
  await tx.run(
    `INSERT INTO stay_claim (id, owner_id, reservation_id, days, statement_id, for_statement_id)
     SELECT id, $2, "reservationId", daterange("from", "to"), $1, "forStatementId"
     FROM jsonb_to_recordset($3::jsonb) AS t(id uuid, "reservationId" uuid, "from" date, "to" date, "forStatementId" uuid)`,
    [id, ownerId, JSON.stringify(rows)],
  );
}
