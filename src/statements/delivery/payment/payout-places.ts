import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import type { LocalDate } from '../../../platform/dates/index.js';
import { invalid } from '../../../platform/errors/app-error.js';
import { OwnershipService } from '../../parties/ownership/ownership.service.js';

/** Before all days. */
const BEGINNING = '1900-01-01' as LocalDate;

/** Which statements of an owner take a payout off that settles none of them. */
@Injectable()
export class PayoutPlaces {
  constructor(
    private readonly db: TenantDatabase,
    private readonly ownership: OwnershipService,
  ) {}

  /**
   * The listing whose statements do; null: those of all listings together, or nobody knows yet, and there is only one listing.
   * @throws AppError VALIDATION_FAILED where a listing must be named, or must not, by the kind of statements that the owner has
   */
  async of(ownerId: number, listingId: number | null, day: LocalDate): Promise<number | null> {
    const last = await this.db.first<{ listingId: number | null }>(
      `SELECT listing_id AS "listingId" FROM statement WHERE owner_id = $1 AND state <> 'void'
       ORDER BY finalised_at DESC NULLS LAST, created_at DESC LIMIT 1`,
      [ownerId],
    );
    if (last && last.listingId === null) {
      if (listingId === null) return null;
      throw invalid('listingId', "The owner's statements are of all listings together: leave the listing out");
    }
    if (listingId !== null) return listingId;
    const listings = new Set([
      ...(await this.ownership.listingsOf(ownerId, { from: BEGINNING, to: day })),
      ...(await this.ownership.changedListings(ownerId)),
    ]);
    if (listings.size > 1)
      throw invalid('listingId', 'The owner has several listings: say the listing, or the statement that it settles');
    const [only] = listings;
    return last ? (only ?? null) : null;
  }
}
