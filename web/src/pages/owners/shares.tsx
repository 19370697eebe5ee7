import { useQuery } from '@tanstack/react-query';
import { useLocale } from '../../api/hotels';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { Section } from '../../kit/section';
import { dateText } from '../../lib/time';
import { Managed } from './managed';
import styles from './owners.module.css';
import { sharesQuery } from './owners-query';

/** Basis points as per cent, exactly: 3333 is 33.33 %. */
export const percentText = (bp: number, locale?: string) =>
  new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(bp / 10_000);

/** What it owns, and on which nights. */
export function Shares({ ownerId }: { ownerId: number }) {
  const query = useQuery(sharesQuery(ownerId));
  const locale = useLocale();
  const date = (day: string) => dateText(day, locale, { weekday: undefined });
  return (
    <Section title="Shares">
      <Loaded query={query} lines={3}>
        {(shares) =>
          shares.length === 0 ? (
            <p className="muted">It owns no share of a listing. Shares are set on the page of the listing.</p>
          ) : (
            <div className="card scroll-x" tabIndex={0} role="region" aria-label="Shares of the owner">
              <table className={`plain-table ${styles.tight}`}>
                <thead>
                  <tr>
                    <th scope="col">Listing</th>
                    <th scope="col">State</th>
                    <th scope="col" className={styles.end}>
                      Share
                    </th>
                    <th scope="col">First night</th>
                    <th scope="col">Last night</th>
                  </tr>
                </thead>
                <tbody>
                  {shares.map(({ listing, shareBp, from, to }) => (
                    <tr key={`${listing.id} ${from}`}>
                      <td>
                        <Link to={`/listings/${listing.id}`}>
                          <bdi>{listing.name}</bdi>
                        </Link>{' '}
                        <span className="muted">{listing.code}</span>
                      </td>
                      <td>
                        <Managed status={listing.status} />
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
    </Section>
  );
}
