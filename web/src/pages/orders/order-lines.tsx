import { Money } from '../../kit/money';
import { countText } from '../../lib/money';
import styles from './orders.module.css';
import type { Order } from './orders-query';

/** What was ordered, and what it comes to. */
export function OrderLines({ order: { lines, currency, subtotal, taxRate, tax, total } }: { order: Order }) {
  const sum = (name: string, amount: string, last = false) => (
    <tr className={last ? styles.sum : undefined}>
      <th scope="row" colSpan={3}>
        {name}
      </th>
      <td className={styles.end}>
        <Money amount={amount} currency={currency} />
      </td>
    </tr>
  );
  return (
    <div className="card scroll-x" tabIndex={0} role="region" aria-label="What was ordered">
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Part</th>
            <th scope="col" className={styles.end}>
              Pieces
            </th>
            <th scope="col" className={styles.end}>
              One
            </th>
            <th scope="col" className={styles.end}>
              Together
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ position, description, quantity, unitPrice, lineTotal }) => (
            <tr key={position}>
              <td className={styles.part}>
                <bdi>{description}</bdi>
              </td>
              <td className={`num ${styles.end}`}>{countText(quantity)}</td>
              <td className={styles.end}>
                <Money amount={unitPrice} currency={currency} />
              </td>
              <td className={styles.end}>
                <Money amount={lineTotal} currency={currency} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {sum('Subtotal', subtotal)}
          {sum(`Tax ${taxRate} %`, tax)}
          {sum('Total', total, true)}
        </tfoot>
      </table>
    </div>
  );
}
