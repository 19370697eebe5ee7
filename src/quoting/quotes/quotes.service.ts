import { Injectable } from '@nestjs/common';
import { violates } from '../../platform/database/postgres-error.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { today } from '../../platform/dates/index.js';
import { AppError, invalid } from '../../platform/errors/app-error.js';
import type { PageQuery } from '../../platform/http/page.query.js';
import { parseAmount } from '../../platform/money/parse-amount.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import type { Level } from '../catalogue/fields.js';
import { Customer } from '../catalogue/customers/customer.entity.js';
import { Finish } from '../catalogue/finishes/finish.entity.js';
import { MasterDataRepository } from '../catalogue/master-data.repository.js';
import { Material } from '../catalogue/materials/material.entity.js';
import { Process } from '../catalogue/processes/process.entity.js';
import { QuotingSettingsService } from '../catalogue/settings/quoting-settings.service.js';
import { PartFilesService } from '../files/part-files.service.js';
import type { ManualPrice } from './pricing/price-quote.js';
import { itemsOf, withManualPrices } from './quote-items.js';
import { type Basis, QuotePricing } from './quote-pricing.service.js';
import type { ItemRow, QuoteRow, QuoteWithItems, Recipient } from './quote-row.js';
import { isAllowed, type QuoteAction, refusal } from './quote-state.js';
import type {
  CreateQuoteRequest,
  PriceQuoteRequest,
  QuoteItemRequest,
  UpdateQuoteRequest,
} from './quotes-requests.dto.js';
import { type QuoteFilter, QuotesRepository } from './quotes.repository.js';

/** What items name of the catalogue by its code. */
const NAMED = new Map<unknown, 'process' | 'material' | 'finish'>([
  [Process, 'process'],
  [Material, 'material'],
  [Finish, 'finish'],
]);

/** Whom a quote is for and by which prices. */
type Addressee = Pick<QuoteRow, 'customerId' | 'recipient' | 'level'>;

/** Quotes as the shop works on them. */
@Injectable()
export class QuotesService {
  constructor(
    private readonly db: TenantDatabase,
    private readonly context: RequestContext,
    private readonly quotes: QuotesRepository,
    private readonly pricing: QuotePricing,
    private readonly data: MasterDataRepository,
    private readonly settings: QuotingSettingsService,
    files: PartFilesService,
  ) {
    data.onRenamed(async (entity, from, to) => {
      const column = NAMED.get(entity);
      if (column) await this.quotes.renamed(column, from, to);
    });
    files.beforeUnit(async (fileId) => {
      const number = await this.quotes.pricedWith(fileId);
      if (number) throw new AppError('CONFLICT', `${number} has a price for the part as it is: take it back first`);
    });
  }

  list(filter: QuoteFilter, page: PageQuery): Promise<{ quotes: QuoteRow[]; total: number }> {
    return this.quotes.page(filter, page);
  }

  /** @throws AppError NOT_FOUND */
  get(id: string): Promise<QuoteWithItems> {
    return this.quotes.get(id);
  }

  /** @throws AppError VALIDATION_FAILED; NOT_FOUND (customer, file, process, material, finish); CONFLICT without settings */
  create(request: CreateQuoteRequest): Promise<QuoteWithItems> {
    return this.db.transaction(async () => {
      await this.quotes.holdCodes();
      const { currency, timezone, quotePrefix } = await this.settings.needed();
      const addressee = await this.addressee(request);
      const { items } = await this.items(request.items, addressee.level);
      const year = Number(today(timezone, new Date()).slice(0, 4));
      const number = await this.settings.nextNumber(quotePrefix, year);
      const head = { ...addressee, number, revision: 1, note: request.note ?? null, currency, previousId: null };
      return this.quotes.get(await this.quotes.insert(head, items, this.userId));
    });
  }

