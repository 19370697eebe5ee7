import { useState } from 'react';
import { Plus } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useLocale } from '../../api/hotels';
import { type Owner, useListingName } from '../../api/rentals';
import { Button } from '../../kit/button';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { Money } from '../../kit/money';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { dateText } from '../../lib/time';
import styles from './owners.module.css';
import { OpeningForm } from './opening-form';
import { useTakeBackOpening } from './opening-actions';
import { isOpen, latestOf } from './latest';
import { balanceQuery } from './owners-query';

/** What the owner is owed: the closing of the last statement of each listing, with what it began with here. */
export function Balance({ owner }: { owner: Owner }) {
  const query = useQuery(balanceQuery(owner.id));
  const listingName = useListingName();
  const locale = useLocale();
  const date = (day: string) => dateText(day, locale, { weekday: undefined });
  const [opening, setOpening] = useState(false);
  const takeBack = useTakeBackOpening(owner);
  return (
    <Section
      title="Balance"
      actions={
        <Button icon={Plus} onClick={() => setOpening(true)}>
          Opening balance
        </Button>
      }
    >
      <Loaded query={query} lines={3}>
        {({ statements, openingBalances }) => {
          const latest = latestOf(statements);
          if (latest.length === 0 && openingBalances.length === 0)
            return <p className="muted">There is no statement and no opening balance yet.</p>;
          return (
            <div className="card scroll-x" tabIndex={0} role="region" aria-label="Balance of the owner">
              <table className={`plain-table ${styles.tight}`}>
                <thead>
                  <tr>
                    <th scope="col">From</th>
                    <th scope="col">State</th>
                    <th scope="col">Listing</th>
                    <th scope="col">At the end of</th>
                    <th scope="col" className={styles.end}>
                      Owed
                    </th>
                    <th scope="col" className={styles.end}>
                      Reserve
                    </th>
                    <th scope="col" className={styles.end}>
                      Payable
                    </th>
                    {openingBalances.length > 0 && (
                      <th scope="col">
                        <span className="sr">Take it back</span>
                      </th>
                    )}
                  </tr>
                </thead>
                <tbody>
                  {latest.map((one) => (
                    <tr key={one.id}>
                      <td>
                        <Link to={`/statements/${one.id}`}>{one.number}</Link>
                      </td>
                      <td>
                        <State of={one.state} />
                      </td>
                      <td>
                        <bdi>{listingName(one.listingId)}</bdi>
                      </td>
                      <td>{date(one.to)}</td>
                      <td className={styles.end}>
                        <Money amount={one.closing} currency={one.currency} />
                      </td>
                      <td className={styles.end}>
                        <Money amount={one.reserve} currency={one.currency} />
                      </td>
                      <td className={styles.end}>
                        <Money amount={isOpen(one) ? one.payable : one.left} currency={one.currency} />
                      </td>
                      {openingBalances.length > 0 && <td />}
                    </tr>
                  ))}
                  {openingBalances.map((one) => (
                    <tr key={one.id}>
                      <td>
                        Opening balance <bdi className="muted">{one.note}</bdi>
                      </td>
                      <td />
                      <td>
                        <bdi>{listingName(one.listingId)}</bdi>
                      </td>
                      <td>{date(one.date)}</td>
                      <td className={styles.end}>
                        <Money amount={one.amount} currency={one.currency} />
                      </td>
                      <td />
                      <td />
                      <td>
                        <Button
                          kind="quiet"
                          aria-label={`Take back the opening balance, ${listingName(one.listingId)}`}
                          onClick={() => void takeBack(one)}
                        >
                          Take back
                        </Button>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          );
        }}
      </Loaded>
      {opening && <OpeningForm owner={owner} onClose={() => setOpening(false)} />}
    </Section>
  );
}
