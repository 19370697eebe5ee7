import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { notFound } from '../../../platform/errors/app-error.js';
import { RequestContext } from '../../../platform/tenancy/context.js';
import { TenantsService } from '../../../platform/tenancy/tenants.service.js';
import type { QuoteRow } from '../quote-row.js';
import { linkKey, readLink, signLink } from './quote-link.js';

/** A link still tells for so long that its quote is over. */
const DAYS_AFTER = 30;
const DAY_MS = 86_400_000;

/** Links by which customers see their quotes, without an account. */
@Injectable()
export class QuoteLinks {
  private readonly key: Buffer;

  constructor(
    private readonly config: Config,
    private readonly context: RequestContext,
    private readonly tenants: TenantsService,
  ) {
    this.key = linkKey(config.JWT_SECRET);
  }

  /**
   * Where the customer of a quote finds it, the same every time; null before it was sent. Not told to STAFF: who has the link
   * may accept the quote, and STAFF only reads.
   */
  of(quote: Pick<QuoteRow, 'id' | 'expiresAt'>): string | null {
    if (this.context.principal?.role === 'STAFF') return null;
    return quote.expiresAt && this.until(quote.id, quote.expiresAt);
  }

  /** The link of a quote that is valid until an instant. */
  until(quoteId: string, end: Date): string {
    const expiresAt = new Date(end.getTime() + DAYS_AFTER * DAY_MS);
    const token = signLink({ tenantId: this.context.tenantId, quoteId, expiresAt }, this.key);
    return `${this.config.publicUrl}/api/v1/customer/quotes/${token}/page`;
  }

  /** When a link was over that was once given out; undefined for one that still holds, and for every other text. */
  ended(token: string): Date | undefined {
    const link = readLink(token, this.key, new Date(0));
    return link && link.expiresAt <= new Date() ? link.expiresAt : undefined;
  }

  /** Runs fn for the tenant and the quote of a token. @throws AppError NOT_FOUND, the same for every token that opens nothing */
  async open<T>(token: string, fn: (quoteId: string, tenantId: string) => Promise<T>): Promise<T> {
    const link = readLink(token, this.key, new Date());
    if (!link || !(await this.tenants.isOpen(link.tenantId))) throw notFound('Quote');
    return this.context.asTenant(link.tenantId, () => fn(link.quoteId, link.tenantId));
  }
}
