import { useQuery } from '@tanstack/react-query';
import { useLocale } from '../../api/hotels';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { Money } from '../../kit/money';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { dateText } from '../../lib/time';
import styles from './reservations.module.css';
import { rowsQuery, type StayDetails } from './reservations-query';

/** Rows of files that tell of the stay, with a way to each. */
export function ImportRows({ stay }: { stay: StayDetails }) {
  const query = useQuery(rowsQuery(stay.id));
  const locale = useLocale();
  return (
    <Section title="Rows of files">
      <Loaded query={query} lines={2}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="muted">
              {stay.source === 'manual'
                ? 'No file tells of it: somebody entered it here.'
                : `No file tells of it: it came from ${stay.source}.`}
            </p>
          ) : (
            <div className="card scroll-x" tabIndex={0} role="region" aria-label="Rows of files">
              <table className={`plain-table ${styles.tight}`}>
                <thead>
                  <tr>
                    <th scope="col">File</th>
                    <th scope="col">Line</th>
                    <th scope="col">Counts</th>
                    <th scope="col">Kind</th>
                    <th scope="col">Date</th>
                    <th scope="col" className={styles.end}>
                      Rent
                    </th>
                    <th scope="col" className={styles.end}>
                      Net
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={`${row.importId} ${row.line}`}>
                      <td>
                        <Link to={`/imports/${row.importId}`}>
                          <bdi>{row.importName}</bdi>
                        </Link>
                      </td>
                      <td className="num">
                        <Link
                          to={`/imports/${row.importId}`}
                          search={{ line: String(row.line) }}
                          aria-label={`Line ${row.line}`}
                        >
                          {row.line}
                        </Link>
                      </td>
                      <td>
                        {row.applied ? (
                          <State of="done" word="Counts" />
                        ) : row.outcome === 'review' ? (
                          <State of="review" word="To look at" />
                        ) : (
                          <State of="skipped" word="Told before" />
                        )}
                      </td>
                      <td>
                        <bdi title={row.type}>{row.kind}</bdi>
                      </td>
                      <td>{row.date ? dateText(row.date, locale, { weekday: undefined }) : '—'}</td>
                      <td className={styles.end}>
                        {row.currency && (
                          <Money amount={row.rent} currency={row.currency} none="The row does not say" />
                        )}
                      </td>
                      <td className={styles.end}>
                        {row.currency && <Money amount={row.net} currency={row.currency} none="The row does not say" />}
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
