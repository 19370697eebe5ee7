import type { ReactNode } from 'react';
import { useLocale } from '../../api/hotels';
import { Money } from '../../kit/money';
import { countText } from '../../lib/money';
import type { QuoteItem, Tier } from './quoting-query';
import styles from './quoting.module.css';

type Cost = NonNullable<Tier['cost']>;

/** What one part costs the shop, in the order in which it comes about. */
const COSTS: [keyof Cost, string][] = [
  ['material', 'Material'],
  ['machine', 'Machine'],
  ['finishing', 'Finishing'],
  ['finish', 'Finish'],
  ['setupShare', 'Its share of the setup'],
  ['unit', 'Cost of one'],
];

/** Prices of a line for all its quantities, one beside the other, with what they are made of. */
export function PriceBreaks({ item, currency, chosen }: { item: QuoteItem; currency: string; chosen?: number }) {
  const locale = useLocale();
  const { tiers } = item;
  if (tiers.length === 0) return <p className="muted">It has no price yet.</p>;
  const fine = (decimal: string) =>
    new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 4 }).format(
      decimal as `${number}`,
    );
  const row = (name: string, cell: (tier: Tier) => ReactNode, sum = false) => (
    <tr key={name} className={sum ? styles.sum : undefined}>
      <th scope="row">{name}</th>
      {tiers.map((tier) => (
        <td key={tier.quantity} className={`${styles.end} num ${tier.quantity === chosen ? styles.chosen : ''}`}>
          {cell(tier)}
        </td>
      ))}
    </tr>
  );
  const dash = <span title="The price was set by hand">—</span>;
  const costed = tiers.some(({ cost }) => cost !== null);
  const name = `Prices of ${item.fileName} by quantity`;
  return (
    <div className="card scroll-x" tabIndex={0} role="region" aria-label={name}>
      <table className={`plain-table ${styles.breaks}`} aria-label={name}>
        <thead>
          <tr>
            <th scope="col">Quantity</th>
            {tiers.map(({ quantity }) => (
              <th key={quantity} scope="col" className={`${styles.end} ${quantity === chosen ? styles.chosen : ''}`}>
                {quantity === chosen && <span title="Chosen by the customer">✓ </span>}
                {countText(quantity, locale)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {row('One costs', ({ unitPrice }) => (
            <Money amount={unitPrice} currency={currency} />
          ))}
          {row(
            'All of them',
            ({ lineTotal }) => (
              <Money amount={lineTotal} currency={currency} />
            ),
            true,
          )}
          {row('Discount', ({ discountPercent }) =>
            /[1-9]/.test(discountPercent) ? `${fine(discountPercent).replace(/[.,]00$/, '')} %` : 'None',
          )}
          {row('Shipped in', ({ leadDays }) =>
            leadDays === null ? <span title="No lead time is set">—</span> : `${leadDays} working days`,
          )}
          {tiers.some(({ hint }) => hint !== null) &&
            row('More for no more', ({ hint }) =>
              hint ? (
                <>
                  {countText(hint.quantity, locale)} for <Money amount={hint.lineTotal} currency={currency} />
                </>
              ) : (
                ''
              ),
            )}
          {tiers.some(({ floored }) => floored) &&
            row('Least margin', ({ floored }) => (floored ? 'Raised the price' : ''))}
        </tbody>
        {costed && (
          <tbody>
            <tr>
              <th scope="rowgroup" colSpan={tiers.length + 1}>
                What one costs us, {currency}
              </th>
            </tr>
            {COSTS.map(([part, words]) => row(words, ({ cost }) => (cost ? fine(cost[part]) : dash), part === 'unit'))}
            {row('Weight, g', ({ cost }) => (cost ? fine(cost.grams) : dash))}
            {row('Machine, h', ({ cost }) => (cost ? fine(cost.hours) : dash))}
          </tbody>
        )}
      </table>
    </div>
  );
}
