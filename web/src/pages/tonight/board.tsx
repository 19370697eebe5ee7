import { useLocale } from '../../api/hotels';
import { useKindTitle } from '../../api/job-kinds';
import { Link } from '../../kit/link';
import { dateText } from '../../lib/time';
import { CellOf } from './cell';
import type { HotelNight, Night } from './tonight-query';
import styles from './tonight.module.css';

/** Hotels down, job kinds across, in the order of the night. */
export function Board({ night: { hotels, kinds } }: { night: Night }) {
  const titleOf = useKindTitle();
  return (
    // What does not fit beside the hotels' names is scrolled.
    <div className={styles.scroll}>
      <table className={styles.board} aria-label="Jobs of the night by hotel">
        <thead>
          <tr>
            <th scope="col">Hotel</th>
            {kinds.map((kind) => (
              <th key={kind} scope="col">
                <Link to="/jobs" search={{ job: kind }} title={`Jobs: ${kind}`}>
                  {titleOf(kind)}
                </Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {hotels.map((hotel) => (
            <tr key={hotel.hotelId} data-hotel={hotel.hotelId}>
              <th scope="row">
                <HotelName hotel={hotel} />
              </th>
              {kinds.map((kind) => {
                const cell = hotel.cells.find((one) => one.kind === kind);
                return (
                  <td key={kind}>
                    {cell ? (
                      <CellOf cell={cell} hotel={hotel} />
                    ) : (
                      <span className="muted" title="Nothing owed in this night">
                        —
                      </span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** On a phone: one hotel after the other. */
export function BoardList({ night: { hotels, kinds } }: { night: Night }) {
  return (
    <ul className={styles.hotels} aria-label="Jobs of the night by hotel">
      {hotels.map((hotel) => (
        <li key={hotel.hotelId} className="card" data-hotel={hotel.hotelId}>
          <HotelName hotel={hotel} />
          {hotel.cells.length === 0 && <p className="muted">Nothing owed in this night</p>}
          <ul className={styles.kinds}>
            {kinds.map((kind) => {
              const cell = hotel.cells.find((one) => one.kind === kind);
              return (
                cell && (
                  <li key={kind}>
                    <CellOf cell={cell} hotel={hotel} isNamed />
                  </li>
                )
              );
            })}
          </ul>
        </li>
      ))}
    </ul>
  );
}

function HotelName({ hotel: { name, businessDate, date } }: { hotel: HotelNight }) {
  const locale = useLocale();
  const day = (of: string) => dateText(of, locale, { weekday: undefined, year: undefined });
  return (
    <span className={styles.hotel}>
      <bdi>{name}</bdi>
      <span className={styles.small}>
        {businessDate ? (
          <>Business date {day(businessDate)}</>
        ) : (
          <span title="Nothing has been posted yet">Night of {day(date)}</span>
        )}
      </span>
    </span>
  );
}
