import { useLocale } from '../../api/hotels';
import { Money } from '../../kit/money';
import { dateText } from '../../lib/time';
import type { Folio } from './desk-query';
import styles from './front-desk.module.css';

const DEPOSITS = { received: 'Deposit', refunded: 'Deposit given back', applied: 'Deposit used to pay' };

/** Payments and deposits of a window by their date. */
export function MoneyRows({ folio, window }: { folio: Folio; window: number }) {
  const locale = useLocale();
  const rows = [
    ...folio.payments.map((row) => ({
      ...row,
      key: `p${row.id}`,
      what: row.amount.startsWith('-') ? 'Payment given back' : 'Payment',
    })),
    ...folio.deposits.map((row) => ({ ...row, key: `d${row.id}`, what: DEPOSITS[row.kind] })),
  ]
    .filter((row) => row.window === window)
    .sort((a, b) => a.businessDate.localeCompare(b.businessDate));
  if (rows.length === 0) return null;
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={`Payments of window ${window}`}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">On</th>
            <th scope="col">Money</th>
            <th scope="col">By</th>
            <th scope="col" className={styles.amount}>
              Amount
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, businessDate, what, method, reference, amount }) => (
            <tr key={key}>
              <td className="num">{dateText(businessDate, locale, { year: undefined })}</td>
              <td>{what}</td>
              <td>
                {method}
                {reference && (
                  <span className="muted">
                    {' '}
                    <bdi>{reference}</bdi>
                  </span>
                )}
              </td>
              <td className={styles.amount}>
                <Money amount={amount} currency={folio.currency} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
