import { type JobContext, type JobHandler, PermanentJobError, Processor } from '../../../jobs/index.js';
import { AppError } from '../../../platform/errors/app-error.js';
import { formatMoney } from '../../../platform/money/index.js';
import type { PricedQuote } from '../pricing/price-quote.js';
import { toCostedTier, toReason } from '../quote-answers.js';
import { AnalysisPending, QuotePricing } from '../quote-pricing.service.js';
import { QuotesService } from '../quotes.service.js';
import {
  QuoteCalculation,
  type QuoteCalculationPayload,
  type QuoteCalculationResult,
} from './quote-calculation.job.js';

/** How long a calculation waits for the analysis of its files, ms, and how long between two looks. */
const PATIENCE_MS = 3_600_000;
const LOOK_MS = { first: 1_000, longest: 30_000 };

/** Prices a quote once its files are analysed: until then it puts itself off, which spends no attempt. */
@Processor(QuoteCalculation)
export class QuoteCalculationProcessor implements JobHandler<QuoteCalculationPayload, QuoteCalculationResult> {
  constructor(
    private readonly quotes: QuotesService,
    private readonly pricing: QuotePricing,
  ) {}

  async handle(payload: QuoteCalculationPayload, ctx: JobContext) {
    try {
      return await ctx.complete(() => (payload.quoteId === undefined ? this.loose(payload) : this.quote(payload)));
    } catch (error) {
      if (error instanceof AnalysisPending) this.wait(error, ctx);
      // The order itself is wrong: the next attempt would find the same.
      if (error instanceof AppError && error.status < 500)
        throw new PermanentJobError(error.code, error.message, { cause: error });
      throw error;
    }
  }

  private wait({ message, fileIds }: AnalysisPending, ctx: JobContext): never {
    const waited = Date.now() - ctx.scheduledFor.getTime();
    if (waited > PATIENCE_MS)
      throw new PermanentJobError('ANALYSIS_PENDING', `${message} after an hour: ${fileIds.join(', ')}`);
    return ctx.snooze(Math.min(LOOK_MS.longest, Math.max(LOOK_MS.first, waited / 2)));
  }

  private async quote({ quoteId, items }: QuoteCalculationPayload): Promise<QuoteCalculationResult> {
    const quote = await this.quotes.calculate(quoteId!, items);
    return { quoteId: quote.id, number: quote.number, ...told(quote.price!, quote.priceHash!, quote.currency) };
  }

  private async loose({ items, level = 'standard' }: QuoteCalculationPayload): Promise<QuoteCalculationResult> {
    const { items: rows, ...basis } = await this.quotes.items(items!, level);
    const { currency } = basis.offer.settings;
    const { price, hash } = await this.pricing.price(rows, level, currency, basis);
    return { quoteId: null, number: null, ...told(price, hash, currency) };
  }
}

function told(price: PricedQuote, priceHash: string, currency: string) {
  const { totals } = price;
  const money = (minor: number | undefined) => (minor === undefined ? null : formatMoney(minor, currency));
  return {
    state: totals ? ('ready' as const) : ('needs_review' as const),
    currency,
    subtotal: money(totals?.subtotalMinor),
    tax: money(totals?.taxMinor),
    total: money(totals?.totalMinor),
    lines: price.lines.map(({ position, tiers }) => ({
      position,
      tiers: tiers.map((tier) => toCostedTier(tier, currency)),
    })),
    reasons: price.reasons.map(toReason),
    priceHash,
  };
}
