import { Injectable } from '@nestjs/common';
import type { Period } from '../reservations/reservation-row.js';

/**
 * Brings the stays of a listing up to date from its provider before a statement is made of them. Nothing happens for a listing
 * that no connection reads.
 */
export abstract class ProviderReads {
  /**
   * Resolves when everything that the provider has of the period is kept.
   * @throws Error when the provider did not answer, or not completely: no statement is made of half the stays
   */
  abstract refresh(listingId: number, period: Period, signal: AbortSignal): Promise<void>;
}

/** As long as there are no connections. */
@Injectable()
export class NoProviderReads extends ProviderReads {
  override refresh(): Promise<void> {
    return Promise.resolve();
  }
}
