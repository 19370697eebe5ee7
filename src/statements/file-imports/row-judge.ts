import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { contentHash, type ReservationFacts } from '../reservations/reservation-facts.js';
import { RESERVATION, type Reservation } from '../reservations/reservation-row.js';
import { ReservationStore } from '../reservations/reservation-store.js';
import type { RowOutcome } from './import-row.js';
import type { NormalRow } from './rows/normal-row.js';
import { type ListedRow, stayOfRows } from './rows/stay-of-rows.js';

/** Stays of one step. */
const STAYS = 500;
const KINDS = `'stay', 'change', 'tax', 'fee', 'invoice'`;

interface LoadedRow {
  importId: string;
  line: number;
  channel: string;
  code: string;
  base: string;
  occurrence: number;
  listingId: number | null;
  data: NormalRow;
  layout: string;
  source: string;
  applied: boolean;
  mine: boolean;
  /** Another row, kept before, has the same content. */
  known: boolean;
}

interface Verdict {
  importId: string;
  line: number;
  outcome: RowOutcome;
  reason: string | null;
}

export interface JudgedStays {
  new: number;
  changed: number;
  same: number;
  waiting: number;
}

/** What becomes of the rows of a file: the same in the preview, which keeps nothing, and when they are kept. */
@Injectable()
export class RowJudge {
  constructor(
    private readonly db: TenantDatabase,
    private readonly store: ReservationStore,
  ) {}

  /** Key after which there are more stays; undefined: these were the last. */
  async stays(
    importId: string,
    after: string,
    keep: { source: string; by: string | null } | null,
  ): Promise<{ judged: JudgedStays; last: string | undefined }> {
    const keys = await this.keys(importId, after);
    const judged: JudgedStays = { new: 0, changed: 0, same: 0, waiting: 0 };
    if (keys.length === 0) return { judged, last: undefined };
    const rows = await this.load(importId, keys);
    const known = await this.known(keys);
    const verdicts: Verdict[] = [];
    const outdated: Verdict[] = [];
    const put: { facts: ReservationFacts; accrued: number; invoiced: boolean; lines: number[] }[] = [];
    for (const key of keys) {
      const all = rows.get(keyOf(key)) ?? [];
      for (const { importId, line } of toldAgain(all)) outdated.push({ importId, line, outcome: 'same', reason: null });
      const fresh = all.filter((row) => row.mine && !row.known);
      const twins = new Set(fresh.map(identityOf));
      for (const row of all) {
        if (row.mine && row.known) verdicts.push({ ...placeOf(row), outcome: 'duplicate', reason: null });
        // What had waited has come again, with what it lacked.
        else if (!row.mine && !row.applied && twins.has(identityOf(row)) && keep)
          verdicts.push({ ...placeOf(row), outcome: 'duplicate', reason: null });
      }
      const before = known.get(keyOf(key)) ?? null;
      if (fresh.length === 0) {
        judged.same++;
        continue;
      }
      const counted = all.filter((row) => (row.mine ? !row.known : row.applied || !twins.has(identityOf(row))));
      const stay = stayOfRows(counted.map(listed), before && factsOf(before));
      if ('waits' in stay) {
        judged.waiting++;
        for (const row of fresh) verdicts.push({ ...placeOf(row), outcome: 'review', reason: stay.waits });
        continue;
      }
      const outcome = !before ? 'new' : contentHash(stay.facts) === before.contentHash ? 'same' : 'changed';
      judged[outcome]++;
      for (const row of counted) if (!row.applied) verdicts.push({ ...placeOf(row), outcome, reason: null });
      put.push({ ...stay, lines: fresh.map(({ line }) => line) });
    }
    if (keep) await this.takeBack(outdated);
    await this.write(keep ? verdicts : verdicts.filter((verdict) => verdict.importId === importId), keep !== null);
    if (keep) await this.keep(importId, put, keep);
    return { judged, last: keys.length < STAYS ? undefined : keyOf(keys.at(-1)!) };
  }

