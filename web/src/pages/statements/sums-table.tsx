import { Money } from '../../kit/money';
import { countText } from '../../lib/money';
import type { Sum } from './run-sums';
import styles from './statements.module.css';

/** Totals by currency: amounts of two are never added up. */
export function SumsTable({ sums }: { sums: readonly Sum[] }) {
  if (sums.length === 0) return null;
  return (
    <table className={`plain-table ${styles.tight}`} aria-label="Totals by currency">
      <thead>
        <tr>
          <th scope="col">All in</th>
          <th scope="col" className={styles.end}>
            Statements
          </th>
          <th scope="col" className={styles.end}>
            Net
          </th>
          <th scope="col" className={styles.end}>
            Payable
          </th>
        </tr>
      </thead>
      <tbody>
        {sums.map(({ currency, statements, net, payable }) => (
          <tr key={currency}>
            <th scope="row">{currency}</th>
            <td className={`num ${styles.end}`}>{countText(statements)}</td>
            <td className={styles.end}>
              <Money amount={net} currency={currency} />
            </td>
            <td className={styles.end}>
              <Money amount={payable} currency={currency} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
