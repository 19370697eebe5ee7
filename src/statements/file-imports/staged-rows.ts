import { Injectable } from '@nestjs/common';
import { storableJson, storableText } from '../../platform/database/storable-text.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import type { RowOutcome } from './import-row.js';
import type { ReadRow } from './reading/read-rows.js';
import { fingerprintOf, type NormalRow } from './rows/normal-row.js';

/** A row as it is shown. */
export interface ShownRow {
  line: number;
  kind: string;
  channel: string;
  code: string | null;
  listing: string | null;
  listingId: number | null;
  outcome: RowOutcome | null;
  reasons: string[];
  message: string | null;
  /** The stay of its channel and code, if it is known. */
  reservationId: string | null;
  data: NormalRow | Record<string, never>;
}

/** A row of a stay with its file. */
export interface StayRow extends ShownRow {
  importId: string;
  importName: string;
  applied: boolean;
}

/** What a file calls a listing and nobody has said which one it is. */
export interface UnknownListing {
  name: string;
  rows: number;
}

export interface FoundBatch {
  batch: string;
  channel: string;
  reference: string | null;
  day: string | null;
  currency: string;
  amountMinor: number | null;
  rowsMinor: number;
  rows: number;
}

/** Columns of statement_import_row `r` under the names of ShownRow. */
const SHOWN = `r.line, r.kind, r.channel, r.code, r.listing, r.listing_id AS "listingId", r.outcome, r.reasons, r.message, r.data,
  (SELECT s.id FROM rental_reservation s WHERE s.channel = r.channel AND s.code = r.code) AS "reservationId"`;

const ofPayout = (what: string) => `(array_agg(${what} ORDER BY r.line) FILTER (WHERE r.kind = 'payout'))[1]`;

/** Payouts of a file beside the sum of their rows. Rows of another currency than the payout's do not add up with it. */
const BATCHES = `
  SELECT r.batch, min(r.channel) AS channel, max(r.batch_currency) FILTER (WHERE r.kind = 'payout') AS paid_in,
    min(r.batch_currency) AS currency, COALESCE(${ofPayout("r.data ->> 'date'")}, max(r.data ->> 'date')) AS day,
    ${ofPayout("r.data ->> 'reference'")} AS reference,
    sum(r.batch_minor) FILTER (WHERE r.kind = 'payout') AS amount_minor,
    COALESCE(sum(r.batch_minor) FILTER (WHERE r.kind <> 'payout'), 0) AS rows_minor,
    count(*) FILTER (WHERE r.kind <> 'payout') AS rows,
    count(DISTINCT r.batch_currency) > 1 AS mixed,
    COALESCE(${ofPayout('r.applied')}, bool_or(r.applied)) AS applied
  FROM statement_import_row r WHERE r.import_id = $1 AND r.batch IS NOT NULL GROUP BY r.batch`;

/** Rows of files, as they were read. */
@Injectable()
export class StagedRows {
  constructor(private readonly db: TenantDatabase) {}

  /** Adds rows with the listings that their titles mean at `source`. */
  async add(importId: string, source: string, read: readonly ReadRow[]): Promise<void> {
    const rows = read.map((one) => ({ ...('row' in one ? staged(one.row) : rejected(one.reject)), cells: one.cells }));
    const titles = new Set(rows.flatMap(({ listing }) => (listing === null ? [] : [listing])));
    const ids = await this.listings(source, [...titles]);
    await this.db.rows(
      `INSERT INTO statement_import_row (import_id, line, kind, channel, code, listing, listing_id, batch, batch_minor,
         batch_currency, base, data, reasons, message, cells)
       SELECT $1, t.line, t.kind, t.channel, t.code, t.listing, ($3::jsonb ->> t.listing)::integer, t.batch, t.batch_minor,
         t.batch_currency, t.base, t.data, ARRAY(SELECT jsonb_array_elements_text(t.reasons)), t.message, t.cells
       FROM jsonb_to_recordset($2::jsonb) AS t(line integer, kind text, channel text, code text, listing text, batch text,
         batch_minor bigint, batch_currency text, base text, data jsonb, reasons jsonb, message text, cells jsonb)
       ON CONFLICT (import_id, line) DO NOTHING`,
      [importId, storableJson(rows), JSON.stringify(ids)],
    );
  }