  /** Rows that are of no stay. Of money that was taken for no stay an expense of the listing is made. */
  async others(importId: string, keep: boolean): Promise<void> {
    await this.db.rows(
      `UPDATE statement_import_row r SET applied = $2 AND v.outcome = 'new', outcome = v.outcome,
         cells = CASE WHEN $2 AND v.outcome NOT IN ('review', 'rejected') THEN NULL ELSE r.cells END,
         reasons = CASE WHEN v.reason IS NULL OR v.reason = ANY (r.reasons) THEN r.reasons ELSE r.reasons || v.reason END
       FROM (SELECT r.line,
           CASE WHEN r.kind = 'rejected' THEN 'rejected'
             WHEN EXISTS (SELECT FROM statement_import_row k WHERE k.base = r.base AND k.occurrence = r.occurrence AND k.applied)
               THEN 'duplicate'
             WHEN r.kind = 'payout' THEN 'new' WHEN r.kind = 'unknown' THEN 'review'
             WHEN r.listing_id IS NULL THEN 'review'
             WHEN (r.data #>> '{money,payout}')::bigint < 0 AND r.kind <> 'tax' AND r.data ->> 'date' IS NOT NULL THEN 'new'
             ELSE 'review' END AS outcome,
           CASE WHEN r.kind IN ('rejected', 'payout', 'unknown') THEN NULL
             WHEN r.listing_id IS NULL THEN 'unknown_listing'
             WHEN (r.data #>> '{money,payout}')::bigint < 0 AND r.kind <> 'tax' AND r.data ->> 'date' IS NOT NULL THEN NULL
             ELSE 'money_without_stay' END AS reason
         FROM statement_import_row r WHERE r.import_id = $1 AND NOT r.applied AND (r.code IS NULL OR r.kind NOT IN (${KINDS}))) v
       WHERE r.import_id = $1 AND r.line = v.line`,
      [importId, keep],
    );
  }

  private keys(importId: string, after: string): Promise<{ channel: string; code: string }[]> {
    const [channel = '', ...code] = after.split(' ');
    return this.db.rows(
      `SELECT DISTINCT channel, code FROM statement_import_row
       WHERE import_id = $1 AND kind IN (${KINDS}) AND code IS NOT NULL AND (channel, code) > ($2, $3) ORDER BY channel, code LIMIT ${STAYS}`,
      [importId, channel, code.join(' ')],
    );
  }

  private async load(importId: string, keys: readonly { channel: string; code: string }[]) {
    const rows = await this.db.rows<LoadedRow>(
      // OFFSET 0: each stay's rows are looked up by the index. As one join they are found by reading all rows of the tenant, when
      // Postgres has not counted them yet.
      `SELECT r.import_id AS "importId", r.line, r.channel, r.code, r.base, r.occurrence, r.listing_id AS "listingId", r.data,
         i.layout, i.source, r.applied, r.import_id = $1 AS mine,
         r.import_id = $1 AND EXISTS (SELECT FROM statement_import_row k
           WHERE k.base = r.base AND k.occurrence = r.occurrence AND k.applied) AS known
       FROM unnest($2::text[], $3::text[]) AS k(channel, code)
       CROSS JOIN LATERAL (SELECT * FROM statement_import_row WHERE channel = k.channel AND code = k.code OFFSET 0) r
       JOIN statement_import i ON i.id = r.import_id
       WHERE r.kind IN (${KINDS})
         AND (r.import_id = $1 OR r.applied OR (i.confirmed_at IS NOT NULL AND r.outcome = 'review'))
       ORDER BY r.import_id, r.line`,
      [importId, keys.map(({ channel }) => channel), keys.map(({ code }) => code)],
    );
    const byStay = new Map<string, LoadedRow[]>();
    for (const row of rows) byStay.set(keyOf(row), [...(byStay.get(keyOf(row)) ?? []), row]);
    return byStay;
  }

  private async known(keys: readonly { channel: string; code: string }[]) {
    const rows = await this.db.rows<Reservation>(
      `SELECT ${RESERVATION} FROM unnest($1::text[], $2::text[]) AS k(channel, code)
       CROSS JOIN LATERAL (SELECT * FROM rental_reservation WHERE channel = k.channel AND code = k.code OFFSET 0) r`,
      [keys.map(({ channel }) => channel), keys.map(({ code }) => code)],
    );
    return new Map(rows.map((row) => [keyOf(row), row]));
  }

