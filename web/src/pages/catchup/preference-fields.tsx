import { Field } from '../../kit/field';
import { Section } from '../../kit/section';
import { viewerZone } from '../../lib/time';
import { zonesWith } from '../../lib/choices';
import styles from './catchup.module.css';
import { type PreferencesBody, WEEKDAYS } from './preferences-query';

interface Props {
  draft: PreferencesBody;
  errors: Record<string, string>;
  onChange: (some: Partial<PreferencesBody>) => void;
}

const number = (text: string): number => (/^\d+$/.test(text) ? Number(text) : Number.NaN);
const shown = (value: number): string => (Number.isNaN(value) ? '' : String(value));

/** Zone, quiet hours, and what is kept free beside what is busy. */
export function HoursFields({ draft, errors, onChange }: Props) {
  const { timezone, quiet, bufferMinutes, travelMinutes, minMinutes, allDayBlocks, pendingBlocks } = draft;
  return (
    <Section title="Your clock, and what counts as busy">
      <div className="card form">
        <Field
          label="Time zone"
          hint={timezone === viewerZone() ? 'Also that of this browser' : `This browser is in ${viewerZone()}`}
          error={errors['timezone']}
        >
          <select
            className="native-select"
            value={timezone}
            onChange={(event) => onChange({ timezone: event.target.value })}
          >
            {zonesWith(timezone).map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </select>
        </Field>
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={quiet !== null}
            onChange={(event) => onChange({ quiet: event.target.checked ? { from: '21:00', to: '08:00' } : null })}
          />
          Quiet hours: no message and no free time
        </label>
        {quiet && (
          <div className="form-row">
            <Field label="Quiet from" error={errors['quiet.from']}>
              <input
                type="time"
                required
                value={quiet.from}
                onChange={(event) => onChange({ quiet: { ...quiet, from: event.target.value } })}
              />
            </Field>
            <Field label="Quiet to" hint="Before the first: on the next day" error={errors['quiet.to']}>
              <input
                type="time"
                required
                value={quiet.to}
                onChange={(event) => onChange({ quiet: { ...quiet, to: event.target.value } })}
              />
            </Field>
          </div>
        )}
        <div className="form-row">
          <Minutes
            label="Buffer beside events"
            value={bufferMinutes}
            max={240}
            error={errors['bufferMinutes']}
            onChange={(bufferMinutes_) => onChange({ bufferMinutes: bufferMinutes_ })}
          />
          <Minutes
            label="On the way to people you meet"
            value={travelMinutes}
            max={240}
            error={errors['travelMinutes']}
            onChange={(travelMinutes_) => onChange({ travelMinutes: travelMinutes_ })}
          />
          <Minutes
            label="Shortest time worth while"
            value={minMinutes}
            min={10}
            max={480}
            error={errors['minMinutes']}
            onChange={(minMinutes_) => onChange({ minMinutes: minMinutes_ })}
          />
        </div>
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={allDayBlocks}
            onChange={(event) => onChange({ allDayBlocks: event.target.checked })}
          />
          Events of whole days keep these days busy
        </label>
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={pendingBlocks}
            onChange={(event) => onChange({ pendingBlocks: event.target.checked })}
          />
          Invitations without an answer keep their time busy
        </label>
      </div>
    </Section>
  );
}

function Minutes({
  label,
  value,
  min = 0,
  max,
  error,
  onChange,
}: {
  label: string;
  value: number;
  min?: number;
  max: number;
  error: string | undefined;
  onChange: (value: number) => void;
}) {
  return (
    <Field label={label} hint="Minutes" error={error}>
      <input
        type="number"
        required
        min={min}
        max={max}
        value={shown(value)}
        onChange={(event) => onChange(number(event.target.value))}
      />
    </Field>
  );
}

/** When the digest comes, and by which ways messages do. */
export function DigestFields({ draft, errors, onChange }: Props) {
  const { digest, notices, channels } = draft;
  const by = (channel: 'sms' | 'email', on: boolean) =>
    // SMS goes first: that is the order of the list.
    onChange({
      channels: (['sms', 'email'] as const).filter((one) => (one === channel ? on : channels.includes(one))),
    });
  return (
    <Section title="The digest, and other messages">
      <div className="card form">
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={digest.enabled}
            onChange={(event) => onChange({ digest: { ...digest, enabled: event.target.checked } })}
          />
          A digest once a week
        </label>
        <div className="form-row">
          <Field label="Day" error={errors['digest.weekday']}>
            <select
              className="native-select"
              value={digest.weekday}
              onChange={(event) => onChange({ digest: { ...digest, weekday: Number(event.target.value) } })}
            >
              {WEEKDAYS.map((name, n) => (
                <option key={name} value={n + 1}>
                  {name}
                </option>
              ))}
            </select>
          </Field>
          <Field label="Hour" hint="On your own clock" error={errors['digest.time']}>
            <input
              type="time"
              required
              value={digest.time}
              onChange={(event) => onChange({ digest: { ...digest, time: event.target.value } })}
            />
          </Field>
          <Field label="Most suggestions" error={errors['digest.items']}>
            <input
              type="number"
              required
              min={1}
              max={20}
              value={shown(digest.items)}
              onChange={(event) => onChange({ digest: { ...digest, items: number(event.target.value) } })}
            />
          </Field>
        </div>
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={notices?.enabled ?? true}
            onChange={(event) => onChange({ notices: { enabled: event.target.checked } })}
          />
          A message at once, where somebody could come to an event of yours
        </label>
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={channels.includes('sms')}
            onChange={(event) => by('sms', event.target.checked)}
          />
          By SMS, and by e-mail where it does not arrive
        </label>
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={channels.includes('email')}
            onChange={(event) => by('email', event.target.checked)}
          />
          By e-mail
        </label>
        {channels.length === 0 && (
          <p className="muted">Without a channel no message comes at all: you are unsubscribed.</p>
        )}
        <div className="row">
          <button
            type="button"
            className="button button-plain"
            onClick={() =>
              onChange({ channels: [], digest: { ...digest, enabled: false }, notices: { enabled: false } })
            }
          >
            Unsubscribe from everything
          </button>
          <span className="muted">It holds once you save.</span>
        </div>
      </div>
    </Section>
  );
}
