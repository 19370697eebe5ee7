import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { notFound } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import type { JobContract } from '../contract/define-job.js';

/** Hotels that are remembered as seen, of all tenants together. */
const REMEMBERED = 100_000;

/**
 * Finds the hotel a job is about. A request that names a hotel which does not exist, or another tenant's, is refused at once:
 * if it were accepted, the job could only fail later, when its user no longer looks.
 */
@Injectable()
export class NamedHotels {
  /** `<tenant>:<hotel>`. A hotel is never removed, so one that was seen is there. */
  private readonly seen = new Set<string>();

  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
  ) {}

  /**
   * Hotel of each payload, in their order; null for one that is about no hotel.
   * @throws AppError NOT_FOUND when one names a hotel, or a thing of a hotel, that the tenant does not have; or things of two.
   */
  async of(contract: JobContract, payloads: readonly object[]): Promise<(number | null)[]> {
    const named = payloads.map((payload) => contract.hotelOf?.(payload) ?? null);
    await this.mustExist(named);
    if (!contract.hotelsOf) return named;
    const found = await this.db.transaction((tx) => contract.hotelsOf!(payloads, tx));
    return named.map((hotel, n) => {
      const other = found[n] ?? null;
      if (hotel !== null && other !== null && hotel !== other) throw notFound('Such a thing of this hotel');
      return hotel ?? other;
    });
  }

  /** @throws AppError NOT_FOUND when the tenant does not have all of these hotels; nulls are none. */
  async mustExist(ids: readonly (number | null)[]): Promise<void> {
    const { tenantId } = this.context;
    const keyOf = (id: number) => `${tenantId}:${id}`;
    const unseen = [...new Set(ids)].filter((id) => id != null).filter((id) => !this.seen.has(keyOf(id)));
    if (unseen.length === 0) return;
    const rows = await this.db.rows<{ id: number }>('SELECT id FROM hotel WHERE id = ANY($1::int[])', [unseen]);
    if (rows.length < unseen.length) throw notFound('Hotel');
    // A hotel that the open transaction has inserted may still be rolled back.
    if (this.db.open) return;
    if (this.seen.size >= REMEMBERED) this.seen.clear();
    for (const id of unseen) this.seen.add(keyOf(id));
  }
}
