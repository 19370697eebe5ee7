import { Money } from '../../kit/money';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { sameAmount, sumOfAmounts } from '../../lib/money';
import styles from './reservations.module.css';
import type { StayDetails } from './reservations-query';

const minus = (amount: string): string => (amount.startsWith('-') ? amount.slice(1) : `-${amount}`);

/** The amounts that count, and whether they come to what was paid out. */
export function StayAmounts({ stay }: { stay: StayDetails }) {
  const { currency, status, taxRemittedBy, payout, expectedPayout } = stay;
  const byHost = taxRemittedBy === 'host';
  const rows: [name: string, amount: string, note?: string][] = [
    [status === 'cancelled' || status === 'no_show' ? 'Rent that was kept' : 'Rent', stay.rent],
    ['Cleaning', stay.cleaning],
    ['Extras', stay.extras],
    ['Lodging tax', stay.tax, byHost ? 'we hand it to the state' : 'the channel hands it to the state: not in the sum'],
    ['Channel fee', minus(stay.channelFee)],
    ['Payment fee', minus(stay.paymentFee)],
  ];
  const off = payout === null ? undefined : sumOfAmounts([payout, minus(expectedPayout)]);
  return (
    <Section title={`Amounts that count, in ${currency}`}>
      <div
        className={`card scroll-x ${styles.amounts}`}
        tabIndex={0}
        role="region"
        aria-label="Amounts of the reservation"
      >
        <table className="plain-table">
          <tbody>
            {rows
              .filter(([, amount], n) => n === 0 || !sameAmount(amount, '0'))
              .map(([name, amount, note]) => (
                <tr key={name}>
                  <th scope="row">
                    {name}
                    {note && <span className="muted">, {note}</span>}
                  </th>
                  <td className={styles.end}>
                    <Money amount={amount} currency={currency} />
                  </td>
                </tr>
              ))}
            <tr className={styles.sum}>
              <th scope="row">They come to</th>
              <td className={styles.end}>
                <Money amount={expectedPayout} currency={currency} />
              </td>
            </tr>
            <tr>
              <th scope="row">Paid out, as its source tells</th>
              <td className={styles.end}>
                <Money amount={payout} currency={currency} none="No source has told it" />
              </td>
            </tr>
            {off !== undefined && (
              <tr>
                <th scope="row">
                  {sameAmount(off, '0') ? <State of="done" word="They agree" /> : <State of="late" word="Off" />}
                </th>
                <td className={styles.end}>{!sameAmount(off, '0') && <Money amount={off} currency={currency} />}</td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
