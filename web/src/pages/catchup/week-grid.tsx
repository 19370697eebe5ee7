import { useEffect, useMemo, useRef, useState } from 'react';
import { useLocale } from '../../api/hotels';
import { blockTitle, contentOf, contentWords, titleOf } from './hour';
import { bareClock, dayText, spanText, zoneName } from './times';
import styles from './week.module.css';
import { type Hour, type HourRow, hourRows, lanes, overlaps, type Rect, rectOf, type Span } from './week-layout';
import { type Suggestion, timeOf, type Week } from './week-query';

interface Props {
  week: Week;
  suggestions: readonly Suggestion[];
  now: number;
  onHour: (hour: Span) => void;
}

/** The week by the hour. Every hour is a button: arrows go from one to the next, Enter asks why it is not free. */
export function WeekGrid({ week, suggestions, now, onHour }: Props) {
  const { days, zone } = week;
  const locale = useLocale();
  const rows = useMemo(() => hourRows(days, zone), [days, zone]);
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<[row: number, day: number]>();
  const today = days.findIndex(({ start, end }) => start <= now && now < end);
  // The first hour in which there is time is in sight.
  useEffect(() => {
    const first = rows.findIndex(({ hours }) =>
      hours.some((hour, n) => hour && days[n]!.windows.some((window) => overlaps(window, hour))),
    );
    const row = box.current?.querySelector<HTMLElement>(`[data-hour="${Math.max(0, first)}"]`);
    if (row && box.current) box.current.scrollTop = row.offsetTop - 88;
    // Only when another week is shown.
    // eslint-disable-next-line
  }, [days[0]?.date, zone]);
  const move = (event: React.KeyboardEvent, row: number, day: number) => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    let [r, d] = [row + step[0]!, day + step[1]!];
    while (rows[r] && d >= 0 && d < days.length && !rows[r]!.hours[d]) [r, d] = [r + step[0]!, d + step[1]!];
    if (!rows[r]?.hours[d]) return;
    setAt([r, d]);
    box.current?.querySelector<HTMLElement>(`[data-cell="${r}-${d}"]`)?.focus();
  };
  const [row0, day0] = at ?? [
    Math.max(
      0,
      rows.findIndex(
        ({ hours }) => hours[Math.max(0, today)]?.start !== undefined && hours[Math.max(0, today)]!.end > now,
      ),
    ),
    Math.max(0, today),
  ];
  return (
    <div
      ref={box}
      className={styles.scroll}
      style={{ '--days': days.length } as React.CSSProperties}
      role="grid"
      aria-label="Your week by the hour"
      aria-rowcount={rows.length + 1}
      aria-colcount={days.length + 1}
    >
      <div role="row" className={styles.head}>
        <span role="columnheader" className={styles.corner}>
          <span className="sr">Hour</span>
        </span>
        {days.map((day, n) => (
          <DayHead key={day.date} day={day} zone={zone} today={n === today} week={week} locale={locale} />
        ))}
      </div>
      <div className={styles.body}>
        <Ground rows={rows} week={week} />
        {rows.map((row, r) => (
          <div key={row.key} role="row" className={styles.row} data-hour={r}>
            <span role="rowheader" className={styles.clock}>
              {row.label}
              {row.again && (
                <span title="The second hour of this name: clocks were put back">
                  {' '}
                  <span aria-hidden>↻</span>
                  <span className="sr">again</span>
                </span>
              )}
            </span>
            {row.hours.map((hour, d) =>
              hour ? (
                <HourCell
                  key={d}
                  id={`${r}-${d}`}
                  hour={hour}
                  label={nameOf(hour, zone, locale, contentWords(contentOf(week, suggestions, hour, now)))}
                  tabbable={r === row0 && d === day0}
                  onMove={(event) => move(event, r, d)}
                  onFocus={() => setAt([r, d])}
                  onPress={() => onHour(hour)}
                />
              ) : (
                <span key={d} role="gridcell" className={styles.none} title={missing(row)}>
                  <span className="sr">{missing(row)}</span>
                </span>
              ),
            )}
          </div>
        ))}
        <Things rows={rows} week={week} suggestions={suggestions} locale={locale} />
        {today >= 0 && <Now rows={rows} week={week} day={today} now={now} />}
      </div>
    </div>
  );
}

const missing = ({ again }: HourRow): string =>
  again ? 'This day has the hour once' : 'Clocks skip this hour on this day';

const nameOf = ({ start, end }: Span, zone: string, locale: string | undefined, words: string): string =>
  `${dayText(start, zone, locale)}, ${spanText(start, end, zone, locale)}: ${words}`;

function DayHead({
  day,
  zone,
  today,
  week,
  locale,
}: {
  day: Week['days'][number];
  zone: string;
  today: boolean;
  week: Week;
  locale: string | undefined;
}) {
  const hours = (day.end - day.start) / 3_600_000;
  const whole = week.events.filter((event) => event.allDay && overlaps(event, day));
  return (
    <span role="columnheader" className={`${styles.day} ${today ? styles.today : ''}`}>
      <span className={styles.dayName}>
        {dayText(day.start, zone, locale)}
        {today && <span className="muted"> today</span>}
      </span>
      {hours !== 24 && (
        <span className={styles.changed} title="Clocks are changed on this day">
          {hours} h: {zoneName(day.start, zone, locale)} → {zoneName(day.end - 1, zone, locale)}
        </span>
      )}
      {whole.map((event, n) => (
        <span
          key={n}
          className={`${styles.whole} ${event.blocks ? '' : styles.ignored}`}
          title={event.blocks ? 'All day' : 'All day, and leaves the day free'}
        >
          <bdi>{titleOf(event)}</bdi>
        </span>
      ))}
    </span>
  );
}