  /**
   * Changes a quote that nobody has seen; its price is gone, but for prices by hand of items that are made as before. The price level
   * stays unless another is given or another customer is named. @throws AppError VALIDATION_FAILED, NOT_FOUND, CONFLICT
   */
  update(id: string, request: UpdateQuoteRequest): Promise<QuoteWithItems> {
    return this.db.transaction(async () => {
      const before = await this.toWrite(id, 'edit');
      const { byRules = [] } = request;
      const addressee = await this.changed(before, request);
      await this.quotes.edit(id, { ...addressee, note: request.note === undefined ? before.note : request.note });
      const items = request.items
        ? withManualPrices((await this.items(request.items, addressee.level)).items, before.items)
        : before.items;
      const unknown = byRules.find((position) => !items.some((item) => item.position === position));
      if (unknown !== undefined) throw invalid('byRules', `The quote has no item ${unknown}`);
      // Before the price that was agreed is gone: what is out of use has no price by the rules.
      if (byRules.length > 0) await this.pricing.basis(items, addressee.level);
      if (request.items || byRules.length > 0)
        await this.quotes.putItems(
          id,
          items.map((item) => (byRules.includes(item.position) ? { ...item, manual: null } : item)),
        );
      return this.quotes.get(id);
    });
  }

  /** Prices the quote now. @throws AppError NOT_FOUND, CONFLICT; AnalysisPending */
  calculate(id: string, items?: readonly QuoteItemRequest[]): Promise<QuoteWithItems> {
    return this.db.transaction(async () => {
      const quote = await this.toWrite(id, 'calculate');
      if (items) {
        if (!isAllowed('edit', quote.state)) throw new AppError('CONFLICT', refusal('edit', quote.state));
        const read = await this.items(items, quote.level);
        const now = withManualPrices(read.items, quote.items);
        await this.quotes.putItems(id, now);
        return this.priced(quote, now, read);
      }
      return this.priced(quote, quote.items);
    });
  }

  /**
   * A person sets the price of items, for each of their quantities, and the quote is priced again with it.
   * @throws AppError VALIDATION_FAILED, NOT_FOUND, CONFLICT
   */
  priceByHand(id: string, { prices, reason, leadDays }: PriceQuoteRequest): Promise<QuoteWithItems> {
    return this.db.transaction(async () => {
      const quote = await this.toWrite(id, 'price');
      const positions = new Set(prices.map(({ position }) => position));
      const unknown = [...positions].find((position) => !quote.items.some((item) => item.position === position));
      if (unknown !== undefined) throw invalid('prices', `The quote has no item ${unknown}`);
      const items = quote.items.map((item): ItemRow => {
        if (!positions.has(item.position)) return item;
        const unitMinor = unitPricesOf(item, prices, quote.currency);
        const days = leadDays === undefined ? leadDaysNow(quote, item) : leadDays;
        const manual: ManualPrice = { unitMinor, reason, by: this.actor, leadDays: days };
        return { ...item, manual };
      });
      await this.quotes.putItems(id, items);
      return this.priced(quote, items);
    });
  }

  /** A new revision, a draft; what was sent is void. @throws AppError NOT_FOUND, CONFLICT */
  async revise(id: string): Promise<QuoteWithItems> {
    try {
      return await this.db.transaction(async () => {
        const before = await this.toWrite(id, 'revise');
        const { number, revision, customerId, recipient, level, note, currency, items } = before;
        const head = { number, revision: revision + 1, customerId, recipient, level, note, currency, previousId: id };
        const nextId = await this.quotes.insert(head, items, this.userId);
        if (before.state === 'ready' || before.state === 'sent') await this.quotes.setState(id, 'superseded');
        return this.quotes.get(nextId);
      });
    } catch (error) {
      // The next revision has this one before it, and the next number; which of the two is found first is left to Postgres.
      if (violates(error, 'quote_previous_key') || violates(error, 'quote_number_key'))
        throw new AppError('CONFLICT', 'The quote has a newer revision already');
      throw error;
    }
  }

  /** @throws AppError NOT_FOUND, CONFLICT */
  cancel(id: string): Promise<QuoteWithItems> {
    return this.db.transaction(async () => {
      await this.locked(id, 'cancel');
      await this.quotes.setState(id, 'cancelled');
      return this.quotes.get(id);
    });
  }

  /** The quote, locked, if the action is allowed in its state. @throws AppError NOT_FOUND, CONFLICT */
  async locked(id: string, action: QuoteAction): Promise<QuoteWithItems> {
    const quote = await this.quotes.lock(id);
    if (!isAllowed(action, quote.state)) throw new AppError('CONFLICT', refusal(action, quote.state));
    return quote;
  }

