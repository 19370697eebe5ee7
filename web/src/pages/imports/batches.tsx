import { useState } from 'react';
import { useLocale } from '../../api/hotels';
import { Button } from '../../kit/button';
import { Money } from '../../kit/money';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { sameAmount } from '../../lib/money';
import { dateText } from '../../lib/time';
import styles from './imports.module.css';
import type { Import } from './imports-query';

/** Payouts of the file, first those that are not the sum of their rows. */
export function Batches({ batches }: { batches: Import['batches'] }) {
  const locale = useLocale();
  const [all, setAll] = useState(false);
  const odd = batches.filter(({ difference }) => difference === null || !sameAmount(difference, '0'));
  const off = odd.filter(({ difference }) => difference !== null).length;
  const shown = all ? batches : odd;
  return (
    <Section
      title={`Payouts (${batches.length}${off > 0 ? `, ${off} not the sum of their rows` : ''})`}
      actions={
        odd.length < batches.length && (
          <Button kind="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Only those to look at' : `Show all ${batches.length}`}
          </Button>
        )
      }
    >
      {odd.length === 0 && <p className="muted">Each is the sum of its rows.</p>}
      {shown.length > 0 && (
        <div className="card scroll-x" tabIndex={0} role="region" aria-label="Payouts of the file">
          <table className={`plain-table ${styles.tight}`}>
            <thead>
              <tr>
                <th scope="col">State</th>
                <th scope="col">Channel</th>
                <th scope="col">Day</th>
                <th scope="col">Reference</th>
                <th scope="col" className={styles.end}>
                  Rows
                </th>
                <th scope="col" className={styles.end}>
                  Transferred
                </th>
                <th scope="col" className={styles.end}>
                  Sum of its rows
                </th>
                <th scope="col" className={styles.end}>
                  Difference
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((one, n) => (
                <tr key={`${one.channel} ${one.reference} ${one.date} ${n}`}>
                  <td>
                    {one.difference === null ? (
                      <State of="unknown" word="No amount" />
                    ) : sameAmount(one.difference, '0') ? (
                      <State of="done" word="Adds up" />
                    ) : (
                      <State of="late" word="Off" />
                    )}
                  </td>
                  <td>{one.channel}</td>
                  <td>{one.date ? dateText(one.date, locale, { weekday: undefined }) : '—'}</td>
                  <td>
                    <bdi>{one.reference ?? '—'}</bdi>
                  </td>
                  <td className={`num ${styles.end}`}>{one.rows}</td>
                  <td className={styles.end}>
                    <Money amount={one.amount} currency={one.currency} none="The file does not say" />
                  </td>
                  <td className={styles.end}>
                    <Money amount={one.sum} currency={one.currency} />
                  </td>
                  <td className={styles.end}>
                    <Money amount={one.difference} currency={one.currency} none="There is nothing to compare with" />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}
