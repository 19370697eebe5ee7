import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { containing } from '../../platform/database/like-pattern.js';
import { notFound } from '../../platform/errors/app-error.js';
import type { PageQuery } from '../../platform/http/page.query.js';
import type { PricedQuote, Snapshot } from './pricing/price-quote.js';
import type { Totals } from './pricing/totals.js';
import {
  type Decision,
  ITEM,
  type ItemRow,
  type Letterhead,
  QUOTE,
  type QuoteRow,
  type QuoteWithItems,
  WHOLE_QUOTE,
} from './quote-row.js';
import type { QuoteState } from './quote-state.js';

export interface QuoteFilter {
  state?: QuoteState;
  customerId?: number;
  number?: string;
  /** Part of the recipient's name, company or address. */
  q?: string;
}

type NewQuote = Pick<
  QuoteRow,
  'number' | 'revision' | 'customerId' | 'recipient' | 'level' | 'note' | 'currency' | 'previousId'
>;

/** How a quote was sent. */
interface Sent {
  letterhead: Letterhead;
  validUntil: string;
  expiresAt: Date;
  sentAt: Date;
  pdfFileId: string;
}

/** Number of the lock that the tenant's items are written and renamed under. */
const CODES = `hashtextextended('quoting_codes ' || current_setting('app.tenant_id'), 0)`;

@Injectable()
export class QuotesRepository {
  constructor(private readonly db: TenantDatabase) {}

  async insert(quote: NewQuote, items: readonly ItemRow[], createdBy: string | null): Promise<string> {
    const id = uuidv7();
    await this.db.rows(
      `INSERT INTO quote (id, number, revision, customer_id, recipient, level, note, currency, previous_id, created_by,
         review_codes)
       VALUES ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9, $10,
         coalesce((SELECT q.review_codes FROM quote q WHERE q.id = $9), '{}'))`,
      [
        id,
        quote.number,
        quote.revision,
        quote.customerId,
        JSON.stringify(quote.recipient),
        quote.level,
        quote.note,
        quote.currency,
        quote.previousId,
        createdBy,
      ],
    );
    await this.putItems(id, items);
    return id;
  }

  /** Replaces all items. */
  async putItems(quoteId: string, items: readonly ItemRow[]): Promise<void> {
    await this.db.transaction(async (tx) => {
      await tx.run('DELETE FROM quote_item WHERE quote_id = $1', [quoteId]);
      await tx.run(
        `INSERT INTO quote_item (quote_id, position, file_id, file_name, process, material, finish, lead_time, quantities, manual)
         SELECT $1, position, "fileId", "fileName", process, material, finish, "leadTime",
           ARRAY(SELECT value::int FROM jsonb_array_elements_text(quantities) WITH ORDINALITY AS e(value, n) ORDER BY n), manual
         FROM jsonb_to_recordset($2::jsonb) AS r(position smallint, "fileId" uuid, "fileName" text, process text,
           material text, finish text, "leadTime" text, quantities jsonb, manual jsonb)`,
        // A JSON null would be stored as one; a member that is left out is SQL's NULL.
        [quoteId, JSON.stringify(items.map(({ manual, ...item }) => (manual ? { ...item, manual } : item)))],
      );
    });
  }

  /** @throws AppError NOT_FOUND */
  get(id: string): Promise<QuoteWithItems> {
    return this.read(id, '');
  }

  /** The same, locked until the transaction ends: one decision at a time. @throws AppError NOT_FOUND */
  lock(id: string): Promise<QuoteWithItems> {
    return this.read(id, 'FOR NO KEY UPDATE OF q');
  }

  async page(filter: QuoteFilter, { limit, offset }: PageQuery): Promise<{ quotes: QuoteRow[]; total: number }> {
    const { state, customerId, number, q } = filter;
    const values = [state ?? null, customerId ?? null, number ?? null, q === undefined ? null : containing(q)];
    const where = `($1::text IS NULL OR q.state = $1) AND ($2::int IS NULL OR q.customer_id = $2)
      AND ($3::text IS NULL OR q.number = $3)
      AND ($4::text IS NULL OR concat_ws(' ', q.recipient ->> 'name', q.recipient ->> 'company', q.recipient ->> 'email') ILIKE $4)`;
    return this.db.transaction(async (tx) => {
      const count = await tx.first<{ total: number }>(`SELECT count(*) AS total FROM quote q WHERE ${where}`, values);
      const quotes = await tx.rows<QuoteRow>(
        `SELECT ${QUOTE} FROM quote q WHERE ${where} ORDER BY q.created_at DESC, q.id DESC LIMIT $5 OFFSET $6`,
        [...values, limit, offset],
      );
      return { quotes, total: count!.total };
    });
  }

  /**
   * Until the transaction ends nothing of the catalogue gets another code: before items are read that are to be written. Else a code
   * of before could be written after the rename has passed.
   */
  async holdCodes(): Promise<void> {
    await this.db.rows(`SELECT pg_advisory_xact_lock_shared(${CODES})`);
  }

