import { Injectable } from '@nestjs/common';
import { OutboundClient } from '../../../platform/outbound/outbound.client.js';
import { CalendarAccounts } from '../accounts/calendar-accounts.js';
import { connectTrouble, TRY_MS } from '../accounts/connect-trouble.js';
import type { SourceAccount } from '../calendar-source.js';
import { IcsFeed } from './ics-feed.js';
import { fileOf } from './ics.source.js';

/** Subscriptions of the user who acts. */
@Injectable()
export class IcsConnections {
  constructor(
    private readonly outbound: OutboundClient,
    private readonly feed: IcsFeed,
    private readonly accounts: CalendarAccounts,
  ) {}

  /**
   * Subscribes to a calendar, once it has been read. One of the same name gets the new address.
   * @throws AppError VALIDATION_FAILED, UNPROCESSABLE, CONFLICT
   */
  async connect(address: string, name: string): Promise<SourceAccount> {
    const url = this.outbound.parse(address.trim().replace(/^webcals?:/i, 'https:'), 'url', true).href;
    try {
      const feed = await this.feed.fetch(url, AbortSignal.timeout(TRY_MS));
      fileOf(feed!);
    } catch (error) {
      throw connectTrouble(error, { address: 'url', secret: 'url' });
    }
    return this.accounts.connect({ source: 'ics', name, secrets: { server_url: url } });
  }
}
