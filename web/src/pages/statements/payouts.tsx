import { useState } from 'react';
import { Banknote } from 'lucide-react';
import { useLocale } from '../../api/hotels';
import { Button } from '../../kit/button';
import { Dialog } from '../../kit/dialog';
import { Link } from '../../kit/link';
import { Money } from '../../kit/money';
import { Section } from '../../kit/section';
import { sameAmount } from '../../lib/money';
import { dateText } from '../../lib/time';
import { PayForm } from './pay-form';
import { Payments } from './payments';
import type { Statement } from './statements-query';
import styles from './statements.module.css';

/** What was paid out in the period, and the way to note that this statement was paid; or why it is not to be. */
export function Payouts({ statement }: { statement: Statement }) {
  const { paid, currency, left, goesOnTo } = statement;
  const locale = useLocale();
  const [paying, setPaying] = useState(false);
  const may = !sameAmount(left, '0');
  return (
    <Section
      title="Paid out in the period"
      actions={
        may && (
          <Button icon={Banknote} onClick={() => setPaying(true)}>
            Note a payment
          </Button>
        )
      }
    >
      {goesOnTo && (
        <p>
          Its closing has gone on to <Link to={`/statements/${goesOnTo.id}`}>{goesOnTo.number}</Link>, which says what
          is owed now: that one is paid.
        </p>
      )}
      {paid.length === 0 ? (
        <p className="muted">Nothing was paid out in these days.</p>
      ) : (
        <div className="card scroll-x" tabIndex={0} role="region" aria-label="Payouts of the period">
          <table className={`plain-table ${styles.tight}`}>
            <thead>
              <tr>
                <th scope="col">Day</th>
                <th scope="col">Reference</th>
                <th scope="col" className={styles.end}>
                  Amount
                </th>
              </tr>
            </thead>
            <tbody>
              {paid.map((one) => (
                <tr key={`${one.date} ${one.amount} ${one.reference}`}>
                  <td>{dateText(one.date, locale)}</td>
                  <td>
                    <bdi>{one.reference ?? '—'}</bdi>
                  </td>
                  <td className={styles.end}>
                    <Money amount={one.amount} currency={currency} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Payments statement={statement} />
      <Dialog open={paying} onClose={() => setPaying(false)} title={`Note a payment of ${statement.number}`}>
        <PayForm statement={statement} onClose={() => setPaying(false)} />
      </Dialog>
    </Section>
  );
}
