import { Injectable } from '@nestjs/common';
import type { Period } from '../reservations/reservation-row.js';
import { StatementGeneration } from '../statements/statement-generation.js';
import type { GenerationOutcome, GenerationRequest } from '../statements/statement-types.js';
import { ProviderReads } from './provider-reads.js';
import { RunTargets, type Target } from './run-targets.js';

/** What precedes a statement and the making itself, the same for one owner and for all. */
@Injectable()
export class StatementMaking {
  constructor(
    private readonly targets: RunTargets,
    private readonly reads: ProviderReads,
    private readonly generation: StatementGeneration,
  ) {}

  /**
   * Asks the providers for the stays of the listings. Calls to the outside: not in a transaction.
   * @throws Error when one did not answer: no statement is made of what may be half the stays
   */
  async refresh(target: Target, { from, to }: Period, signal: AbortSignal): Promise<void> {
    for (const listingId of await this.targets.listings(target, { from, to })) {
      signal.throwIfAborted();
      await this.reads.refresh(listingId, { from, to }, signal);
    }
  }

  /** In the caller's transaction if one is open. */
  async make({ ownerId, listingId, from, to, calculationType }: GenerationRequest): Promise<GenerationOutcome> {
    return this.generation.generate({ ownerId, listingId, from, to, calculationType });
  }
}