  /** The same, to write its items: what they name keeps its codes until then. @throws AppError NOT_FOUND, CONFLICT */
  private async toWrite(id: string, action: QuoteAction): Promise<QuoteWithItems> {
    await this.quotes.holdCodes();
    return this.locked(id, action);
  }

  /** Items of a request, when all that they name is there. @throws AppError VALIDATION_FAILED, NOT_FOUND */
  async items(requests: readonly QuoteItemRequest[], level: Level): Promise<Basis & { items: ItemRow[] }> {
    const named = requests.map(({ finish = null, ...item }) => ({ ...item, finish }));
    const basis = await this.pricing.basis(named, level);
    return { ...basis, items: itemsOf(requests, basis.parts) };
  }

  private async priced(
    { id, level, currency }: QuoteRow,
    items: readonly ItemRow[],
    known?: Basis,
  ): Promise<QuoteWithItems> {
    const { snapshot, price, hash } = await this.pricing.price(items, level, currency, known);
    await this.quotes.priced(id, price.totals ? 'ready' : 'needs_review', snapshot, price, hash);
    return this.quotes.get(id);
  }

  /** Whom a draft is for after a change. */
  private async changed(before: Addressee, request: UpdateQuoteRequest): Promise<Addressee> {
    const { customerId, recipient, level } = request;
    const another = customerId !== undefined && customerId !== before.customerId;
    const wanted = level === undefined && !another ? before.level : (level ?? undefined);
    if (customerId !== undefined || recipient !== undefined)
      return this.addressee({ customerId, recipient, level: wanted });
    const { customerId: same, recipient: who } = before;
    return { customerId: same, recipient: who, level: wanted ?? (await this.ownLevel(same)) };
  }

  private async ownLevel(customerId: number | null): Promise<Level> {
    return customerId === null ? 'standard' : (await this.data.get(Customer, 'Customer', customerId)).level;
  }

  private async addressee(request: Pick<CreateQuoteRequest, 'customerId' | 'recipient' | 'level'>): Promise<Addressee> {
    const { customerId, recipient, level } = request;
    if ((customerId === undefined) === (recipient === undefined))
      throw invalid('recipient', 'Give either customerId or recipient');
    if (recipient) {
      const { name, company = null, address = null, email } = recipient;
      return { customerId: null, recipient: { name, company, address, email }, level: level ?? 'standard' };
    }
    const customer = await this.data.get(Customer, 'Customer', customerId!);
    const { name, company, address, email } = customer;
    const own: Recipient = { name, company, address, email };
    return { customerId: customer.id, recipient: own, level: level ?? customer.level };
  }

  private get userId(): string | null {
    return this.context.principal?.userId ?? null;
  }

  private get actor(): string {
    const { email, apiKeyId, kind } = this.context.principal ?? {};
    return email ?? apiKeyId ?? kind ?? 'unknown';
  }
}

/** Lead times that an item has by its present price, for each of its quantities; null where it has none. */
function leadDaysNow(
  { price }: Pick<QuoteRow, 'price'>,
  { position, quantities, manual }: ItemRow,
): ManualPrice['leadDays'] {
  const tiers = price?.lines.find((line) => line.position === position)?.tiers ?? [];
  if (tiers.length === 0) return manual?.leadDays ?? null;
  const days = quantities.map((quantity) => tiers.find((tier) => tier.quantity === quantity)?.leadDays ?? null);
  return days.every((one) => one === days[0]) ? days[0]! : days;
}

/** The price of each quantity of an item, in its order. @throws AppError VALIDATION_FAILED when one is missing, doubled or 0 */
function unitPricesOf(item: ItemRow, prices: PriceQuoteRequest['prices'], currency: string): number[] {
  const own = prices.filter(({ position }) => position === item.position);
  const foreign = own.find(({ quantity }) => !item.quantities.includes(quantity));
  if (foreign) throw invalid('prices', `Item ${item.position} has no quantity ${foreign.quantity}`);
  return item.quantities.map((quantity) => {
    const [price, again] = own.filter((one) => one.quantity === quantity);
    if (!price || again) throw invalid('prices', `Item ${item.position} needs one price for ${quantity}`);
    const minor = parseAmount('prices', price.unitPrice, currency);
    if (minor === 0) throw invalid('prices', 'A price is above zero');
    return minor;
  });
}
