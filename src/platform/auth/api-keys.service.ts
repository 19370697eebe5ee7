import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { SystemDatabase } from '../database/system-database.js';
import { TenantDatabase } from '../database/tenant-database.js';
import { notFound } from '../errors/app-error.js';
import type { Principal, Role } from '../tenancy/context.js';

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

/** Keys for programs: `ns_<prefix>_<secret>`, of which only the SHA-256 is kept (256 random bits need no slow hash). */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly system: SystemDatabase,
    private readonly tenants: TenantDatabase,
  ) {}

  /** Makes a key; its text is in this answer and nowhere else. */
  async create(key: {
    tenantId: string | null;
    userId: string;
    role: Role;
    name: string;
    expiresAt?: Date;
  }): Promise<ApiKeyView & { key: string }> {
    const prefix = `ns_${randomBytes(4).toString('hex')}`;
    const text = `${prefix}_${randomBytes(32).toString('base64url')}`;
    const row = await this.system.first<ApiKeyView>(
      `INSERT INTO api_key (id, tenant_id, user_id, name, prefix, hash, role, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${VIEW}`,
      [uuidv7(), key.tenantId, key.userId, key.name, prefix, digest(text), key.role, key.expiresAt ?? null],
    );
    return { ...row!, key: text };
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

  /** Ends a key of the current tenant at once. @throws AppError NOT_FOUND */
  async revoke(id: string): Promise<void> {
    await this.tenants.transaction(async (tx) => {
      const done = await tx.run('UPDATE api_key SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL', [id]);
      if (done === 0) throw notFound('API key');
    });
  }

  /** Who the key speaks for, or undefined when it is unknown, revoked, expired, or its user disabled. */
  async verify(text: string): Promise<Principal | undefined> {
    const row = await this.system.first<{
      id: string;
      tenant_id: string | null;
      slug: string | null;
      user_id: string;
      email: string;
      role: Role;
      expires_at: Date | null;
      stale: boolean;
    }>(
      `SELECT k.id, k.tenant_id, t.slug, k.user_id, u.email, k.role, k.expires_at,
              k.last_used_at IS NULL OR k.last_used_at < now() - interval '1 minute' AS stale
       FROM api_key k JOIN app_user u ON u.id = k.user_id LEFT JOIN tenant t ON t.id = k.tenant_id
       WHERE k.hash = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
         AND u.disabled_at IS NULL`,
      [digest(text)],
    );
    if (!row) return undefined;
    // For people who look at the list; the request does not wait for it.
    if (row.stale)
      void this.system.run('UPDATE api_key SET last_used_at = now() WHERE id = $1', [row.id]).catch(() => undefined);
    return {
      kind: 'api-key',
      role: row.role,
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
