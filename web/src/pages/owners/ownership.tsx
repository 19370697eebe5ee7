import { useState } from 'react';
import { Plus } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useLocale } from '../../api/hotels';
import { type Listing, useOwnerName } from '../../api/rentals';
import { Button } from '../../kit/button';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { Section } from '../../kit/section';
import { dateText } from '../../lib/time';
import { OwnershipForm } from './ownership-form';
import styles from './owners.module.css';
import { ownershipQuery } from './owners-query';
import { percentText } from './shares';

/** Whose the listing is on which nights, the latest first. */
export function Ownership({ listing }: { listing: Listing }) {
  const query = useQuery(ownershipQuery(listing.id));
  const ownerName = useOwnerName();
  const locale = useLocale();
  const [changing, setChanging] = useState(false);
  const date = (day: string) => dateText(day, locale, { weekday: undefined });
  return (
    <Section
      title="Owners and their shares"
      actions={
        query.data && (
          <Button icon={Plus} onClick={() => setChanging(true)}>
            New shares from a night
          </Button>
        )
      }
    >
      <Loaded query={query} lines={3}>
        {({ shares }) =>
          shares.length === 0 ? (
            <p className="muted">Nobody owns it: no statement is made for it.</p>
          ) : (
            <div className="card scroll-x" tabIndex={0} role="region" aria-label="Shares of the listing">
              <table className={`plain-table ${styles.tight}`}>
                <thead>
                  <tr>
                    <th scope="col">Owner</th>
                    <th scope="col" className={styles.end}>
                      Share
                    </th>
                    <th scope="col">First night</th>
                    <th scope="col">Last night</th>
                  </tr>
                </thead>
                <tbody>
                  {shares
                    .toSorted((a, b) => b.from.localeCompare(a.from) || b.shareBp - a.shareBp)
                    .map(({ ownerId, shareBp, from, to }) => (
                      <tr key={`${ownerId} ${from}`}>
                        <td>
                          <Link to={`/owners/${ownerId}`}>
                            <bdi>{ownerName(ownerId)}</bdi>
                          </Link>
                        </td>
                        <td className={`num ${styles.end}`}>{percentText(shareBp, locale)}</td>
                        <td>{date(from)}</td>
                        <td>{to ? date(to) : 'For good'}</td>
                      </tr>
                    ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
      {changing && query.data && (
        <OwnershipForm listing={listing} shares={query.data.shares} onClose={() => setChanging(false)} />
      )}
    </Section>
  );
}