  /** Tells equal rows of one file apart: both count, and the same file again has the same two. */
  async number(importId: string): Promise<void> {
    const numbered = await this.db.rows<{ importId: string; line: number; occurrence: number }>(
      `SELECT $1::uuid AS "importId", line, occurrence::int FROM (
         SELECT line, occurrence AS was, row_number() OVER (PARTITION BY base ORDER BY line) AS occurrence
         FROM statement_import_row WHERE import_id = $1 AND kind <> 'rejected') n
       WHERE occurrence <> was`,
      [importId],
    );
    if (numbered.length === 0) return;
    // The import's id is told with each line: so each is found by the key, also before Postgres knows how many rows the file brought.
    await this.db.rows(
      `UPDATE statement_import_row r SET occurrence = n.occurrence
       FROM jsonb_to_recordset($1::jsonb) AS n("importId" uuid, line integer, occurrence integer)
       WHERE r.import_id = n."importId" AND r.line = n.line`,
      [JSON.stringify(numbered)],
    );
  }

  /** Matches the rows anew with listings that were named or matched since they were read. */
  async matchListings(importId: string, source: string): Promise<void> {
    const titles = await this.db.rows<{ listing: string }>(
      'SELECT DISTINCT listing FROM statement_import_row WHERE import_id = $1 AND listing IS NOT NULL',
      [importId],
    );
    if (titles.length === 0) return;
    const names = titles.map(({ listing }) => listing);
    const ids = await this.listings(source, names);
    await this.db.rows(
      `UPDATE statement_import_row SET listing_id = ($2::jsonb ->> listing)::integer
       WHERE import_id = $1 AND listing IS NOT NULL AND listing_id IS DISTINCT FROM ($2::jsonb ->> listing)::integer`,
      [importId, JSON.stringify(ids)],
    );
  }

  /** Listings by their titles: as people have matched them, else the one listing that is named so, else null. */
  private async listings(source: string, titles: readonly string[]): Promise<Record<string, number | null>> {
    const found = await this.db.rows<{ name: string; id: number | null }>(
      `SELECT t.listing AS name, COALESCE(a.listing_id, l.id) AS id FROM jsonb_array_elements_text($1::jsonb) AS t(listing)
       LEFT JOIN listing_alias a ON a.source = $2 AND a.external_id = t.listing
       LEFT JOIN LATERAL (SELECT min(id) AS id FROM listing WHERE name = t.listing OR code = t.listing
                          HAVING count(*) = 1) l ON true`,
      [storableJson(titles), source],
    );
    return Object.fromEntries(found.map(({ name, id }) => [name, id]));
  }

  unknownListings(importId: string, limit: number): Promise<UnknownListing[]> {
    return this.db.rows<UnknownListing>(
      `SELECT listing AS name, count(*) AS rows FROM statement_import_row
       WHERE import_id = $1 AND listing IS NOT NULL AND listing_id IS NULL AND kind NOT IN ('payout', 'rejected')
       GROUP BY listing ORDER BY count(*) DESC, listing LIMIT $2`,
      [importId, limit],
    );
  }

  page(
    importId: string,
    { after, limit, outcome }: { after: number; limit: number; outcome?: string },
  ): Promise<ShownRow[]> {
    return this.db.rows<ShownRow>(
      `SELECT ${SHOWN} FROM statement_import_row r
       WHERE r.import_id = $1 AND r.line > $2 AND ($3::text IS NULL OR r.outcome = $3) ORDER BY r.line LIMIT $4`,
      [importId, after, outcome ?? null, limit],
    );
  }

  /** Rejected rows, and those in review, with what the file had in them. */
  troubled(importId: string, after: number, limit: number): Promise<(ShownRow & { cells: string[] | null })[]> {
    return this.db.rows(
      `SELECT ${SHOWN}, r.cells FROM statement_import_row r
       WHERE r.import_id = $1 AND r.line > $2 AND (r.kind = 'rejected' OR r.outcome = 'review') ORDER BY r.line LIMIT $3`,
      [importId, after, limit],
    );
  }

