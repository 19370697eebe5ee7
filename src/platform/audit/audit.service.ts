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
  subject?: string | null;
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

/**
 * The actions of a tenant ($1) that hold the text $2. From one to the next along the index: there are some hundreds, however many entries
 * they have.
 */
const ACTIONS = (whose: string) => `
  WITH RECURSIVE found AS (
    (SELECT action FROM audit_entry WHERE ${whose} ORDER BY action LIMIT 1)
    UNION ALL
    SELECT (SELECT e.action FROM audit_entry e WHERE ${whose} AND e.action > found.action ORDER BY e.action LIMIT 1)
    FROM found WHERE found.action IS NOT NULL)
  SELECT action FROM found WHERE position(lower($2) IN lower(action)) > 0`;

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
    const whose = tenantId ? 'tenant_id = $1::uuid' : 'tenant_id IS NULL AND $1::uuid IS NULL';
    // Ids tell when an entry was written, by the clock of a process: they are a range of the index, and `at` is exact.
    const where = `${whose}
      AND ($2::uuid IS NULL OR actor_id = $2)
      AND ($3::timestamptz IS NULL OR (at >= $3 AND id >= ledger_floor(greatest($3 - interval '${SKEW}', 'epoch'))))
      AND ($4::timestamptz IS NULL OR (at < $4 AND id < ledger_floor(greatest($4 + interval '${SKEW}', 'epoch'))))
      AND ($5::text[] IS NULL OR about && $5)`;
    const chosen = `${where} AND ($6::text[] IS NULL OR action = ANY($6))`;
    const actions = action === null ? null : await this.actions(whose, tenantId, action);
    const values: unknown[] = [tenantId, actorId, from, to, about ?? null, actions];
    // First of all what the few entries about a thing are: the order by id would tempt the planner to walk the whole trail instead.
    const few = about && '(SELECT * FROM audit_entry WHERE about && $5::text[] OFFSET 0) AS entry';
    // Of each action its newest, so that a rare one is not looked for in the whole trail; a person's entries are an index of their own.
    const byAction = !about && !actorId && actions;
    const ofEach = (what: string, condition: string, most: string) =>
      `SELECT e.${what} FROM unnest($6::text[]) AS a(name) CROSS JOIN LATERAL (
         SELECT ${what} FROM audit_entry WHERE ${where} AND action = a.name AND ${condition} ${most}) e`;
    const page = `SELECT id, at, actor_id AS "actorId", actor_kind AS "actorKind", actor_name AS "actorName",
        actor_subject AS "actorSubject", api_key_id AS "apiKeyId", role, action, target, about, detail, status, request_id AS "requestId"`;
    const newest = 'ORDER BY id DESC LIMIT $7 OFFSET $8';
    const older = '($9::uuid IS NULL OR id < $9)';
    const rows = await this.db.rows<AuditView>(
      byAction
        ? `${page} FROM audit_entry WHERE id = ANY (ARRAY(
             ${ofEach('id', older, 'ORDER BY id DESC LIMIT $7::int + $8::int')} ${newest})) ORDER BY id DESC`
        : `${page} FROM ${few ?? 'audit_entry AS entry'} WHERE ${chosen} AND ${older} ${newest}`,
      [...values, limit + 1, offset, cursor],
    );
    const entries = rows.slice(0, limit);
    const nextCursor = rows.length > limit ? entries.at(-1)!.id : null;
    // The last page of all tells the total, and nothing has to be counted.
    if (nextCursor === null && cursor === null && (offset === 0 || rows.length > 0))
      return { entries, total: Math.min(offset + rows.length, COUNT_AT_MOST), nextCursor };
    const most = `LIMIT ${COUNT_AT_MOST}`;
    const all = byAction
      ? ofEach('id', 'true', most)
      : `SELECT 1 FROM ${few ?? 'audit_entry AS entry'} WHERE ${chosen}`;
    const count = await this.db.first<{ total: number }>(
      `SELECT count(*) AS total FROM (${all} ${most}) AS counted`,
      values,
    );
    return { entries, total: count!.total, nextCursor };
  }

  private async actions(whose: string, tenantId: string | null, text: string): Promise<string[]> {
    const rows = await this.db.rows<{ action: string }>(ACTIONS(whose), [tenantId, text]);
    return rows.map(({ action }) => action);
  }
}
