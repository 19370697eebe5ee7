import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { storableText } from '../database/storable-text.js';
import { SystemDatabase } from '../database/system-database.js';
import { type Principal, RequestContext } from '../tenancy/context.js';

/** Who acted. `command` is npm run tenant; a failed log-in names the account that was tried, `unknown` if there is none. */
export interface Actor {
  kind: Principal['kind'] | 'unknown' | 'command';
  role: Principal['role'] | 'NONE';
  tenantId: string | null;
  id: string | null;
  /** E-mail address. */
  name: string | null;
  /** Of a person without an account here, as the identity provider names her (Principal.subject). */
  subject?: string;
  apiKeyId: string | null;
}

export interface Action {
  actor: Actor;
  /** Method and route, e.g. `POST /jobs/:id/retry`. */
  action: string;
  /** Path parameters. */
  target: object;
  /** What it is about, each as `collection/id` (audit-about.ts). */
  about: string[];
  /** The body, without secrets. */
  detail: object | null;
  /** HTTP status of the answer. */
  status: number;
  /** Null: no request. */
  requestId: string | null;
}

export interface AuditView {
  id: string;
  at: Date;
  actorId: string | null;
  actorKind: string;
  actorName: string | null;
  actorSubject: string | null;
  apiKeyId: string | null;
  role: string;
  action: string;
  target: Record<string, unknown>;
  about: string[];
  detail: Record<string, unknown> | null;
  status: number;
  requestId: string | null;
}

export interface AuditPage {
  entries: AuditView[];
  /** Exact below COUNT_AT_MOST. */
  total: number;
  /** What follows the page; null when nothing does. */
  nextCursor: string | null;
}

/** How far a total is counted. */
const COUNT_AT_MOST = 10_000;
/** By how much the clocks of processes may differ from the database's, and more. */
const SKEW = '1 day';

export interface AuditFilter {
  actorId?: string;
  /** Part of the action, case-insensitive. */
  action?: string;
  /** About one of these, each `collection/id`. */
  about?: string[];
  from?: Date;
  to?: Date;
  /** Entries older than the one with this id. */
  cursor?: string;
}

/** The trail of what people and their keys did. The database lets nobody change or remove an entry. */
@Injectable()
export class AuditService {
  constructor(
    private readonly db: SystemDatabase,
    private readonly context: RequestContext,
  ) {}

  async record({ actor, action, target, about, detail, status, requestId }: Action): Promise<void> {
    await this.db.run(
      `INSERT INTO audit_entry (id, tenant_id, actor_id, actor_kind, actor_name, role, action, target, detail, status, request_id,
         api_key_id, about, actor_subject)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9::jsonb, $10, $11, $12, $13, $14)`,
      [
        uuidv7(),
        actor.tenantId,
        actor.id,
        actor.kind,
        actor.name && storableText(actor.name, 320),
        actor.role,
        action,
        JSON.stringify(target),
        detail && JSON.stringify(detail),
        status,
        requestId,
        actor.apiKeyId,
        about,
        actor.subject ?? null,
      ],
    );
  }

  /**
   * Entries of the caller's tenant, newest first; an operator's are those of the operators. `total` is counted up to COUNT_AT_MOST only:
   * the trail is kept for ever, and counting all of it would cost more than any page.
   */
  async list(filter: AuditFilter, limit: number, offset: number): Promise<AuditPage> {
    const tenantId = this.context.principal?.tenantId ?? null;
    const { actorId = null, action = null, from = null, to = null, cursor = null, about } = filter;
    const values: unknown[] = [tenantId, actorId, action, from, to];
    // Ids tell when an entry was written, by the clock of a process: they are a range of the index, and `at` is exact.
    const where = `${tenantId ? 'tenant_id = $1::uuid' : 'tenant_id IS NULL AND $1::uuid IS NULL'}
      AND ($2::uuid IS NULL OR actor_id = $2)
      AND ($3::text IS NULL OR position(lower($3) IN lower(action)) > 0)
      AND ($4::timestamptz IS NULL OR (at >= $4 AND id >= ledger_floor(greatest($4 - interval '${SKEW}', 'epoch'))))
      AND ($5::timestamptz IS NULL OR (at < $5 AND id < ledger_floor(greatest($5 + interval '${SKEW}', 'epoch'))))`;
    // First of all what the few entries about a thing are: the order by id would tempt the planner to walk the whole trail instead.
    const source = about
      ? '(SELECT * FROM audit_entry WHERE about && $6::text[] OFFSET 0) AS entry'
      : 'audit_entry AS entry';
    if (about) values.push(about);
    const at = values.length;
    const rows = await this.db.rows<AuditView>(
      `SELECT id, at, actor_id AS "actorId", actor_kind AS "actorKind", actor_name AS "actorName", actor_subject AS "actorSubject",
              api_key_id AS "apiKeyId", role, action, target, about, detail, status, request_id AS "requestId"
       FROM ${source} WHERE ${where} AND ($${at + 3}::uuid IS NULL OR id < $${at + 3})
       ORDER BY id DESC LIMIT $${at + 1} OFFSET $${at + 2}`,
      [...values, limit + 1, offset, cursor],
    );
    const entries = rows.slice(0, limit);
    const nextCursor = rows.length > limit ? entries.at(-1)!.id : null;
    // The last page of all tells the total, and nothing has to be counted.
    if (nextCursor === null && cursor === null && (offset === 0 || rows.length > 0))
      return { entries, total: Math.min(offset + rows.length, COUNT_AT_MOST), nextCursor };
    const count = await this.db.first<{ total: number }>(
      `SELECT count(*) AS total FROM (SELECT 1 FROM ${source} WHERE ${where} LIMIT ${COUNT_AT_MOST}) AS counted`,
      values,
    );
    return { entries, total: count!.total, nextCursor };
  }
}
