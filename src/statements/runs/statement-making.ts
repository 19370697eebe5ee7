import { Injectable } from '@nestjs/common';
import { parseLocalDate } from '../../platform/dates/index.js';
import { RecurringExpensesService } from '../expenses/recurring/recurring-expenses.service.js';
import type { Period } from '../reservations/reservation-row.js';
import { StatementGeneration } from '../statements/statement-generation.js';
import type { GenerationOutcome, GenerationRequest } from '../statements/statement-types.js';
import { ProviderReads } from '../connections/provider-reads.js';
import { RunTargets, type Target } from './run-targets.js';

/** What precedes a statement and the making itself, the same for one owner and for all. */
@Injectable()
export class StatementMaking {
  constructor(
    private readonly targets: RunTargets,
    private readonly reads: ProviderReads,
    private readonly recurring: RecurringExpensesService,
    private readonly generation: StatementGeneration,
  ) {}

  /**
   * Asks the providers for the stays of the listings. Calls to the outside: not in a transaction.
   * @throws Error when one did not answer: no statement is made of what may be half the stays
   */
  async refresh(target: Target, { from, to }: Period, signal: AbortSignal): Promise<void> {
    const period = { from: parseLocalDate(from), to: parseLocalDate(to) };
    for (const listingId of await this.targets.listings(target, period)) {
      signal.throwIfAborted();
      await this.reads.refresh(listingId, period, signal);
    }
  }

  /** Makes what recurs in the period, or was entered too late for a final statement, an expense, before the statement locks anything. */
  async expenses(target: Target, { from, to }: Period): Promise<void> {
    const period = { from: parseLocalDate(from), to: parseLocalDate(to) };
    await this.recurring.materialise(await this.targets.listings(target, period), period);
  }

  /** In the caller's transaction if one is open. */
  async make(request: GenerationRequest): Promise<GenerationOutcome> {
    const { ownerId, listingId, from, to, calculationType, byItself } = request;
    return this.generation.generate({ ownerId, listingId, from, to, calculationType, byItself });
  }
}
