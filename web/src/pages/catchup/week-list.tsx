import { useLocale } from '../../api/hotels';
import { Button } from '../../kit/button';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { countOf } from '../../lib/money';
import { dateText } from '../../lib/time';
import { blockTitle, titleOf } from './hour';
import { bareClock, spanText, zoneName } from './times';
import styles from './week.module.css';
import { overlaps, type Span } from './week-layout';
import { type Suggestion, timeOf, type Week } from './week-query';

interface Entry extends Span {
  key: string;
  state: string;
  word: string;
  text: string | undefined;
  /** It has no hours of its own. */
  whole?: boolean;
}

/** What a day holds, by its begin; a time that reaches over midnight is told on both days. */
function entriesOf(week: Week, suggestions: readonly Suggestion[], day: Span): Entry[] {
  const all: Entry[] = [
    ...week.events.map((event, n) => ({
      ...{ key: `e${n}`, start: event.start, end: event.end, text: titleOf(event), whole: event.allDay },
      ...(event.blocks ? { state: 'busy', word: 'Busy' } : { state: 'owed', word: 'Leaves it free' }),
    })),
    ...week.blocks.map((block, n) => ({
      ...{ key: `b${n}`, start: block.start, end: block.end, text: blockTitle(block) },
      ...{ state: 'kept_time', word: block.kind === 'commute' ? 'On the way' : 'Kept' },
    })),
    ...suggestions.map((one) => ({
      ...{ key: one.id, ...timeOf(one), text: one.contact.name },
      ...(one.state === 'accepted'
        ? { state: 'accepted', word: 'You meet' }
        : { state: 'suggested', word: 'Suggestion' }),
    })),
    ...week.free.map((time) => ({ ...time, key: `f${time.start}`, state: 'done', word: 'Free', text: undefined })),
  ];
  return all
    .filter((entry) => overlaps(entry, day) && entry.end > entry.start)
    .sort((a, b) => Number(b.whole ?? false) - Number(a.whole ?? false) || a.start - b.start || a.end - b.end);
}

/** The week as a list of days: on a phone, and for whoever reads the grid by ear. */
export function WeekList({
  week,
  suggestions,
  onTime,
}: {
  week: Week;
  suggestions: readonly Suggestion[];
  onTime: (time: Span) => void;
}) {
  const { days, today } = week;
  const draw = (some: Week['days']) =>
    some.map((day) => <Day key={day.date} week={week} day={day} suggestions={suggestions} onTime={onTime} />);
  const before = days.filter(({ date }) => date < today);
  // Of the present week, today comes first.
  if (before.length === 0 || before.length === days.length) return <div className={styles.dayList}>{draw(days)}</div>;
  return (
    <div className={styles.dayList}>
      <details className={styles.before}>
        <summary>{countOf(before.length, 'day')} before today</summary>
        <div className={styles.dayList}>{draw(before)}</div>
      </details>
      {draw(days.filter(({ date }) => date >= today))}
    </div>
  );
}

function Day({
  week,
  day,
  suggestions,
  onTime,
}: {
  week: Week;
  day: Week['days'][number];
  suggestions: readonly Suggestion[];
  onTime: (time: Span) => void;
}) {
  const locale = useLocale();
  const { zone, today } = week;
  const entries = entriesOf(week, suggestions, day);
  const hours = (day.end - day.start) / 3_600_000;
  const name = dateText(day.date, locale);
  return (
    <Section
      title={
        <>
          {name}
          {day.date === today && <span className="muted"> today</span>}
          {hours !== 24 && (
            <span className={styles.changed}>
              {' '}
              {hours} h: {zoneName(day.start, zone, locale)} → {zoneName(day.end - 1, zone, locale)}
            </span>
          )}
        </>
      }
      actions={
        <Button kind="quiet" aria-label={`Ask about an hour of ${name}`} onClick={() => onTime(firstHour(day))}>
          Ask about an hour
        </Button>
      }
    >
      <div className={`card ${styles.dayCard}`}>
        {entries.length === 0 ? (
          <p className={`muted ${styles.nothing}`}>
            {day.date < today ? 'Nothing.' : 'Nothing, and no time that is free.'}
          </p>
        ) : (
          <ul>
            {entries.map((entry) => (
              <li key={entry.key}>
                <button
                  type="button"
                  className={styles.entry}
                  data-entry={entry.key}
                  onClick={() => onTime(entry.whole ? firstHour(day) : within(entry, day))}
                >
                  <span className="num">
                    {entry.whole ? 'All day' : spanText(entry.start, entry.end, zone, locale)}
                  </span>
                  <span className={styles.what}>
                    <State of={entry.state} word={entry.word} /> {entry.text && <bdi>{entry.text}</bdi>}
                    {entry.start < day.start && !entry.whole && (
                      <span className="muted"> since {bareClock(entry.start, zone, locale)} of the day before</span>
                    )}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Section>
  );
}

const HOUR = 3_600_000;

/** Of its windows, else noon. */
function firstHour({ start, windows }: Week['days'][number]): Span {
  const at = windows[0]?.start ?? start + 12 * HOUR;
  return { start: at, end: at + HOUR };
}

/** The part of a time on a day, as long as somebody can ask about. */
function within({ start, end }: Span, day: Span): Span {
  const from = Math.max(start, day.start);
  return { start: from, end: Math.min(end, day.end, from + 8 * HOUR) };
}
