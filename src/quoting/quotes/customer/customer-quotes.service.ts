import { Injectable } from '@nestjs/common';
import { QuotingSettingsService } from '../../catalogue/settings/quoting-settings.service.js';
import { PartReader } from '../part-reader.js';
import type { QuoteWithItems } from '../quote-row.js';
import { isShown } from '../quote-state.js';
import { CustomerOrders } from './customer-orders.js';
import type { CustomerQuoteResponse } from './customer-quotes.dto.js';
import { customerView } from './customer-view.js';

/** Quotes as their customers see them, with what became of them and whom to ask. */
@Injectable()
export class CustomerQuotes {
  constructor(
    private readonly settings: QuotingSettingsService,
    private readonly parts: PartReader,
    private readonly orders: CustomerOrders,
  ) {}

  async view(quote: QuoteWithItems): Promise<CustomerQuoteResponse> {
    const now = new Date();
    if (!isShown(quote.state)) return customerView(quote, now);
    const { shopEmail } = await this.settings.needed();
    return customerView(quote, now, {
      email: shopEmail,
      order: quote.state === 'accepted' ? await this.orders.of(quote.id) : undefined,
      looks: await this.parts.looks(quote.items.map(({ fileId }) => fileId)),
    });
  }
}
