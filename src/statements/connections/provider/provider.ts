import type { ReservationFacts } from '../../reservations/reservation-facts.js';
import type { Period } from '../../reservations/reservation-row.js';
import type { ProviderSession } from './provider-session.js';

export const PROVIDERS = ['hostify', 'guesty'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** A listing as its provider tells it. */
export interface ProviderListing {
  externalId: string;
  name: string;
  currency: string | null;
  /** False: no longer managed there; its stays are still told. */
  active: boolean;
}

/** A stay as its provider tells it, in our terms. */
export interface ProviderStay {
  externalId: string;
  facts: Omit<ReservationFacts, 'listingId'>;
  /** False: never became a booking (an enquiry, a refusal). It is only of interest when it was one before. */
  booking: boolean;
  /** As it came. */
  raw: unknown;
}

/** What is told of one listing. */
export interface ListingStays {
  stays: ProviderStay[];
  /** Stays of the same listing on other days that were read as well; not all that there are. */
  others: ProviderStay[];
  /** Listings that were read: itself, and those that are parts of it. */
  parts: string[];
}

/** Which of our listings a provider is asked about. */
export interface ListingToRead {
  externalId: string;
  /** What amounts are in that name no currency. */
  currency: string;
}

/**
 * One provider's way of telling stays. Whatever it answers is complete, or it throws: a reading that ended early looks like a
 * month without guests.
 */
export interface Provider {
  readonly name: ProviderName;
  readonly defaultUrl: string;
  /** Whether a key alone is enough, or a client id goes with it. */
  readonly needsClientId: boolean;
  readonly limits: ProviderLimits;
  /** All listings that the provider names. @throws ProviderError */
  listings(session: ProviderSession): Promise<ProviderListing[]>;
  /** Stays of a listing with a night, an arrival or a departure in the period. @throws ProviderError */
  stays(session: ProviderSession, listing: ListingToRead, period: Period): Promise<ListingStays>;
  /** One stay by its id, whatever its days, with the listing that it is at now; undefined: there is none. @throws ProviderError */
  stay(
    session: ProviderSession,
    externalId: string,
    currency: string,
  ): Promise<{ stay: ProviderStay; listing: string } | undefined>;
  /** Listings that have stays, though `listings` does not name them. @throws ProviderError */
  unlisted(session: ProviderSession, known: ReadonlySet<string>): Promise<ProviderListing[]>;
}

/** What a provider takes from one key. */
export interface ProviderLimits {
  concurrency: number;
  /** Starts of requests in a minute; null: not told. */
  perMinute: number | null;
}
