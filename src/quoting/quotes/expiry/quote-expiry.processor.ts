import { type JobContext, type JobHandler, momentOf, Processor } from '../../../jobs/index.js';
import { QuotingSettingsService } from '../../catalogue/settings/quoting-settings.service.js';
import { QuoteMails } from '../quote-mails.js';
import { QuotesRepository } from '../quotes.repository.js';
import { QuoteExpiry, type QuoteExpiryPayload, type QuoteExpiryResult } from './quote-expiry.job.js';
import { ShopMidnight } from './shop-midnight.js';

/** Ends quotes in steps, each a transaction with its mails, until none is due. */
@Processor(QuoteExpiry)
export class QuoteExpiryProcessor implements JobHandler<QuoteExpiryPayload, QuoteExpiryResult> {
  constructor(
    private readonly quotes: QuotesRepository,
    private readonly mails: QuoteMails,
    private readonly settings: QuotingSettingsService,
    private readonly midnight: ShopMidnight,
  ) {}

  async handle({ asOf }: QuoteExpiryPayload, ctx: JobContext): Promise<QuoteExpiryResult> {
    const { timezone } = await this.settings.needed();
    const moment = momentOf(asOf, timezone, new Date());
    let expired = 0;
    // At last those are waited for that somebody else was at, or they would be told of a day late.
    let wait = false;
    for (;;) {
      ctx.signal.throwIfAborted();
      const ended = await ctx.transaction(async () => {
        const quotes = await this.quotes.expireDue(moment, wait);
        for (const quote of quotes) await this.mails.expired(quote);
        return quotes;
      });
      for (const { number, revision } of ended) ctx.item(`${number} rev ${revision}`, 'ok');
      expired += ended.length;
      if (ended.length === 0 && wait) break;
      wait = ended.length === 0;
    }
    await ctx.transaction(() => this.midnight.run());
    return { expired };
  }
}
