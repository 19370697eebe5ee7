import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { AppError, invalid } from '../../platform/errors/app-error.js';
import { selectedTotals } from './pricing/price-quote.js';
import { chosenTiers } from './quote-answers.js';
import type { Decision, QuoteWithItems } from './quote-row.js';
import { quantitiesOf } from './quote-choices.js';
import { isAllowed, refusal } from './quote-state.js';
import type { AcceptQuoteRequest } from './quotes-requests.dto.js';
import { QuotesRepository } from './quotes.repository.js';

type Hook = (quote: QuoteWithItems) => Promise<void>;

/**
 * Accept or decline, by the customer or by the shop for the customer. The quote's row is locked first, so that of several
 * decisions at the same time one is made; the others see what it was.
 */
@Injectable()
export class QuoteDecisions {
  private readonly accepted: Hook[] = [];
  private readonly declined: Hook[] = [];

  constructor(
    private readonly db: TenantDatabase,
    private readonly quotes: QuotesRepository,
  ) {}

  /** Runs in the transaction that accepts a quote, once for each quote. */
  onAccepted(hook: Hook): void {
    this.accepted.push(hook);
  }

  /** Runs in the transaction that declines a quote. */
  onDeclined(hook: Hook): void {
    this.declined.push(hook);
  }

  /**
   * Accepts a quote; accepted again, it is answered as it was the first time.
   * @throws AppError NOT_FOUND; VALIDATION_FAILED for a quantity that was not offered; CONFLICT in another state, after the
   *   last day, or accepted before with other quantities
   */
  accept(id: string, by: Decision['by'], request: AcceptQuoteRequest): Promise<QuoteWithItems> {
    return this.db.transaction(async () => {
      const quote = await this.quotes.lock(id);
      if (quote.state === 'accepted') return sameAgain(quote, request);
      this.check(quote, 'accept');
      const quantities = quantitiesOf(quote, request.quantities ?? []);
      const decision: Decision = { by, name: request.name, note: request.note ?? null, reason: null, quantities };
      const price = quote.price!;
      const totals = selectedTotals(quote.snapshot!, price.lines, chosenTiers(price, decision));
      await this.quotes.decided(id, 'accepted', decision, totals);
      const accepted = await this.quotes.get(id);
      for (const hook of this.accepted) await hook(accepted);
      return accepted;
    });
  }

  /** Declines a quote; declined again, it is answered as it was. @throws AppError NOT_FOUND, CONFLICT */
  decline(id: string, by: Decision['by'], reason: string | undefined): Promise<QuoteWithItems> {
    return this.db.transaction(async () => {
      const quote = await this.quotes.lock(id);
      if (quote.state === 'declined') return quote;
      this.check(quote, 'decline');
      const decision: Decision = { by, name: null, note: null, reason: reason ?? null, quantities: {} };
      await this.quotes.decided(id, 'declined', decision, null);
      const declined = await this.quotes.get(id);
      for (const hook of this.declined) await hook(declined);
      return declined;
    });
  }

  /** Ends a quote before its last day. @throws AppError NOT_FOUND, CONFLICT */
  expire(id: string): Promise<QuoteWithItems> {
    return this.db.transaction(async () => {
      const quote = await this.quotes.lock(id);
      if (!isAllowed('expire', quote.state)) throw new AppError('CONFLICT', refusal('expire', quote.state));
      await this.quotes.setState(id, 'expired');
      return this.quotes.get(id);
    });
  }

  /** The last day counts, whether or not the job that ends quotes has run. */
  private check({ state, expiresAt, validUntil }: QuoteWithItems, action: 'accept' | 'decline'): void {
    if (!isAllowed(action, state)) throw new AppError('CONFLICT', refusal(action, state));
    if (expiresAt!.getTime() <= Date.now())
      throw new AppError('CONFLICT', `The quote was valid until ${validUntil}; ask for a new one`);
  }
}

/** @throws AppError CONFLICT when another quantity is asked for than was accepted: the customer would believe in it */
function sameAgain(quote: QuoteWithItems, { quantities = [] }: AcceptQuoteRequest): QuoteWithItems {
  const other = quantities.find(({ position, quantity }) => quote.decision!.quantities[position] !== quantity);
  if (other) {
    const accepted = quote.decision!.quantities[other.position];
    if (accepted === undefined) throw invalid('quantities', `The quote has no line ${other.position}`);
    throw new AppError(
      'CONFLICT',
      `It was accepted with ${accepted} of line ${other.position} already; ask for a change`,
    );
  }
  return quote;
}
