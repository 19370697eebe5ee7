import { type JobContext, type JobHandler, Processor } from '../../../jobs/index.js';
import { QuoteMails } from '../quote-mails.js';
import { QuotesRepository } from '../quotes.repository.js';
import { QuoteExpiry, type QuoteExpiryPayload, type QuoteExpiryResult } from './quote-expiry.job.js';

/** Ends quotes in steps, each a transaction with its mails, until none is due. */
@Processor(QuoteExpiry)
export class QuoteExpiryProcessor implements JobHandler<QuoteExpiryPayload, QuoteExpiryResult> {
  constructor(
    private readonly quotes: QuotesRepository,
    private readonly mails: QuoteMails,
  ) {}

  async handle(_: QuoteExpiryPayload, ctx: JobContext): Promise<QuoteExpiryResult> {
    let expired = 0;
    for (;;) {
      ctx.signal.throwIfAborted();
      const ended = await ctx.transaction(async () => {
        const quotes = await this.quotes.expireDue();
        for (const quote of quotes) await this.mails.expired(quote);
        return quotes;
      });
      for (const { number, revision } of ended) ctx.item(`${number} rev ${revision}`, 'ok');
      expired += ended.length;
      if (ended.length === 0) return { expired };
    }
  }
}
