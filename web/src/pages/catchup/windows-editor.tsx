import { Plus, X } from 'lucide-react';
import { Button } from '../../kit/button';
import { Section } from '../../kit/section';
import styles from './catchup.module.css';
import { WEEKDAYS } from './preferences-query';

export type Window = [from: string, to: string];

interface Props {
  windows: readonly Window[][];
  errors: Record<string, string>;
  onChange: (windows: Window[][]) => void;
}

/** The windows of the user, with their heading. */
export function WindowsEditor(props: Props) {
  const { windows, onChange } = props;
  return (
    <Section
      title="When you have time"
      actions={
        <Button kind="quiet" onClick={() => onChange(windows.map(() => windows[0]!.map((one) => [...one] as Window)))}>
          Every day as on Monday
        </Button>
      }
    >
      <p className="muted">On your own clock. Nothing is suggested outside of these hours.</p>
      <Weekdays {...props} />
    </Section>
  );
}

/** Windows of each weekday; a day without one has no time. */
export function Weekdays({ windows, errors, onChange }: Props) {
  const setDay = (day: number, to: Window[]) => onChange(windows.map((one, n) => (n === day ? to : one)));
  const set = (day: number, at: number, part: 0 | 1, value: string) =>
    setDay(
      day,
      windows[day]!.map((one, n) => (n === at ? (part === 0 ? [value, one[1]] : [one[0], value]) : one)),
    );
  const add = (day: number) => {
    const last = windows[day]!.at(-1)?.[1];
    setDay(day, [...windows[day]!, last === undefined || last >= '22:00' ? ['09:00', '21:00'] : [last, '22:00']]);
  };
  const wrong = Object.entries(errors).filter(([path]) => path.startsWith('windows'));
  return (
    <>
      <div className={`card ${styles.windows}`}>
        {WEEKDAYS.map((name, day) => (
          <div key={name} className={styles.weekday} role="group" aria-label={name}>
            <span>{name}</span>
            <span className="row">
              {windows[day]!.length === 0 && <span className="muted">No time</span>}
              {windows[day]!.map(([from, to], at) => (
                <span key={at} className={styles.window}>
                  <LocalTime
                    label={`${name}, window ${at + 1}, from`}
                    value={from}
                    onChange={(value) => set(day, at, 0, value)}
                  />
                  –
                  <LocalTime
                    label={`${name}, window ${at + 1}, to`}
                    value={to}
                    onChange={(value) => set(day, at, 1, value)}
                  />
                  <Button
                    kind="quiet"
                    icon={X}
                    aria-label={`Remove ${from}–${to} of ${name}`}
                    onClick={() =>
                      setDay(
                        day,
                        windows[day]!.filter((_, n) => n !== at),
                      )
                    }
                  />
                </span>
              ))}
              <Button kind="quiet" icon={Plus} aria-label={`Add hours on ${name}`} onClick={() => add(day)} />
            </span>
          </div>
        ))}
      </div>
      {wrong.map(([path, message]) => (
        <p key={path} className="field-error" role="alert">
          ✕ {dayOf(path)} <bdi>{message}</bdi>
        </p>
      ))}
    </>
  );
}

/** `windows.0.1` is Monday's second one. */
function dayOf(path: string): string {
  const day = Number(/^windows\.(\d)/.exec(path)?.[1]);
  return WEEKDAYS[day] ? `${WEEKDAYS[day]}:` : '';
}

/** A local time as text: browsers' own fields do not take 24:00, which may end a day. */
function LocalTime({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <input
      aria-label={label}
      required
      pattern="([01]\d|2[0-3]):[0-5]\d|24:00"
      title="A local time such as 09:00"
      placeholder="09:00"
      maxLength={5}
      inputMode="numeric"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
