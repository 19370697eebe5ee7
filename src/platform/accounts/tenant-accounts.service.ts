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

/** What people read as the reason of the pause of a disabled tenant's jobs. */
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
   * Renames, disables or enables. While a tenant is disabled its people, keys and links are refused at once, and its jobs wait, whatever
   * pauses are set or lifted by hand meanwhile; these stay as they are when it is enabled. Nothing of it is removed.
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
          `INSERT INTO queue_pause (name, tenant_id, reason, by_operator, tenant_disabled) VALUES (NULL, $1, $2, true, true)
           ON CONFLICT DO NOTHING`,
          [id, DISABLED],
        );
      if (disabled === false) await tx.run('DELETE FROM queue_pause WHERE tenant_id = $1 AND tenant_disabled', [id]);
    });
    // As with every pause: jobs that have been rung already go back, or workers would still run them. After the commit, since a relay
    // that began before it has not seen the pause.
    if (disabled === true)
      await this.db.run(
        `UPDATE job_live SET status = 'PENDING', rung_at = NULL, checked_at = NULL, bell = NULL
         WHERE id IN (SELECT id FROM job_live WHERE tenant_id = $1 AND status = 'QUEUED' FOR UPDATE SKIP LOCKED)`,
        [id],
      );
    return this.get(id);
  }
}
