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

export interface AuditFilter {
  actorId?: string;
  /** Part of the action, case-insensitive. */
  action?: string;
  /** About one of these, each `collection/id`. */
  about?: string[];
  from?: Date;
  to?: Date;
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

  /** Entries of the caller's tenant, newest first; an operator's are those of the operators. */
  async list(filter: AuditFilter, limit: number, offset: number): Promise<{ entries: AuditView[]; total: number }> {
    const values: unknown[] = [
      this.context.principal?.tenantId ?? null,
      filter.actorId ?? null,
      filter.action ?? null,
      filter.from ?? null,
      filter.to ?? null,
    ];
    const where = `tenant_id IS NOT DISTINCT FROM $1::uuid AND ($2::uuid IS NULL OR actor_id = $2)
      AND ($3::text IS NULL OR position(lower($3) IN lower(action)) > 0)
      AND ($4::timestamptz IS NULL OR at >= $4) AND ($5::timestamptz IS NULL OR at < $5)`;
    // First of all what the few entries about a thing are: the order by id would tempt the planner to walk the whole trail instead.
    const source = filter.about
      ? '(SELECT * FROM audit_entry WHERE about && $6::text[] OFFSET 0) AS entry'
      : 'audit_entry AS entry';
    if (filter.about) values.push(filter.about);
    const count = await this.db.first<{ total: number }>(
      `SELECT count(*) AS total FROM ${source} WHERE ${where}`,
      values,
    );
    const entries = await this.db.rows<AuditView>(
      `SELECT id, at, actor_id AS "actorId", actor_kind AS "actorKind", actor_name AS "actorName", actor_subject AS "actorSubject", api_key_id AS "apiKeyId",
              role, action, target, about, detail, status, request_id AS "requestId"
       FROM ${source} WHERE ${where} ORDER BY id DESC LIMIT $${values.length + 1} OFFSET $${values.length + 2}`,
      [...values, limit, offset],
    );
    return { entries, total: count!.total };
  }
}
