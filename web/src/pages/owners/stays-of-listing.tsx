import { useQuery } from '@tanstack/react-query';
import { useLocale } from '../../api/hotels';
import type { Listing } from '../../api/rentals';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { Money } from '../../kit/money';
import { Section } from '../../kit/section';
import { StayState } from '../../kit/stay-state';
import { countText } from '../../lib/money';
import { addDays, dateIn, dateText } from '../../lib/time';
import styles from './owners.module.css';
import { staysQuery } from './owners-query';

/** So far back: last month's statement is what people ask about. */
const DAYS_BACK = 62;

/** Reservations of the listing: those of the last two months and the ones to come, and a way to all. */
export function StaysOfListing({ listing }: { listing: Listing }) {
  const { id, timezone } = listing;
  const query = useQuery(staysQuery(id, addDays(dateIn(timezone), -DAYS_BACK)));
  const locale = useLocale();
  const date = (day: string) => dateText(day, locale, { weekday: undefined });
  return (
    <Section
      title="Reservations of the last two months and to come"
      actions={
        <Link to="/reservations" search={{ listing: String(id) }} className="button button-plain">
          All its reservations
        </Link>
      }
    >
      <Loaded query={query} lines={3}>
        {({ reservations, total }) =>
          reservations.length === 0 ? (
            <p className="muted">There is none in these days.</p>
          ) : (
            <>
              <div className="card scroll-x" tabIndex={0} role="region" aria-label="Reservations of the listing">
                <table className={`plain-table ${styles.tight}`}>
                  <thead>
                    <tr>
                      <th scope="col">Code</th>
                      <th scope="col">State</th>
                      <th scope="col">Guest</th>
                      <th scope="col">Channel</th>
                      <th scope="col">Arrival</th>
                      <th scope="col">Departure</th>
                      <th scope="col" className={styles.end}>
                        Rent
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {reservations.map((one) => (
                      <tr key={one.id}>
                        <td>
                          <Link to={`/reservations/${one.id}`}>
                            <bdi>{one.code}</bdi>
                          </Link>
                        </td>
                        <td>
                          <StayState stay={one} />
                        </td>
                        <td>{one.guest ? <bdi>{one.guest}</bdi> : <span title="No name was told">—</span>}</td>
                        <td>{one.channel}</td>
                        <td>{date(one.checkIn)}</td>
                        <td>{date(one.checkOut)}</td>
                        <td className={styles.end}>
                          <Money amount={one.rent} currency={one.currency} />
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
              {total > reservations.length && (
                <p className="muted">
                  The first {reservations.length} of {countText(total)}.
                </p>
              )}
            </>
          )
        }
      </Loaded>
    </Section>
  );
}