  /**
   * A thing of the catalogue has another code: all items follow, also those of quotes that were sent, which may be revised. What a quote
   * was priced with is in its snapshot and stays.
   */
  async renamed(column: 'process' | 'material' | 'finish', from: string, to: string): Promise<void> {
    await this.db.rows(`SELECT pg_advisory_xact_lock(${CODES})`);
    await this.db.rows(`UPDATE quote_item SET ${column} = $2 WHERE ${column} = $1`, [from, to]);
  }

  /** Number of a quote that has a price for the part file, worked out or set by hand; undefined: there is none. */
  async pricedWith(fileId: string): Promise<string | undefined> {
    const row = await this.db.first<{ number: string }>(
      `SELECT q.number FROM quote_item i JOIN quote q ON q.tenant_id = i.tenant_id AND q.id = i.quote_id
       WHERE i.file_id = $1 AND (q.state IN ('ready', 'sent', 'accepted', 'declined', 'expired')
         OR (q.state IN ('draft', 'needs_review') AND i.manual IS NOT NULL)) LIMIT 1`,
      [fileId],
    );
    return row?.number;
  }

  async edit(id: string, quote: Pick<QuoteRow, 'customerId' | 'recipient' | 'level' | 'note'>): Promise<void> {
    await this.db.rows(
      `UPDATE quote SET customer_id = $2, recipient = $3::jsonb, level = $4, note = $5, state = 'draft', reasons = '[]',
         subtotal_minor = NULL, tax_minor = NULL, total_minor = NULL, snapshot = NULL, price = NULL, price_hash = NULL,
         calculated_at = NULL, updated_at = now() WHERE id = $1`,
      [id, quote.customerId, JSON.stringify(quote.recipient), quote.level, quote.note],
    );
  }

  /** Writes what a calculation came to. What a person had to look at is remembered when a price by hand answers it. */
  async priced(id: string, state: 'ready' | 'needs_review', snapshot: Snapshot, price: PricedQuote, hash: string) {
    await this.db.rows(
      `UPDATE quote SET state = $2, snapshot = $3::jsonb, price = $4::jsonb, price_hash = $5, reasons = $6::jsonb,
         subtotal_minor = $7, tax_minor = $8, total_minor = $9, calculated_at = now(), updated_at = now(),
         review_codes = ARRAY(SELECT DISTINCT unnest(review_codes || $10::text[]) ORDER BY 1) WHERE id = $1`,
      [
        id,
        state,
        JSON.stringify(snapshot),
        JSON.stringify(price),
        hash,
        JSON.stringify(price.reasons),
        price.totals?.subtotalMinor ?? null,
        price.totals?.taxMinor ?? null,
        price.totals?.totalMinor ?? null,
        price.reasons.map(({ code }) => code),
      ],
    );
  }

  async sent(id: string, { letterhead, validUntil, expiresAt, sentAt, pdfFileId }: Sent): Promise<void> {
    await this.db.rows(
      `UPDATE quote SET state = 'sent', letterhead = $2::jsonb, valid_until = $3, expires_at = $4, sent_at = $5,
         pdf_file_id = $6, updated_at = now() WHERE id = $1`,
      [id, JSON.stringify(letterhead), validUntil, expiresAt, sentAt, pdfFileId],
    );
  }

  /** Writes a decision, with the totals of the quantities chosen. */
  async decided(id: string, state: 'accepted' | 'declined', decision: Decision, totals: Totals | null): Promise<void> {
    await this.db.rows(
      `UPDATE quote SET state = $2, decision = $3::jsonb, decided_at = now(), updated_at = now(),
         subtotal_minor = coalesce($4, subtotal_minor), tax_minor = coalesce($5, tax_minor),
         total_minor = coalesce($6, total_minor) WHERE id = $1`,
      [
        id,
        state,
        JSON.stringify(decision),
        totals?.subtotalMinor ?? null,
        totals?.taxMinor ?? null,
        totals?.totalMinor ?? null,
      ],
    );
  }

  async setState(id: string, state: 'expired' | 'superseded' | 'cancelled'): Promise<void> {
    await this.db.rows('UPDATE quote SET state = $2, updated_at = now() WHERE id = $1', [id, state]);
  }

  /**
   * Ends what was sent and whose last day was over at an instant; answers up to 500 of them.
   * @param wait also for those that somebody has locked at this moment
   */
  expireDue(at: Date, wait: boolean): Promise<QuoteRow[]> {
    return this.db.rows<QuoteRow>(
      `WITH due AS (
         SELECT id FROM quote WHERE state = 'sent' AND expires_at <= $1 ORDER BY expires_at LIMIT 500
         FOR NO KEY UPDATE ${wait ? '' : 'SKIP LOCKED'})
       UPDATE quote q SET state = 'expired', updated_at = now() FROM due WHERE q.id = due.id RETURNING ${QUOTE}`,
      [at],
    );
  }

  private read(id: string, lock: string): Promise<QuoteWithItems> {
    return this.db.transaction(async (tx) => {
      const quote = await tx.first<QuoteRow>(`SELECT ${WHOLE_QUOTE} FROM quote q WHERE q.id = $1 ${lock}`, [id]);
      if (!quote) throw notFound('Quote');
      const items = await tx.rows<ItemRow>(
        `SELECT ${ITEM} FROM quote_item i WHERE i.quote_id = $1 ORDER BY i.position`,
        [id],
      );
      return { ...quote, items };
    });
  }
}
