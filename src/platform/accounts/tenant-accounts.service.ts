import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { violates } from '../database/postgres-error.js';
import { SystemDatabase } from '../database/system-database.js';
import { AppError, notFound } from '../errors/app-error.js';

export interface TenantView {
  id: string;
  /** Short name, unique, never changed. */
  slug: string;
  name: string;
  createdAt: Date;
  disabledAt: Date | null;
  /** People who can log in. */
  users: number;
}

const VIEW = `t.id, t.slug, t.name, t.created_at AS "createdAt", t.disabled_at AS "disabledAt",
  (SELECT count(*) FROM app_user u WHERE u.tenant_id = t.id AND u.disabled_at IS NULL) AS users`;

/** Reason of the pause of a disabled tenant's jobs; it tells this pause from those an operator has set by hand. */
const DISABLED = 'The tenant is disabled';

/** The tenants as operators see and make them. */
@Injectable()
export class TenantAccountsService {
  constructor(private readonly db: SystemDatabase) {}

  /** @throws AppError CONFLICT when the short name is taken. */
  async create(tenant: { slug: string; name: string }): Promise<TenantView> {
    const id = uuidv7();
    try {
      await this.db.run('INSERT INTO tenant (id, slug, name) VALUES ($1, $2, $3)', [id, tenant.slug, tenant.name]);
    } catch (error) {
      if (violates(error, 'tenant_slug_key'))
        throw new AppError('CONFLICT', `There is a tenant ${tenant.slug} already`);
      throw error;
    }
    return this.get(id);
  }

  /** Oldest first. */
  async list(limit: number, offset: number): Promise<{ tenants: TenantView[]; total: number }> {
    const count = await this.db.first<{ total: number }>('SELECT count(*) AS total FROM tenant');
    const tenants = await this.db.rows<TenantView>(
      `SELECT ${VIEW} FROM tenant t ORDER BY t.created_at, t.id LIMIT $1 OFFSET $2`,
      [limit, offset],
    );
    return { tenants, total: count!.total };
  }

  /** @throws AppError NOT_FOUND */
  async get(id: string): Promise<TenantView> {
    const tenant = await this.db.first<TenantView>(`SELECT ${VIEW} FROM tenant t WHERE t.id = $1`, [id]);
    if (!tenant) throw notFound('Tenant');
    return tenant;
  }

  /** @throws AppError NOT_FOUND */
  async bySlug(slug: string): Promise<TenantView> {
    const tenant = await this.db.first<TenantView>(`SELECT ${VIEW} FROM tenant t WHERE t.slug = $1`, [slug]);
    if (!tenant) throw notFound('Tenant');
    return tenant;
  }

  /**
   * Renames, disables or enables. While a tenant is disabled its people and keys are refused at once, and its jobs wait;
   * nothing of it is removed.
   * @throws AppError NOT_FOUND
   */
  async change(id: string, { name, disabled }: { name?: string; disabled?: boolean }): Promise<TenantView> {
    await this.db.transaction(async (tx) => {
      const done = await tx.run(
        `UPDATE tenant SET name = coalesce($2, name),
           disabled_at = CASE WHEN $3::boolean THEN coalesce(disabled_at, now()) WHEN NOT $3 THEN NULL ELSE disabled_at END
         WHERE id = $1`,
        [id, name ?? null, disabled ?? null],
      );
      if (done === 0) throw notFound('Tenant');
      if (disabled === true)
        await tx.run(
          `INSERT INTO queue_pause (name, tenant_id, reason, by_operator) VALUES (NULL, $1, $2, true)
           ON CONFLICT DO NOTHING`,
          [id, DISABLED],
        );
      if (disabled === false)
        await tx.run('DELETE FROM queue_pause WHERE name IS NULL AND tenant_id = $1 AND reason = $2', [id, DISABLED]);
    });
    return this.get(id);
  }
}
