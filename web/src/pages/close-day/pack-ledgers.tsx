import type { ReactNode } from 'react';
import { Money } from '../../kit/money';
import { Section } from '../../kit/section';
import styles from './close-day.module.css';
import type { Pack } from './close-query';

const words = (text: string) => text.replaceAll('_', ' ');

/** A table of names and amounts; the last row is the sum when there is one. */
function Amounts({
  title,
  head,
  rows,
  sum,
}: {
  title: string;
  head: string[];
  rows: ReactNode[][];
  sum?: ReactNode[];
}) {
  const line = (cells: readonly ReactNode[]) =>
    cells.map((cell, n) => (
      <td key={head[n]} className={n > 0 ? styles.amount : undefined}>
        {cell}
      </td>
    ));
  return (
    <Section title={title}>
      <div className="card scroll-x" tabIndex={0} role="region" aria-label={title}>
        {rows.length === 0 ? (
          <p className="muted">Nothing on this day.</p>
        ) : (
          <table className="plain-table">
            <thead>
              <tr>
                {head.map((name, n) => (
                  <th key={name} scope="col" className={n > 0 ? styles.amount : undefined}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((cells, n) => (
                <tr key={n}>{line(cells)}</tr>
              ))}
              {sum && <tr className={styles.sum}>{line(sum)}</tr>}
            </tbody>
          </table>
        )}
      </div>
    </Section>
  );
}

/** Revenue by kind and department, money by method, and the trial balance. */
export function Ledgers({ pack }: { pack: Pack }) {
  const { currency } = pack.hotel;
  const money = (amount: string) => <Money amount={amount} currency={currency} />;
  const { net, tax, gross } = pack.revenueTotal;
  const { trialBalance: balance } = pack;
  return (
    <div className={styles.two}>
      <Amounts
        title="Revenue"
        head={['Of', 'Tax rate', 'Net', 'Tax', 'Gross']}
        rows={pack.revenue.map((row) => [
          `${words(row.kind)}${row.taxCode ? `, ${row.taxCode}` : ''}`,
          `${row.taxRate.includes('.') ? row.taxRate.replace(/\.?0+$/, '') : row.taxRate} %`,
          money(row.net),
          money(row.tax),
          money(row.gross),
        ])}
        sum={['All', '', money(net), money(tax), money(gross)]}
      />
      <Amounts
        title="By department"
        head={['Department', 'Lines', 'Net', 'Gross']}
        rows={pack.departments.map((row) => [words(row.department), row.lines, money(row.net), money(row.gross)])}
      />
      <Amounts
        title="Payments"
        head={['By', 'How many', 'Amount']}
        rows={pack.payments.map((row) => [row.method, row.count, money(row.amount)])}
      />
      {pack.depositPayments.length > 0 && (
        <Amounts
          title="Deposits taken and given back"
          head={['By', 'How many', 'Amount']}
          rows={pack.depositPayments.map((row) => [row.method, row.count, money(row.amount)])}
        />
      )}
      <Amounts
        title="Trial balance"
        head={['Of', 'Amount']}
        rows={[
          ['Opening', money(balance.opening)],
          ['Charged', money(balance.charged)],
          ['Paid', money(balance.paid)],
        ]}
        sum={['Closing', money(balance.closing)]}
      />
      <Amounts
        title="Deposits owed to guests"
        head={['Of', 'Amount']}
        rows={[
          ['Opening', money(balance.deposits.opening)],
          ['Received', money(balance.deposits.received)],
          ['Given back', money(balance.deposits.refunded)],
          ['Used to pay', money(balance.deposits.applied)],
        ]}
        sum={['Closing', money(balance.deposits.closing)]}
      />
    </div>
  );
}
