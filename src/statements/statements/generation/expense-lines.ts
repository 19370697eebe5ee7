import { storableText } from '../../../platform/database/storable-text.js';
import { addDays } from '../../../platform/dates/index.js';
import { formatMoney } from '../../../platform/money/index.js';
import type { AgreementTerms } from '../../agreements/terms.js';
import { versionOn } from '../calculation/agreement-choice.js';
import { chargedOf, cleaningWarning, TURNOVER_CLEANING } from '../calculation/expense-rule.js';
import { partOf, sharesOn } from '../calculation/shares.js';
import { convert } from '../../rates/rate-book.js';
import type { DraftLine, Facts, KnownExpense } from './facts.js';
import type { StayRates } from './stay-rates.js';

const NOT_AGREED: Pick<AgreementTerms, 'cleaningTo' | 'cleaningOwnerPercent'> = {
  cleaningTo: 'owner',
  cleaningOwnerPercent: '100',
};

/** Any amount that a percentage of at most four decimals leaves something of. */
const WHOLE = 1_000_000;

/**
 * The owner's part of what was spent. One that was stated already and was changed, voided or moved since gives the difference, as an
 * adjustment of the statement that it was on. Null: an exchange rate is missing.
 */
export function expenseLine(expense: KnownExpense, facts: Facts, rates: StayRates): DraftLine[] | null {
  if (expense.listed) return [];
  const { owner } = facts;
  // What was stated by an agreement, shares and a rate is corrected by them, also when its day was corrected.
  const day = expense.statedDay ?? expense.day;
  const kept = facts.targets.find(({ id }) => id === expense.statedOn)?.snapshot;
  const versions = kept?.versions[expense.listingId] ?? facts.versions.get(expense.listingId) ?? [];
  const terms = versions.length > 0 ? versionOn(versions, day).terms : NOT_AGREED;
  const shares = sharesOn(facts.shares.get(expense.listingId) ?? [], day);
  const charges = chargedOf(WHOLE, expense.category, terms).amountMinor > 0;
  const owes = expense.ownerId === null ? shares.owners.includes(owner.id) : expense.ownerId === owner.id;
  // Of what the owner is not charged, nobody has to know what it is worth.
  const counts = !expense.gone && owes && charges;
  const rate = counts && expense.currency !== owner.currency ? rates.on(expense.currency, day, kept?.rates) : null;
  if (counts && expense.currency !== owner.currency && !rate) return null;
  const here = rate ? convert(expense.amountMinor, expense.currency, owner.currency, rate.rate) : expense.amountMinor;
  const charged = chargedOf(counts ? here : 0, expense.category, terms);
  const part = (minor: number) => {
    if (!counts) return 0;
    return expense.ownerId === null ? partOf(minor, owner.id, shares) : minor;
  };
  const nowMinor = -part(charged.amountMinor);
  const amountMinor = nowMinor - (expense.statedMinor ?? 0);
  if (amountMinor === 0) return [];
  // Not before: what another statement has told for good is looked at here as well, and would change what this one is made of.
  if (rate) rates.use(rate, day);
  const again = expense.statedMinor !== null;
  const what = [expense.description, expense.vendor].filter(Boolean).join(', ');
  const said = `${formatMoney(expense.statedMinor ?? 0, owner.currency)} was stated, it is ${formatMoney(nowMinor, owner.currency)}`;
  return [
    {
      key: `expense:${owner.id}:${expense.listingId}:${expense.id}${again ? ':*' : ''}`,
      kind: again ? 'adjustment' : 'expense',
      adjustedKind: again ? 'expense' : null,
      ...{ listingId: expense.listingId, reservationId: null, expenseId: expense.id, day: expense.day, nights: null },
      amountMinor,
      original:
        rate && !again
          ? {
              amountMinor: -part(chargedOf(expense.amountMinor, expense.category, terms).amountMinor),
              ...{ currency: expense.currency, rate: rate.rate, rateDate: rate.day, rateSource: rate.source },
            }
          : null,
      description: storableText(again ? `${what}: ${said}` : what, 500),
      correctsStatementId: again ? expense.statedOn : null,
      reasoning: {
        rule: again ? 'restatement' : charged.rule,
        formula: '−(amount × rate × part that is charged × share)',
        source: { expense: expense.id, category: expense.category, amountMinor: expense.amountMinor },
        totalMinor: -charged.amountMinor,
        conversion: rate && { ...rate, originalMinor: expense.amountMinor, currency: expense.currency },
        shares:
          expense.ownerId === null && !again
            ? [
                {
                  from: day,
                  to: addDays(day, 1),
                  shareBp: shares.weights[shares.owners.indexOf(owner.id)]!,
                },
              ]
            : undefined,
        restated: again ? { statedMinor: expense.statedMinor, nowMinor, number: null } : undefined,
      },
    },
  ];
}

/** Where the manager keeps the guests' cleaning fees: whether there were as many cleanings as departures that paid for one. */
export function cleaningWarnings(facts: Facts): string[] {
  const { from, to } = facts.request;
  return facts.listings.flatMap(({ id, name }) => {
    const versions = facts.versions.get(id) ?? [];
    if (versions.length === 0 || versionOn(versions, to).terms.cleaningTo !== 'manager') return [];
    const within = (day: string) => from <= day && day <= to;
    const cleanings = facts.expenses.filter(
      (one) => one.listingId === id && one.category === TURNOVER_CLEANING && !one.gone && within(one.day),
    );
    const departures = facts.stays.filter(
      (stay) => stay.listingId === id && stay.cleaningMinor > 0 && stay.status === 'confirmed' && within(stay.checkOut),
    );
    return cleaningWarning(cleanings.length, departures.length, name) ?? [];
  });
}
