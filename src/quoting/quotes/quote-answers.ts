import { formatMoney } from '../../platform/money/index.js';
import type { Tier } from './pricing/price-line.js';
import { type PricedQuote, selectedTotals, type Snapshot } from './pricing/price-quote.js';
import type { Totals } from './pricing/totals.js';
import type { MailStanding } from './quote-mails.js';
import type { Decision, QuoteReason, QuoteRow, QuoteWithItems, Recipient } from './quote-row.js';
import type {
  CostedTierResponse,
  QuoteReasonResponse,
  QuoteResponse,
  QuoteSummaryResponse,
  RecipientResponse,
  TierResponse,
  TotalsResponse,
} from './quotes-answers.dto.js';

export function toSummary(row: QuoteRow): QuoteSummaryResponse {
  const { id, number, revision, state, customerId, recipient, level, currency, validUntil, reasons } = row;
  const { previousId, nextId, createdAt, calculatedAt, sentAt, decidedAt } = row;
  const money = (minor: number | null) => (minor === null ? null : formatMoney(minor, currency));
  return {
    id,
    number,
    revision,
    state,
    customerId,
    recipient: toRecipient(recipient),
    level,
    currency,
    validUntil,
    subtotal: money(row.subtotalMinor),
    tax: money(row.taxMinor),
    total: money(row.totalMinor),
    reasons: reasons.map(toReason),
    previousId,
    nextId,
    createdAt,
    calculatedAt,
    sentAt,
    decidedAt,
  };
}

/** Reasons of before they were told with figures have none. */
export function toReason({ position, code, message, ...figures }: QuoteReason): QuoteReasonResponse {
  const { measured = null, limit = null, unit = null } = figures;
  return { position, code, message, measured, limit, unit };
}

export function toRecipient({ address = null, ...recipient }: Recipient): RecipientResponse {
  return { ...recipient, address };
}

/** @param link where the customer sees it, @param mail that it was sent with; null before it was sent */
export function toQuoteResponse(row: QuoteWithItems, link: string | null, mail: MailStanding | null): QuoteResponse {
  const { currency, price, decision } = row;
  const tiersOf = (position: number) => price?.lines.find((line) => line.position === position)?.tiers ?? [];
  const totals = totalsNow(row);
  return {
    ...toSummary(row),
    note: row.note,
    items: row.items.map(({ manual, ...item }) => ({
      ...item,
      manual: manual && { reason: manual.reason, by: manual.by },
      tiers: tiersOf(item.position).map((tier) => toCostedTier(tier, currency)),
    })),
    totals: totals && toTotals(totals, row.snapshot!, currency),
    decision,
    priceHash: row.priceHash,
    link,
    mail,
  };
}

/** Totals for the quantities that were chosen, or for the first ones. */
export function totalsNow({
  snapshot,
  price,
  decision,
}: Pick<QuoteRow, 'snapshot' | 'price' | 'decision'>): Totals | null {
  if (!snapshot || !price?.totals) return null;
  return selectedTotals(snapshot, price.lines, chosenTiers(price, decision));
}

/** Totals of a priced quote for these quantities, by position. */
export function totalsFor(
  { snapshot, price, currency }: Pick<QuoteRow, 'snapshot' | 'price' | 'currency'>,
  quantities: Decision['quantities'],
): TotalsResponse {
  return toTotals(selectedTotals(snapshot!, price!.lines, chosenTiers(price!, { quantities })), snapshot!, currency);
}

/** Index of the chosen quantity among those of each line, by position. */
export function chosenTiers(price: PricedQuote, decision: Pick<Decision, 'quantities'> | null): Map<number, number> {
  return new Map(
    price.lines.map(({ position, tiers }): [number, number] => {
      const wanted = decision?.quantities[String(position)];
      return [
        position,
        Math.max(
          0,
          tiers.findIndex(({ quantity }) => quantity === wanted),
        ),
      ];
    }),
  );
}

export function toTotals(totals: Totals, { book }: Pick<Snapshot, 'book'>, currency: string): TotalsResponse {
  const money = (minor: number) => formatMoney(minor, currency);
  return {
    lines: money(totals.linesMinor),
    minimumOrder: money(totals.minimumOrderMinor),
    subtotal: money(totals.subtotalMinor),
    taxRate: book!.taxRate,
    tax: money(totals.taxMinor),
    total: money(totals.totalMinor),
  };
}

/** What customers may see of a tier: nothing of what it costs the shop. */
export function toTier(
  { quantity, unitMinor, lineMinor, discountPercent, leadDays, hint }: Tier,
  currency: string,
): TierResponse {
  return {
    quantity,
    unitPrice: formatMoney(unitMinor, currency),
    lineTotal: formatMoney(lineMinor, currency),
    discountPercent,
    leadDays,
    hint: hint && { quantity: hint.quantity, lineTotal: formatMoney(hint.lineMinor, currency) },
  };
}

export function toCostedTier(tier: Tier, currency: string): CostedTierResponse {
  return { ...toTier(tier, currency), floored: tier.floored, cost: tier.cost };
}
