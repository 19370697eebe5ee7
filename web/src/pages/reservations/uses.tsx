import { useQuery } from '@tanstack/react-query';
import { useLocale } from '../../api/hotels';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { Money } from '../../kit/money';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { dateText } from '../../lib/time';
import styles from './reservations.module.css';
import { type StayDetails, usesQuery } from './reservations-query';

/** The statements that the stay is on, and what it comes to on each. */
export function Uses({ stay }: { stay: StayDetails }) {
  const query = useQuery(usesQuery(stay.id));
  const locale = useLocale();
  const date = (day: string) => dateText(day, locale, { weekday: undefined });
  return (
    <Section title="Statements that it is on">
      <Loaded query={query} lines={2}>
        {({ statements }) =>
          statements.length === 0 ? (
            <p className="muted">None yet: it is stated when a statement of its days is made.</p>
          ) : (
            <div className="card scroll-x" tabIndex={0} role="region" aria-label="Statements of the reservation">
              <table className={`plain-table ${styles.tight}`}>
                <thead>
                  <tr>
                    <th scope="col">Statement</th>
                    <th scope="col">State</th>
                    <th scope="col">Owner</th>
                    <th scope="col">Period</th>
                    <th scope="col" className={styles.end}>
                      It comes to
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {statements.map((one) => (
                    <tr key={one.id}>
                      <td>
                        <Link to={`/statements/${one.id}`}>
                          {one.number}
                          {one.version > 1 && `, version ${one.version}`}
                        </Link>
                      </td>
                      <td>
                        <State of={one.state} />
                      </td>
                      <td>
                        <Link to={`/owners/${one.ownerId}`}>
                          <bdi>{one.ownerName}</bdi>
                        </Link>
                      </td>
                      <td>
                        {date(one.from)} – {date(one.to)}
                      </td>
                      <td className={styles.end}>
                        <Money amount={one.comesTo} currency={one.currency} />
                      </td>
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
