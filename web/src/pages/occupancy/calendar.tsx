import { useLocale } from '../../api/hotels';
import { Link } from '../../kit/link';
import { countText } from '../../lib/money';
import { addDays, dateText } from '../../lib/time';
import { type Figure, levelOf } from './figures';
import styles from './occupancy.module.css';
import { bookingsHref } from './occupancy-query';

/** Monday of the week of a date. */
const mondayOf = (date: string): string => addDays(date, -((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7));

/** Weeks below each other; each night is a link to its bookings. */
export function Calendar({
  figures,
  today,
  categoryId,
}: {
  figures: readonly Figure[];
  today: string;
  categoryId: number | undefined;
}) {
  const locale = useLocale();
  const first = figures[0]?.date;
  if (!first) return null;
  const monday = mondayOf(first);
  const before = Array.from({ length: 7 }, (_, n) => addDays(monday, n)).indexOf(first);
  return (
    <div className={styles.calendar} role="group" aria-label="Occupancy night by night">
      {Array.from({ length: 7 }, (_, n) => (
        <span key={n} className={styles.weekday} aria-hidden>
          {dateText(addDays(monday, n), locale, WEEKDAY)}
        </span>
      ))}
      {Array.from({ length: before }, (_, n) => (
        <span key={`before-${n}`} />
      ))}
      {figures.map((figure) => {
        const { date, percent, sold, rooms, sellable } = figure;
        const full = rooms > 0 && sellable !== null && sellable <= 0;
        const label = `${dateText(date, locale)}: ${percent === null ? 'no rooms' : `${percent} %`}, ${countText(sold)} of ${countText(rooms)} sold, ${
          sellable === null ? 'not open' : full ? 'full' : `${countText(sellable)} left`
        }`;
        return (
          <Link
            key={date}
            to={bookingsHref(date, categoryId)}
            className={`${styles.night} ${full ? styles.full : ''} ${date === today ? styles.today : ''}`}
            data-night={date}
            data-level={levelOf(figure)}
            title={label}
          >
            <span className="sr">{label}</span>
            <span className={styles.date} aria-hidden>
              {dateText(date, locale, date.endsWith('-01') || date === first ? MONTH : DAY)}
            </span>
            <span className={styles.percent} aria-hidden>
              {percent === null ? '–' : `${percent}%`}
            </span>
            <span className={styles.left} aria-hidden>
              {sellable === null ? 'not open' : full ? 'full' : `${sellable} left`}
            </span>
          </Link>
        );
      })}
    </div>
  );
}

const WEEKDAY = { weekday: 'short', day: undefined, month: undefined, year: undefined } as const;
const DAY = { weekday: undefined, month: undefined, year: undefined, day: 'numeric' } as const;
const MONTH = { weekday: undefined, year: undefined, day: 'numeric', month: 'short' } as const;