  /** Rows that count no more, because their source told something else since, and now the same again in another row. */
  private async takeBack(rows: readonly Verdict[]): Promise<void> {
    if (rows.length === 0) return;
    await this.db.rows(
      `UPDATE statement_import_row r SET applied = false
       FROM jsonb_to_recordset($1::jsonb) AS v("importId" uuid, line integer) WHERE r.import_id = v."importId" AND r.line = v.line`,
      [JSON.stringify(rows)],
    );
  }

  private async write(verdicts: readonly Verdict[], keep: boolean): Promise<void> {
    await this.db.rows(
      `UPDATE statement_import_row r SET outcome = v.outcome,
         applied = r.applied OR ($2 AND v.outcome IN ('new', 'changed', 'same')),
         -- There is nothing to mend in what counts, and a file names payees.
         cells = CASE WHEN $2 AND v.outcome <> 'review' THEN NULL ELSE r.cells END,
         reasons = CASE WHEN v.reason IS NOT NULL THEN array_append(array_remove(r.reasons, v.reason), v.reason)
           ELSE array_remove(array_remove(r.reasons, 'unknown_stay'), 'unknown_listing') END
       FROM jsonb_to_recordset($1::jsonb) AS v("importId" uuid, line integer, outcome text, reason text)
       WHERE r.import_id = v."importId" AND r.line = v.line`,
      [JSON.stringify(verdicts), keep],
    );
  }

  private async keep(
    importId: string,
    put: readonly { facts: ReservationFacts; accrued: number; invoiced: boolean; lines: number[] }[],
    { source, by }: { source: string; by: string | null },
  ): Promise<void> {
    const told = put.map(({ facts, lines }) => ({ facts, raw: { importId, lines: lines.slice(0, 100) } }));
    const { ids } = await this.store.put(source, told, by);
    const accruals = put
      .map(({ facts, accrued, invoiced }, at) => ({ id: ids[at]!, currency: facts.currency, accrued, invoiced }))
      .filter(({ accrued }) => accrued !== 0);
    if (accruals.length === 0) return;
    await this.db.rows(
      `INSERT INTO channel_accrual AS a (reservation_id, currency, accrued_minor, settled_by)
       SELECT t.id, t.currency, t.accrued, CASE WHEN t.invoiced THEN $2::uuid END
       FROM jsonb_to_recordset($1::jsonb) AS t(id uuid, currency text, accrued bigint, invoiced boolean) ORDER BY t.id
       ON CONFLICT (tenant_id, reservation_id) DO UPDATE
         SET currency = excluded.currency, accrued_minor = excluded.accrued_minor,
           settled_by = COALESCE(a.settled_by, excluded.settled_by)`,
      [JSON.stringify(accruals), importId],
    );
  }
}

const keyOf = ({ channel, code }: { channel: string; code: string }) => `${channel} ${code}`;
const identityOf = ({ base, occurrence }: LoadedRow) => `${base} ${occurrence}`;
const placeOf = ({ importId, line }: LoadedRow) => ({ importId, line });
// The layouts of Airbnb's one report differ by year.
const reportOf = (layout: string) => layout.replace(/-(pets|\d{4})$/, '');
const listed = ({ data, listingId, importId, layout }: LoadedRow): ListedRow => ({
  ...data,
  ...{ listingId, importId, report: reportOf(layout) },
});

/**
 * Of a list of reservations the last row counts. A row that was known, and that its source has contradicted since, is told again when
 * a stay was changed and changed back: it is no duplicate then.
 * @returns the rows that said the same before
 */
function toldAgain(rows: readonly LoadedRow[]): LoadedRow[] {
  const states = rows.filter(({ data }) => data.mode === 'state' && data.kind !== 'invoice');
  return states.flatMap((row) => {
    if (!row.mine || !row.known) return [];
    const before = states.filter((one) => one.applied && one.source === row.source && one.importId < row.importId);
    const twin = before.find((one) => identityOf(one) === identityOf(row));
    if (!twin || twin.importId === before.at(-1)!.importId) return [];
    row.known = false;
    return [twin];
  });
}

/** The facts of a stay, without what the database knows besides. */
function factsOf(stay: Reservation): ReservationFacts {
  const { id: _, version: __, contentHash: ___, source: ____, changedAt: _____, ...facts } = stay;
  return facts;
}
