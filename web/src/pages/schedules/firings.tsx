import { useQuery } from '@tanstack/react-query';
import { useLocale } from '../../api/hotels';
import { Instant } from '../../kit/instant';
import { Loaded } from '../../kit/loaded';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { countText } from '../../lib/money';
import { dateText } from '../../lib/time';
import { ODD_WORDS } from './schedule-words';
import { previewQuery, type PreviewDay, type Schedule } from './schedules-query';
import styles from './schedules.module.css';

const NEXT_DAYS = 10;
/** Of a day with many firings, so many are written out. */
const WRITTEN = 4;

/** When it fires next, in its zone, and the nights of the next 400 days that are not like the others. */
export function Firings({ schedule }: { schedule: Schedule }) {
  const query = useQuery(previewQuery(schedule.id));
  return (
    <Loaded query={query}>
      {({ firingDays, days }) => {
        const coming = upcoming(firingDays);
        const odd = firingDays.filter((day) => day.odd !== null);
        return (
          <div className={styles.two}>
            <Section title="Next firings">
              {coming.length === 0 ? (
                <p className="muted">It does not fire in the next {days} days.</p>
              ) : (
                <Days days={coming.slice(0, NEXT_DAYS)} zone={schedule.timezone} label="Next firings" />
              )}
              {schedule.paused && <p className="muted">None of them while it is paused.</p>}
              {!schedule.paused && !schedule.enabled && <p className="muted">None of them while it is switched off.</p>}
            </Section>
            <Section title={`Odd nights in ${days} days`}>
              {odd.length === 0 ? (
                <p className="muted">None: {schedule.timezone} does not change its clocks when it fires.</p>
              ) : (
                <Days days={odd} zone={schedule.timezone} label="Odd nights" />
              )}
            </Section>
          </div>
        );
      }}
    </Loaded>
  );
}

/** Without the firings of today that are over. */
function upcoming(days: readonly PreviewDay[]): PreviewDay[] {
  const now = Date.now();
  return days
    .map((day) => {
      const firings = day.firings.filter((at) => Date.parse(at) > now);
      return { ...day, firings, count: day.count - (day.firings.length - firings.length) };
    })
    .filter(({ count, odd }) => count > 0 || odd !== null);
}

function Days({ days, zone, label }: { days: readonly PreviewDay[]; zone: string; label: string }) {
  const locale = useLocale();
  return (
    <div className="card scroll-x" tabIndex={0} role="region" aria-label={label}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Fires</th>
            <th scope="col">Note</th>
          </tr>
        </thead>
        <tbody>
          {days.map(({ date, firings, count, odd, note }) => (
            <tr key={date}>
              <th scope="row" className="num">
                {dateText(date, locale)}
              </th>
              <td>
                {count === 0 && <span className="muted">not at all</span>}
                {firings.slice(0, WRITTEN).map((at, n) => (
                  <span key={at}>
                    {n > 0 && ', '}
                    <Instant at={at} only={zone} clock />
                  </span>
                ))}
                {count > WRITTEN && (
                  <span className="muted"> and {countText(count - Math.min(WRITTEN, firings.length))} more</span>
                )}
              </td>
              <td>
                {odd && (
                  <>
                    <State of="late" word={ODD_WORDS[odd]} /> {note && <span className="muted">{note}</span>}
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
