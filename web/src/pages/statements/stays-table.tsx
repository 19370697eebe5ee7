import { useLocale } from '../../api/hotels';
import { useListingName } from '../../api/rentals';
import { Empty } from '../../kit/empty';
import { Link } from '../../kit/link';
import { Section } from '../../kit/section';
import { amountText, countOf, sameAmount, sumOfAmounts } from '../../lib/money';
import { dateText } from '../../lib/time';
import { Amount } from './amount';
import { ofStay, STAY_AMOUNTS } from './explained';
import styles from './statements.module.css';
import type { Statement } from './statements-query';

/** The stays of a statement; amounts that are 0 for all of them have no column. */
export function StaysTable({ statement, onExplain }: { statement: Statement; onExplain: (of: string) => void }) {
  const { stays, currency } = statement;
  const listingName = useListingName();
  const locale = useLocale();
  const date = (day: string) => dateText(day, locale, { weekday: undefined, year: undefined });
  const shown = STAY_AMOUNTS.filter(({ name }) => name === 'net' || stays.some((stay) => !sameAmount(stay[name], '0')));
  const many = statement.listingId === null;
  return (
    <Section title={`Stays (${stays.length}), amounts in ${currency}`}>
      {stays.length === 0 ? (
        <Empty title="No stay counts in these days" />
      ) : (
        <div className="card scroll-x" tabIndex={0} role="region" aria-label="Stays of the statement">
          <table className={`plain-table ${styles.tight}`}>
            <thead>
              <tr>
                <th scope="col">Stay</th>
                <th scope="col">Guest</th>
                {many && <th scope="col">Listing</th>}
                <th scope="col">Dates</th>
                <th scope="col" className={styles.end}>
                  Nights
                </th>
                {shown.map(({ name, header }) => (
                  <th key={name} scope="col" className={styles.end}>
                    {header}
                  </th>
                ))}
                {stays.some(({ note }) => note) && <th scope="col">Note</th>}
              </tr>
            </thead>
            <tbody>
              {stays.map((stay) => (
                <tr key={stay.reservationId}>
                  <th scope="row">
                    <Link to={`/reservations/${stay.reservationId}`}>
                      <bdi>{stay.code}</bdi>
                    </Link>{' '}
                    <span className="muted">{stay.channel}</span>
                  </th>
                  <td>{stay.guest ? <bdi>{stay.guest}</bdi> : <span title="No name was told">—</span>}</td>
                  {many && (
                    <td>
                      <bdi>{listingName(stay.listingId)}</bdi>
                    </td>
                  )}
                  <td>
                    {date(stay.checkIn)} – {date(stay.checkOut)}
                  </td>
                  <td
                    className={`num ${styles.end}`}
                    title={`${countOf(stay.nightsInPeriod, 'night')} of ${stay.nights} in the period`}
                  >
                    {stay.nightsInPeriod === stay.nights ? stay.nights : `${stay.nightsInPeriod} of ${stay.nights}`}
                  </td>
                  {shown.map(({ name, header }) => (
                    <td key={name} className={styles.end}>
                      <Amount
                        amount={stay[name]}
                        currency={currency}
                        of={ofStay(stay, name)}
                        name={`${header} of ${stay.code}`}
                        onExplain={onExplain}
                      />
                    </td>
                  ))}
                  {stays.some(({ note }) => note) && (
                    <td>
                      <bdi>{stay.note}</bdi>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
            <tfoot className={styles.foot}>
              <tr>
                <th scope="row" colSpan={many ? 5 : 4}>
                  Sum
                </th>
                {shown.map(({ name }) => (
                  <td key={name} className={`num ${styles.end}`}>
                    {sumText(
                      stays.map((stay) => stay[name]),
                      currency,
                      locale,
                    )}
                  </td>
                ))}
                {stays.some(({ note }) => note) && <td />}
              </tr>
            </tfoot>
          </table>
        </div>
      )}
    </Section>
  );
}

const sumText = (amounts: string[], currency: string, locale?: string): string =>
  amountText(sumOfAmounts(amounts), currency, locale);
