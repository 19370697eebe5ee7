import { useLocale } from '../../api/hotels';
import { lookOf } from '../../lib/states';
import { countOf } from '../../lib/money';
import { dateText } from '../../lib/time';
import type { Night } from './nights';
import styles from './schedules.module.css';

/** One cell a night, the latest at the right. A cell shows its slots below. */
export function NightStrip({
  nights,
  chosen,
  onChoose,
}: {
  nights: readonly Night[];
  chosen: string;
  onChoose: (date: string) => void;
}) {
  const locale = useLocale();
  return (
    <div className={styles.strip} role="group" aria-label="The last sixty nights">
      {nights.map(({ date, slots, state }, n) => {
        const look = state && lookOf(state);
        const day = dateText(date, locale, { year: undefined });
        const label = look ? `${day}: ${look.word}, ${countOf(slots.length, 'slot')}` : `${day}: nothing was owed`;
        return (
          <span key={date} className={styles.night}>
            {/* The month stands where it begins, and at the first night. */}
            <span className={styles.month} aria-hidden>
              {(n === 0 || date.endsWith('-01')) && dateText(date, locale, MONTH)}
            </span>
            <button
              type="button"
              className={`${styles.cell} state-${look?.tone ?? 'none'}`}
              data-state={state ?? 'none'}
              aria-label={label}
              title={label}
              aria-pressed={chosen === date}
              disabled={!state}
              onClick={() => onChoose(chosen === date ? '' : date)}
            >
              {look?.shape ?? '·'}
            </button>
          </span>
        );
      })}
    </div>
  );
}

const MONTH = { weekday: undefined, day: undefined, year: undefined, month: 'short' } as const;
