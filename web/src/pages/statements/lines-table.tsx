import { useLocale } from '../../api/hotels';
import { useListingName } from '../../api/rentals';
import { Link } from '../../kit/link';
import { Section } from '../../kit/section';
import { dateText } from '../../lib/time';
import { Amount } from './amount';
import { lineName, ofLine } from './explained';
import styles from './statements.module.css';
import type { Statement } from './statements-query';

/** What is on a statement besides the stays' own lines: expenses, adjustments and corrections; or every line. */
export function LinesTable({
  statement,
  lines,
  title,
  onExplain,
}: {
  statement: Statement;
  lines: Statement['lines'];
  title: string;
  onExplain: (of: string) => void;
}) {
  const listingName = useListingName();
  const locale = useLocale();
  return (
    <Section title={title}>
      <div className="card scroll-x" tabIndex={0} role="region" aria-label={title}>
        <table className={`plain-table ${styles.tight}`}>
          <thead>
            <tr>
              <th scope="col">Date</th>
              <th scope="col">What</th>
              <th scope="col">Description</th>
              <th scope="col">Listing</th>
              <th scope="col" className={styles.end}>
                Amount in {statement.currency}
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.id}>
                <td className="num">{dateText(line.date, locale, { weekday: undefined })}</td>
                <td>
                  {lineName(line)}
                  {line.nights && (
                    <span className="muted">
                      {' '}
                      {line.nights.count} of {line.nights.of} nights
                    </span>
                  )}
                </td>
                <td>
                  <bdi>{line.description}</bdi>
                  {line.correctsStatementId && (
                    <>
                      {' '}
                      <Link to={`/statements/${line.correctsStatementId}`} className={styles.inText}>
                        corrects this one
                      </Link>
                    </>
                  )}
                  {line.original && (
                    <span className="muted">
                      {' '}
                      {line.original.amount} {line.original.currency} at {line.original.rate}
                    </span>
                  )}
                </td>
                <td>
                  <bdi>{line.listingId === null ? '' : listingName(line.listingId)}</bdi>
                </td>
                <td className={styles.end}>
                  <Amount
                    amount={line.amount}
                    currency={statement.currency}
                    of={ofLine(line)}
                    name={lineName(line)}
                    onExplain={onExplain}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