function HourCell({
  id,
  hour,
  label,
  tabbable,
  onMove,
  onFocus,
  onPress,
}: {
  id: string;
  hour: Hour;
  label: string;
  tabbable: boolean;
  onMove: (event: React.KeyboardEvent) => void;
  onFocus: () => void;
  onPress: () => void;
}) {
  return (
    <span role="gridcell" className={styles.cell}>
      <button
        type="button"
        data-cell={id}
        data-at={new Date(hour.start).toISOString()}
        className={styles.hour}
        tabIndex={tabbable ? 0 : -1}
        aria-label={label}
        onKeyDown={onMove}
        onFocus={onFocus}
        onClick={onPress}
      />
    </span>
  );
}

const px = ({ top, height }: Rect) => ({
  top: `calc(${top} * var(--hour))`,
  height: `calc(${height} * var(--hour))`,
});

/** What holds every week: hours without time, quiet hours; and what is free. */
function Ground({ rows, week }: { rows: readonly HourRow[]; week: Week }) {
  const { days, free } = week;
  return (
    <div className={`${styles.layer} ${styles.ground}`} aria-hidden>
      <span />
      {days.map((day, d) => (
        <span key={day.date} data-day={day.date} className={styles.column}>
          {day.windows.map((time) => (
            <Strip key={time.start} rect={rectOf(rows, days, d, time)} of="window" />
          ))}
          {day.quiet.map((time) => (
            <Strip key={time.start} rect={rectOf(rows, days, d, time)} of="quiet" />
          ))}
          {free.map((time) => (
            <Strip key={time.start} rect={rectOf(rows, days, d, time)} of="free" />
          ))}
        </span>
      ))}
    </div>
  );
}

function Strip({ rect, of }: { rect: Rect | undefined; of: 'window' | 'quiet' | 'free' }) {
  return rect ? <span data-strip={of} className={`${styles.strip} ${styles[of]}`} style={px(rect)} /> : null;
}

interface Thing extends Span {
  key: string;
  text: string;
  look: string | undefined;
  mark: string;
}

/** Events, blocks and suggestions, beside each other where they overlap. For eyes only: each hour tells them by its name. */
function Things({
  rows,
  week,
  suggestions,
  locale,
}: {
  rows: readonly HourRow[];
  week: Week;
  suggestions: readonly Suggestion[];
  locale: string | undefined;
}) {
  const { days, zone } = week;
  const all: Thing[] = [
    ...week.events
      .filter(({ allDay, start, end }) => !allDay && end > start)
      .map((event, n) => ({
        ...{ key: `e${n}`, start: event.start, end: event.end, text: titleOf(event) },
        ...(event.blocks ? { look: styles.busy, mark: '' } : { look: styles.ignored, mark: '○ ' }),
      })),
    ...week.blocks.map((block, n) => ({
      ...{ key: `b${n}`, start: block.start, end: block.end, text: blockTitle(block), look: styles.block },
      mark: block.kind === 'commute' ? '⇄ ' : '■ ',
    })),
    ...suggestions.map((one) => ({
      ...{ key: one.id, ...timeOf(one), text: one.contact.name },
      ...(one.state === 'accepted' ? { look: styles.accepted, mark: '✓ ' } : { look: styles.suggested, mark: '☆ ' }),
    })),
  ];
  return (
    <div className={styles.layer} aria-hidden>
      <span />
      {days.map((day, d) => {
        const here = all.filter((thing) => overlaps(thing, day));
        const places = lanes(here);
        return (
          <span key={day.date} data-day={day.date} className={styles.column}>
            {here.map((thing, n) => {
              const rect = rectOf(rows, days, d, thing);
              const { lane, of } = places[n]!;
              return (
                rect && (
                  <span
                    key={thing.key}
                    data-thing={thing.text}
                    className={`${styles.thing} ${thing.look}`}
                    style={{ ...px(rect), left: `${(lane / of) * 100}%`, width: `${100 / of}%` }}
                  >
                    {thing.mark}
                    <bdi>{thing.text}</bdi> <span className={styles.from}>{bareClock(thing.start, zone, locale)}</span>
                  </span>
                )
              );
            })}
          </span>
        );
      })}
    </div>
  );
}

function Now({ rows, week, day, now }: { rows: readonly HourRow[]; week: Week; day: number; now: number }) {
  const rect = rectOf(rows, week.days, day, { start: now, end: now + 60_000 });
  return (
    rect && (
      <div className={styles.layer} aria-hidden>
        <span />
        {week.days.map(({ date }, n) => (
          <span key={date} className={styles.column}>
            {n === day && <span className={styles.now} style={{ top: `calc(${rect.top} * var(--hour))` }} />}
          </span>
        ))}
      </div>
    )
  );
}
