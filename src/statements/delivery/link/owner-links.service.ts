import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { linkKey, readLink, signLink } from '../../../platform/auth/signed-link.js';
import { Config } from '../../../platform/config/config.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { notFound } from '../../../platform/errors/app-error.js';
import { RequestContext } from '../../../platform/tenancy/context.js';
import { TenantsService } from '../../../platform/tenancy/tenants.service.js';
import { OwnersService } from '../../parties/owners/owners.service.js';

export interface OwnerLinkRow {
  id: string;
  expiresAt: Date;
  revokedAt: Date | null;
  createdBy: string | null;
  createdAt: Date;
}

const COLUMNS = `id, expires_at AS "expiresAt", revoked_at AS "revokedAt", created_by AS "createdBy", created_at AS "createdAt"`;
const MOST_SHOWN = 100;

/** Links by which owners see their statements without an account. Each is a row, so that it can be taken back. */
@Injectable()
export class OwnerLinks {
  private readonly key: Buffer;

  constructor(
    private readonly config: Config,
    private readonly context: RequestContext,
    private readonly tenants: TenantsService,
    private readonly db: TenantDatabase,
    private readonly owners: OwnersService,
  ) {
    this.key = linkKey(config.JWT_SECRET, 'owner');
  }

  /** @throws AppError NOT_FOUND */
  async create(ownerId: number, expiresAt: Date): Promise<OwnerLinkRow & { url: string }> {
    await this.owners.get(ownerId);
    const row = await this.db.first<OwnerLinkRow>(
      `INSERT INTO owner_link (id, owner_id, expires_at, created_by) VALUES ($1, $2, date_trunc('second', $3::timestamptz), $4)
       RETURNING ${COLUMNS}`,
      [uuidv7(), ownerId, expiresAt, this.context.principal?.userId ?? null],
    );
    const token = signLink({ tenantId: this.context.tenantId, id: row!.id, expiresAt: row!.expiresAt }, this.key);
    return { ...row!, url: `${this.config.publicUrl}/api/v1/owner/${token}` };
  }

  /** Newest first. @throws AppError NOT_FOUND */
  async list(ownerId: number): Promise<OwnerLinkRow[]> {
    await this.owners.get(ownerId);
    return this.db.rows(
      `SELECT ${COLUMNS} FROM owner_link WHERE owner_id = $1 ORDER BY created_at DESC, id DESC LIMIT ${MOST_SHOWN}`,
      [ownerId],
    );
  }

  /** From now on none of the owner's links opens anything. @throws AppError NOT_FOUND */
  async revoke(ownerId: number): Promise<void> {
    await this.owners.get(ownerId);
    await this.db.transaction((tx) =>
      tx.run('UPDATE owner_link SET revoked_at = now() WHERE owner_id = $1 AND revoked_at IS NULL', [ownerId]),
    );
  }

  /** Runs fn for the tenant and the owner of a token. Undefined for every token that opens nothing. */
  async open<T>(token: string, fn: (ownerId: number) => Promise<T>): Promise<T | undefined> {
    const link = readLink(token, this.key, new Date());
    if (!link || !(await this.tenants.isOpen(link.tenantId))) return undefined;
    return this.context.asTenant(link.tenantId, async () => {
      const row = await this.db.first<{ ownerId: number }>(
        `SELECT owner_id AS "ownerId" FROM owner_link WHERE id = $1 AND revoked_at IS NULL AND expires_at > now()`,
        [link.id],
      );
      return row && fn(row.ownerId);
    });
  }

  /** Why a link opens nothing that was once given out, and since when; undefined for every other text. */
  async ended(token: string): Promise<{ why: 'over' | 'revoked'; at: Date } | undefined> {
    const link = readLink(token, this.key, new Date(0));
    if (!link || !(await this.tenants.isOpen(link.tenantId))) return undefined;
    return this.context.asTenant(link.tenantId, async () => {
      const row = await this.db.first<Pick<OwnerLinkRow, 'expiresAt' | 'revokedAt'>>(
        `SELECT expires_at AS "expiresAt", revoked_at AS "revokedAt" FROM owner_link WHERE id = $1`,
        [link.id],
      );
      if (row?.revokedAt) return { why: 'revoked', at: row.revokedAt };
      return row && row.expiresAt <= new Date() ? { why: 'over', at: row.expiresAt } : undefined;
    });
  }

  /** The same, with a problem where nothing is opened. @throws AppError NOT_FOUND */
  async opened<T>(token: string, fn: (ownerId: number) => Promise<T>): Promise<T> {
    const result = await this.open(token, fn);
    if (result === undefined) throw notFound('Statement');
    return result;
  }
}
