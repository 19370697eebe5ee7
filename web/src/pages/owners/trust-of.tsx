import type { Schema } from '../../api/client';
import { useLocale } from '../../api/hotels';
import { Money } from '../../kit/money';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { sameAmount } from '../../lib/money';
import { dateText } from '../../lib/time';
import styles from './owners.module.css';

type Trust = Schema<'TrustCurrencyResponse'>;

/** The check in one currency: both sides, what each is made of, and what explains a difference. */
export function TrustOf({ trust }: { trust: Trust }) {
  const { currency, manager, taxes, channels } = trust;
  const money = (amount: string) => <Money amount={amount} currency={currency} />;
  const off = !sameAmount(trust.difference, '0');
  const rows: [string, string, boolean][] = [
    ['Bank: what the account holds', trust.bank, true],
    ['Owners: what is theirs', trust.owners, true],
    ['Manager: what is earned and not taken out', manager.total, true],
    ['earned in fees', manager.earned, false],
    ['taken out', manager.withdrawn, false],
    ['expenses charged to owners, less those paid', manager.expenses, false],
    ['interest less fees of the bank', manager.bank, false],
    ['given to owners by hand', manager.given, false],
    ['Unpaid taxes', taxes.unpaid, true],
    ['collected', taxes.collected, false],
    ['handed over', taxes.remitted, false],
  ];
  return (
    <Section
      title={currency}
      actions={off ? <State of="late" word="Differs" /> : <State of="done" word="Holds what it owes" />}
    >
      <div className="card stack">
        <table className={`plain-table ${styles.sums}`}>
          <tbody>
            {rows.map(([name, amount, main]) => (
              <tr key={name}>
                <th scope="row" style={main ? undefined : { paddingLeft: 20 }}>
                  {name}
                </th>
                <td className={styles.end}>{main ? <strong>{money(amount)}</strong> : money(amount)}</td>
              </tr>
            ))}
            <tr>
              <th scope="row">Difference: bank − owners − manager − unpaid taxes</th>
              <td className={styles.end}>
                <strong>{money(trust.difference)}</strong>
              </td>
            </tr>
          </tbody>
        </table>
        {off && (
          <>
            <h3>What explains it</h3>
            <table className={`plain-table ${styles.sums}`}>
              <thead>
                <tr>
                  <th scope="col">Channel</th>
                  <th scope="col" className={styles.end}>
                    Received
                  </th>
                  <th scope="col" className={styles.end}>
                    Stated
                  </th>
                  <th scope="col" className={styles.end}>
                    Gap
                  </th>
                </tr>
              </thead>
              <tbody>
                {channels.map((one) => (
                  <tr key={one.channel}>
                    <th scope="row">{one.channel === 'none' ? 'No channel' : one.channel}</th>
                    <td className={styles.end}>{money(one.received)}</td>
                    <td className={styles.end}>{money(one.stated)}</td>
                    <td className={styles.end}>{money(one.gap)}</td>
                  </tr>
                ))}
                {(
                  [
                    ['Paid in by owners', trust.deposits],
                    ['Corrections', trust.corrections],
                    ['Not explained', trust.unexplained],
                  ] as const
                ).map(([name, amount]) => (
                  <tr key={name}>
                    <th scope="row" colSpan={3}>
                      {name}
                    </th>
                    <td className={styles.end}>{money(amount)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </>
        )}
        <Stays
          title="Begun and not stated: money that came may be of these"
          stays={trust.notStated}
          currency={currency}
        />
        <Stays title="Stated last: money of these may not have come" stays={trust.latestStated} currency={currency} />
      </div>
    </Section>
  );
}

function Stays({ title, stays, currency }: { title: string; stays: Trust['notStated']; currency: string }) {
  const locale = useLocale();
  if (stays.length === 0) return null;
  const date = (text: string) => dateText(text, locale, { weekday: undefined });
  return (
    <details>
      <summary>
        {title} ({stays.length})
      </summary>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={title}>
        <table className={`plain-table ${styles.tight}`}>
          <thead>
            <tr>
              <th scope="col">Stay</th>
              <th scope="col">Channel</th>
              <th scope="col">Dates</th>
              <th scope="col" className={styles.end}>
                Amount
              </th>
            </tr>
          </thead>
          <tbody>
            {stays.map((stay) => (
              <tr key={stay.id}>
                <td>
                  <bdi>{stay.code}</bdi>
                </td>
                <td>{stay.channel}</td>
                <td>
                  {date(stay.checkIn)} – {date(stay.checkOut)}
                </td>
                <td className={styles.end}>
                  <Money amount={stay.amount} currency={currency} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
