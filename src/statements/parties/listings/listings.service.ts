import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { breaksReference, violates } from '../../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { AppError, invalid, notFound } from '../../../platform/errors/app-error.js';
import { given } from '../../../platform/http/given.js';
import type {
  CreateListingRequest,
  ListingResponse,
  ListingsQuery,
  ListingsResponse,
  UpdateListingRequest,
} from './listings.dto.js';
import { Listing } from './listing.entity.js';

@Injectable()
export class ListingsService {
  constructor(private readonly db: TenantDatabase) {}

  /** @throws AppError NOT_FOUND (parent), CONFLICT (code taken) */
  create(request: CreateListingRequest): Promise<ListingResponse> {
    return this.saving(async () => {
      if (request.parentId != null) await this.assertParent(request.parentId);
      return this.db.withRepository(Listing, async (listings) => {
        const { id } = await listings.save(listings.create(given(request)));
        return toResponse(await listings.findOneByOrFail({ id }));
      });
    });
  }

  /** @throws AppError NOT_FOUND, VALIDATION_FAILED (parent), CONFLICT (code taken) */
  update(id: number, request: UpdateListingRequest): Promise<ListingResponse> {
    return this.saving(async () => {
      const before = await this.locked(id);
      if (request.parentId != null) await this.assertParent(request.parentId, id);
      return this.db.withRepository(Listing, async (listings) => {
        await listings.save(listings.merge(before, given(request)));
        return toResponse(await listings.findOneByOrFail({ id }));
      });
    });
  }

  /** By name. */
  async list({ status, ownerId, limit, offset }: ListingsQuery): Promise<ListingsResponse> {
    const rows = await this.db.rows<ListingResponse & { total: number }>(
      `SELECT l.id, l.name, l.code, l.currency, l.timezone, l.status, l.parent_id AS "parentId", count(*) OVER () AS total
       FROM listing l
       WHERE ($1::text IS NULL OR l.status = $1)
         AND ($2::int IS NULL OR EXISTS (SELECT FROM ownership o WHERE o.listing_id = l.id AND o.owner_id = $2))
       ORDER BY l.name, l.id LIMIT $3 OFFSET $4`,
      [status ?? null, ownerId ?? null, limit, offset],
    );
    return { listings: rows.map(({ total: _, ...listing }) => listing), total: rows[0]?.total ?? 0 };
  }

  async answer(id: number): Promise<ListingResponse> {
    return toResponse(await this.get(id));
  }

  /** @throws AppError NOT_FOUND */
  async get(id: number): Promise<Listing> {
    const listing = await this.db.withRepository(Listing, (listings) => listings.findOneBy({ id }));
    if (!listing) throw notFound('Listing');
    return listing;
  }

  /** Those of the ids that exist, by id. */
  async byIds(ids: readonly number[]): Promise<Map<number, Listing>> {
    const rows = await this.db.withRepository(Listing, (all) => all.findBy({ id: In([...new Set(ids)]) }));
    return new Map(rows.map((listing) => [listing.id, listing]));
  }

  /** Until the transaction ends, nobody changes the listing or who owns it. @throws AppError NOT_FOUND */
  async locked(id: number): Promise<Listing> {
    const listing = await this.db.withRepository(Listing, (listings) =>
      listings.findOne({ where: { id }, lock: { mode: 'for_no_key_update' } }),
    );
    if (!listing) throw notFound('Listing');
    return listing;
  }

  /** A parent has no parent of its own: parts of parts would let a listing be its own ancestor. */
  private async assertParent(parentId: number, id?: number): Promise<void> {
    if (parentId === id) throw invalid('parentId', 'A listing is no part of itself');
    const parent = await this.db.withRepository(Listing, (all) =>
      all.findOne({ where: { id: parentId }, lock: { mode: 'for_no_key_update' } }),
    );
    if (!parent) throw notFound('Parent listing');
    if (parent.parentId !== null) throw invalid('parentId', 'The parent is itself a part of another listing');
    if (id === undefined) return;
    const child = await this.db.first('SELECT 1 FROM listing WHERE parent_id = $1 LIMIT 1', [id]);
    if (child) throw invalid('parentId', 'The listing has parts of its own');
  }

  private async saving<T>(write: () => Promise<T>): Promise<T> {
    try {
      return await this.db.transaction(write);
    } catch (error) {
      if (violates(error, 'listing_code_key')) throw new AppError('CONFLICT', 'A listing has this code already');
      if (breaksReference(error)) throw notFound('Parent listing');
      throw error;
    }
  }
}

function toResponse({ id, name, code, currency, timezone, status, parentId }: Listing): ListingResponse {
  return { id, name, code, currency, timezone, status, parentId };
}
