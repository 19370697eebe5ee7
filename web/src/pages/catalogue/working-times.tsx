import { useId, useState } from 'react';
import { Plus, X } from 'lucide-react';
import { useLocale } from '../../api/hotels';
import { Button } from '../../kit/button';
import { Field } from '../../kit/field';
import { countOf } from '../../lib/money';
import { dateIn, dateText } from '../../lib/time';
import styles from './catalogue.module.css';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Days of the week on which the workshop works. */
export function WorkingDays({
  days,
  error,
  onChange,
}: {
  days: readonly number[];
  error: string | undefined;
  onChange: (days: number[]) => void;
}) {
  const group = useId();
  return (
    <div className="field" role="group" aria-labelledby={group}>
      <span id={group}>Working days</span>
      <span className={styles.days}>
        {WEEKDAYS.map((name, n) => (
          <label key={name} className={styles.check}>
            <input
              type="checkbox"
              checked={days.includes(n + 1)}
              onChange={({ target }) =>
                onChange(target.checked ? [...days, n + 1].sort((a, b) => a - b) : days.filter((day) => day !== n + 1))
              }
            />
            {name}
          </label>
        ))}
      </span>
      <span className="muted">Lead times are counted in these: an order is promised for one of them.</span>
      {error !== undefined && <span className="field-error">✕ {error}</span>}
    </div>
  );
}

/** Days on which nobody works, whatever day of the week they are. Those that are over are kept and not shown. */
export function ClosedDays({
  days,
  zone,
  error,
  onChange,
}: {
  days: readonly string[];
  zone: string;
  error: string | undefined;
  onChange: (days: string[]) => void;
}) {
  const locale = useLocale();
  const [day, setDay] = useState('');
  const today = dateIn(zone);
  const ahead = days.filter((one) => one >= today);
  const add = () => {
    if (day === '') return;
    onChange([...new Set([...days, day])].sort());
    setDay('');
  };
  return (
    <>
      <div className={styles.adding}>
        <Field label="Another day on which nobody works" error={error}>
          <input
            type="date"
            min={today}
            value={day}
            onChange={(event) => setDay(event.target.value)}
            onKeyDown={(event) => {
              // Enter takes the day and does not save all the rest.
              if (event.key !== 'Enter') return;
              event.preventDefault();
              add();
            }}
          />
        </Field>
        <Button icon={Plus} disabled={day === ''} onClick={add}>
          Add the day
        </Button>
      </div>
      {ahead.length > 0 && (
        <ul className={styles.closed} aria-label="Days on which nobody works">
          {ahead.map((one) => (
            <li key={one}>
              <span className="num">{dateText(one, locale)}</span>
              <Button
                kind="quiet"
                icon={X}
                aria-label={`Work on ${dateText(one, locale)} after all`}
                onClick={() => onChange(days.filter((other) => other !== one))}
              />
            </li>
          ))}
        </ul>
      )}
      {days.length > ahead.length && (
        <p className="muted">{countOf(days.length - ahead.length, 'day')} that are over are kept.</p>
      )}
    </>
  );
}
