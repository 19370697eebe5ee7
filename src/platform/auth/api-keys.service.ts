import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { SystemDatabase } from '../database/system-database.js';
import { TenantDatabase } from '../database/tenant-database.js';
import { AppError, notFound } from '../errors/app-error.js';
import { type Principal, RequestContext, type Role } from '../tenancy/context.js';
import { lesserRole } from './role-rank.js';

export interface ApiKeyView {
  id: string;
  name: string;
  /** First characters of the key, to recognise it by. */
  prefix: string;
  role: Role;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
}

const VIEW = `id, name, prefix, role, created_at AS "createdAt", expires_at AS "expiresAt", last_used_at AS "lastUsedAt"`;

const FORM = /^ns_[0-9a-f]{8}_[A-Za-z0-9_-]{43}$/;

/** Keys for programs: `ns_<prefix>_<secret>`, of which only the SHA-256 is kept (256 random bits need no slow hash). */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly system: SystemDatabase,
    private readonly tenants: TenantDatabase,
    private readonly context: RequestContext,
  ) {}

  /**
   * Makes a key; its text is in this answer and nowhere else. A key made with another key ends with it at the latest.
   * @param key.madeBy id of the key it is made with
   * @throws AppError UNAUTHENTICATED when that key has just ended.
   */
  async create(key: {
    tenantId: string | null;
    userId: string;
    role: Role;
    name: string;
    expiresAt?: Date;
    madeBy?: string;
  }): Promise<ApiKeyView & { key: string }> {
    const prefix = `ns_${randomBytes(4).toString('hex')}`;
    const text = `${prefix}_${randomBytes(32).toString('base64url')}`;
    // In the request's transaction, if it is one: the key commits with what else that commits.
    const row = await (this.tenants.open ?? this.system).first<ApiKeyView>(
      // The lock makes a revocation of the maker wait, which then finds this one.
      `WITH maker AS (SELECT id, expires_at FROM api_key WHERE id = $9 AND revoked_at IS NULL FOR SHARE)
       INSERT INTO api_key (id, tenant_id, user_id, name, prefix, hash, role, expires_at, made_by)
       SELECT $1, $2, $3, $4, $5, $6, $7, least($8, (SELECT expires_at FROM maker)), $9
       WHERE $9::uuid IS NULL OR EXISTS (SELECT FROM maker) RETURNING ${VIEW}`,
      [
        uuidv7(),
        key.tenantId,
        key.userId,
        key.name,
        prefix,
        digest(text),
        key.role,
        key.expiresAt ?? null,
        key.madeBy ?? null,
      ],
    );
    if (!row) throw new AppError('UNAUTHENTICATED', 'The key this one was to be made with has ended');
    return { ...row, key: text };
  }

  /** The current tenant's keys that still work, newest first. */
  async list(limit: number, offset: number): Promise<{ apiKeys: ApiKeyView[]; total: number }> {
    const live = 'revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())';
    return this.tenants.transaction(async (tx) => {
      const count = await tx.first<{ total: number }>(`SELECT count(*) AS total FROM api_key WHERE ${live}`);
      const apiKeys = await tx.rows<ApiKeyView>(
        `SELECT ${VIEW} FROM api_key WHERE ${live} ORDER BY created_at DESC, id DESC LIMIT $1 OFFSET $2`,
        [limit, offset],
      );
      return { apiKeys, total: count?.total ?? 0 };
    });
  }

  /** Ends a key of the current tenant at once, and the keys that were made with it. @throws AppError NOT_FOUND */
  async revoke(id: string): Promise<void> {
    const { tenantId } = this.context;
    await this.system.transaction(async (tx) => {
      // The key first, by itself: one that is just being made with it is then either refused, or seen below.
      const done = await tx.run(
        'UPDATE api_key SET revoked_at = now() WHERE id = $1 AND tenant_id = $2 AND revoked_at IS NULL',
        [id, tenantId],
      );
      if (done === 0) throw notFound('API key');
      for (let ended = done; ended > 0;)
        ended = await tx.run(
          `UPDATE api_key k SET revoked_at = now() FROM api_key m
           WHERE k.tenant_id = $1 AND k.revoked_at IS NULL
             AND m.tenant_id = $1 AND m.id = k.made_by AND m.revoked_at IS NOT NULL`,
          [tenantId],
        );
    });
  }

  /**
   * Who the key speaks for, or undefined when it is unknown, revoked or expired, or its user or tenant disabled. Its role
   * is its own or its user's present one, whichever may less.
   */
  async verify(text: string): Promise<Principal | undefined> {
    // What cannot be a key is not worth a look into the database.
    if (!FORM.test(text)) return undefined;
    const row = await this.system.first<{
      id: string;
      tenant_id: string | null;
      slug: string | null;
      user_id: string;
      email: string;
      role: Role;
      user_role: Role;
      expires_at: Date | null;
      stale: boolean;
    }>(
      `SELECT k.id, k.tenant_id, t.slug, k.user_id, u.email, k.role, u.role AS user_role, k.expires_at,
              k.last_used_at IS NULL OR k.last_used_at < now() - interval '1 minute' AS stale
       FROM api_key k JOIN app_user u ON u.id = k.user_id LEFT JOIN tenant t ON t.id = k.tenant_id
       WHERE k.hash = $1 AND u.tenant_id IS NOT DISTINCT FROM k.tenant_id AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
         AND u.disabled_at IS NULL AND t.disabled_at IS NULL`,
      [digest(text)],
    );
    const role = row && lesserRole(row.role, row.user_role);
    if (!role) return undefined;
    // For people who look at the list; the request does not wait for it.
    if (row.stale)
      void this.system.run('UPDATE api_key SET last_used_at = now() WHERE id = $1', [row.id]).catch(() => undefined);
    return {
      kind: 'api-key',
      role,
      tenantId: row.tenant_id,
      tenantSlug: row.slug ?? undefined,
      userId: row.user_id,
      email: row.email,
      apiKeyId: row.id,
      expiresAt: row.expires_at ?? undefined,
    };
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
