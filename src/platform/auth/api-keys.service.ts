import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull, Raw, type Repository } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { SystemDatabase } from '../database/system-database.js';
import { TenantDatabase } from '../database/tenant-database.js';
import type { Tx } from '../database/tx.js';
import { AppError, notFound } from '../errors/app-error.js';
import { type Principal, RequestContext, type Role } from '../tenancy/context.js';
import { ApiKey } from './api-key.entity.js';
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

export interface NewApiKey {
  tenantId: string | null;
  userId: string;
  role: Role;
  name: string;
  expiresAt?: Date;
  /** Id of the key it is made with, if it is made with one. */
  madeBy?: string;
}

const VIEW = {
  id: true,
  name: true,
  prefix: true,
  role: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
} as const;

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
   * Makes a key; its text is only in this answer and is not stored. A key made with another key ends with it at the latest.
   * @throws AppError UNAUTHENTICATED when that key has just been revoked.
   */
  async create(key: NewApiKey): Promise<ApiKeyView & { key: string }> {
    const prefix = `ns_${randomBytes(4).toString('hex')}`;
    const text = `${prefix}_${randomBytes(32).toString('base64url')}`;
    const make = async (tx: Tx): Promise<ApiKeyView> => {
      const keys = tx.repository(ApiKey);
      const id = uuidv7();
      const expiresAt = await endOf(keys, key);
      const { madeBy = null, ...values } = key;
      await keys.insert({ ...values, id, prefix, hash: digest(text), expiresAt, madeBy });
      return keys.findOneOrFail({ select: VIEW, where: { id } });
    };
    // In the request's transaction, if one is open: the key is committed together with what else the request writes.
    const { open } = this.tenants;
    return { ...(await (open ? make(open) : this.system.transaction(make))), key: text };
  }

  /** The current tenant's keys that still work, newest first. */
  async list(limit: number, offset: number): Promise<{ apiKeys: ApiKeyView[]; total: number }> {
    const [apiKeys, total] = await this.tenants.withRepository(ApiKey, (keys) =>
      keys.findAndCount({
        select: VIEW,
        where: { revokedAt: IsNull(), expiresAt: Raw((column) => `(${column} IS NULL OR ${column} > now())`) },
        order: { createdAt: 'DESC', id: 'DESC' },
        take: limit,
        skip: offset,
      }),
    );
    return { apiKeys, total };
  }

  /** Ends a key of the current tenant at once, and the keys that were made with it. @throws AppError NOT_FOUND */
  async revoke(id: string): Promise<void> {
    const { tenantId } = this.context;
    await this.system.transaction(async (tx) => {
      // This key first, in a statement of its own: a key that is being made with it is then either refused or found below.
      const working = { id, tenantId, revokedAt: IsNull() };
      const { affected } = await tx.repository(ApiKey).update(working, { revokedAt: () => 'now()' });
      if (affected === 0) throw notFound('API key');
      for (let ended = 1; ended > 0;)
        ended = await tx.run(
          `UPDATE api_key k SET revoked_at = now() FROM api_key m
           WHERE k.tenant_id = $1 AND k.revoked_at IS NULL
             AND m.tenant_id = $1 AND m.id = k.made_by AND m.revoked_at IS NOT NULL`,
          [tenantId],
        );
    });
  }

  /**
   * Whom the key acts for, or undefined when it is unknown, revoked or expired, or its user or tenant disabled. Its role
   * is the lesser of its own and its user's present one.
   */
  async verify(text: string): Promise<Principal | undefined> {
    // A text without the form of a key is refused without asking the database.
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
    // Shown in the list of keys; the request does not wait for it.
    if (row.stale)
      void this.system
        .repository(ApiKey)
        .update(row.id, { lastUsedAt: () => 'now()' })
        .catch(() => undefined);
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

/** When a new key ends: as asked, but not after the key it is made with. @throws AppError UNAUTHENTICATED */
async function endOf(keys: Repository<ApiKey>, { expiresAt, madeBy }: NewApiKey): Promise<Date | null> {
  if (madeBy === undefined) return expiresAt ?? null;
  // The lock makes a revocation of that key wait until the new one is committed, so that it finds and revokes both.
  const lock = { mode: 'pessimistic_read' } as const;
  const maker = await keys.findOne({ where: { id: madeBy, revokedAt: IsNull() }, lock });
  if (!maker) throw new AppError('UNAUTHENTICATED', 'The key this one was to be made with has ended');
  if (!expiresAt || !maker.expiresAt) return expiresAt ?? maker.expiresAt;
  return expiresAt < maker.expiresAt ? expiresAt : maker.expiresAt;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
