import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { storableText } from '../../platform/database/storable-text.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import type { StatementState } from '../statements/statement-types.js';

export const DELIVERY_STATES = ['queued', 'sent', 'failed', 'bounced'] as const;
/** bounced: the address does not exist or gets no more mail. */
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface DeliveryRow {
  id: string;
  statementId: string;
  attempt: number;
  mailId: string;
  toAddress: string;
  state: DeliveryState;
  words: string | null;
  requestedBy: string | null;
  createdAt: Date;
  settledAt: Date | null;
}

const COLUMNS = `id, statement_id AS "statementId", attempt, mail_id AS "mailId", to_address AS "toAddress", state, words,
  requested_by AS "requestedBy", created_at AS "createdAt", settled_at AS "settledAt"`;
const MAX_WORDS = 1_000;

/** By the id of its batch, or of the job that started it, as GET /statements/jobs/{id} finds it. */
const RUN = `
  SELECT id FROM statement_run WHERE job_id = $1
  UNION ALL (SELECT id FROM statement_run WHERE trigger_job_id = $1 ORDER BY created_at LIMIT 1) LIMIT 1`;

/** Mails with statements, and what became of them. */
@Injectable()
export class DeliveriesRepository {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
  ) {}

  /** Newest first. */
  of(statementId: string): Promise<DeliveryRow[]> {
    return this.db.rows(`SELECT ${COLUMNS} FROM statement_delivery WHERE statement_id = $1 ORDER BY attempt DESC`, [
      statementId,
    ]);
  }

  /** Until the transaction ends nobody else sends the statement or moves it on. Undefined: there is none. */
  async lockStatement(statementId: string): Promise<StatementState | undefined> {
    const row = await this.db.first<{ state: StatementState }>(
      'SELECT state FROM statement WHERE id = $1 FOR NO KEY UPDATE',
      [statementId],
    );
    return row?.state;
  }

  async add(statementId: string, attempt: number, mailId: string, toAddress: string): Promise<DeliveryRow> {
    const row = await this.db.first<DeliveryRow>(
      `INSERT INTO statement_delivery (id, statement_id, attempt, mail_id, to_address, requested_by)
       VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${COLUMNS}`,
      [uuidv7(), statementId, attempt, mailId, toAddress, this.context.principal?.userId ?? null],
    );
    return row!;
  }

  /** The statement that a mail was of. */
  async statementOf(mailId: string): Promise<{ statementId: string; ownerId: number } | undefined> {
    return this.db.first(
      `SELECT d.statement_id AS "statementId", s.owner_id AS "ownerId" FROM statement_delivery d
       JOIN statement s ON s.tenant_id = d.tenant_id AND s.id = d.statement_id WHERE d.mail_id = $1`,
      [mailId],
    );
  }

  /** Whether the statement that a mail is of has been voided. */
  async isVoid(mailId: string): Promise<boolean> {
    const row = await this.db.first(
      `SELECT 1 FROM statement_delivery d JOIN statement s ON s.tenant_id = d.tenant_id AND s.id = d.statement_id
       WHERE d.mail_id = $1 AND s.state = 'void'`,
      [mailId],
    );
    return row !== undefined;
  }

  /** What was sent stays sent. Undefined: nothing has changed. */
  settle(mailId: string, state: DeliveryState, words: string | null): Promise<DeliveryRow | undefined> {
    return this.db.first(
      `UPDATE statement_delivery SET state = $2, words = $3, settled_at = now()
       WHERE mail_id = $1 AND state <> 'sent' RETURNING ${COLUMNS}`,
      [mailId, state, words && storableText(words, MAX_WORDS)],
    );
  }

  /** Statements that a run has made, or found as it would make them: those that its sums count. */
  async idsOf(runJobId: string): Promise<string[]> {
    const rows = await this.db.rows<{ id: string }>(
      `SELECT DISTINCT i.statement_id AS id FROM (${RUN}) r
       JOIN statement_run_item i ON i.run_id = r.id AND i.state IN ('generated', 'unchanged')
       WHERE i.statement_id IS NOT NULL ORDER BY 1`,
      [runJobId],
    );
    return rows.map(({ id }) => id);
  }

  async isRun(runJobId: string): Promise<boolean> {
    return (await this.db.first(RUN, [runJobId])) !== undefined;
  }
}