  /** Rows of files that were kept, or are being kept, that tell of a stay. */
  ofStay(channel: string, code: string, limit: number): Promise<StayRow[]> {
    return this.db.rows<StayRow>(
      `SELECT ${SHOWN}, r.import_id AS "importId", i.name AS "importName", r.applied
       FROM statement_import_row r JOIN statement_import i ON i.id = r.import_id
       WHERE r.channel = $1 AND r.code = $2 AND i.confirmed_at IS NOT NULL ORDER BY r.import_id, r.line LIMIT $3`,
      [channel, code, limit],
    );
  }

  /** Those that do not add up first. */
  batches(importId: string, limit: number): Promise<FoundBatch[]> {
    return this.db.rows<FoundBatch>(
      `SELECT b.batch, b.channel, b.reference, b.day, COALESCE(b.paid_in, b.currency) AS currency,
         b.amount_minor AS "amountMinor", b.rows_minor AS "rowsMinor", b.rows
       FROM (${BATCHES}) b
       ORDER BY (b.amount_minor IS NULL), (b.amount_minor = b.rows_minor AND NOT b.mixed), b.batch LIMIT $2`,
      [importId, limit],
    );
  }

  async countBatches(importId: string): Promise<{ total: number; foot: number; off: number; withoutAmount: number }> {
    const row = await this.db.first<{ total: number; foot: number; off: number; withoutAmount: number }>(
      `SELECT count(*) AS total, count(*) FILTER (WHERE amount_minor = rows_minor AND NOT mixed) AS foot,
         count(*) FILTER (WHERE amount_minor <> rows_minor OR (mixed AND amount_minor IS NOT NULL)) AS off,
         count(*) FILTER (WHERE amount_minor IS NULL) AS "withoutAmount"
       FROM (${BATCHES}) b`,
      [importId],
    );
    return row!;
  }

  /** The channel's transfers that this file tells first. */
  async keepPayouts(importId: string): Promise<void> {
    await this.db.rows(
      `INSERT INTO channel_payout (id, import_id, batch, channel, reference, day, currency, amount_minor, rows_minor, rows)
       SELECT gen_random_uuid(), $1, b.batch, b.channel, b.reference, b.day::date,
         COALESCE(b.paid_in, b.currency), b.amount_minor, b.rows_minor, b.rows
       FROM (${BATCHES}) b WHERE b.applied
       ON CONFLICT ON CONSTRAINT channel_payout_batch_key DO NOTHING`,
      [importId],
    );
  }

  async counts(importId: string): Promise<{ kind: string; outcome: RowOutcome | null; rows: number }[]> {
    return this.db.rows(
      `SELECT kind, outcome, count(*) AS rows FROM statement_import_row WHERE import_id = $1 GROUP BY kind, outcome
       ORDER BY kind, outcome`,
      [importId],
    );
  }

  async reasons(importId: string): Promise<Record<string, number>> {
    const rows = await this.db.rows<{ reason: string; rows: number }>(
      `SELECT reason, count(*) AS rows FROM statement_import_row, unnest(reasons) AS reason WHERE import_id = $1
       GROUP BY reason ORDER BY reason`,
      [importId],
    );
    return Object.fromEntries(rows.map(({ reason, rows: count }) => [reason, count]));
  }
}

function staged(row: NormalRow) {
  const { line, kind, channel, code, listing, batch, review } = row;
  return {
    line,
    kind,
    channel,
    code,
    listing,
    batch: batch?.key ?? null,
    batch_minor: batch?.minor ?? null,
    batch_currency: batch?.currency ?? null,
    base: fingerprintOf(row),
    data: row,
    reasons: review,
    message: null,
  };
}

function rejected({ line, reason, message }: { line: number; reason: string; message: string }) {
  const none = { code: null, listing: null, batch: null, batch_minor: null, batch_currency: null, base: '' };
  return {
    ...none,
    line,
    kind: 'rejected',
    channel: 'other',
    data: {},
    reasons: [reason],
    message: storableText(message, 500),
  };
}
