import { useRef } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useLocale } from '../../api/hotels';
import { dateText, datesBetween, addDays } from '../../lib/time';
import { Bar } from './bar';
import styles from './timeline.module.css';
import type { Moving, Timeline } from './timeline-query';

/** px, of timeline.module.css. */
const ROW = 36;

/** Rooms and days: a bar from the arrival to the departure, from the middle of the one to the middle of the other. */
export function TimelineGrid({
  timeline,
  from,
  days,
  may,
  onMove,
}: {
  timeline: Timeline;
  from: string;
  days: number;
  may: boolean;
  onMove: (moving: Moving) => void;
}) {
  const locale = useLocale();
  const box = useRef<HTMLDivElement>(null);
  const { rooms, today } = timeline;
  const virtualizer = useVirtualizer({
    count: rooms.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 6,
  });
  const dates = datesBetween(from, addDays(from, days - 1));
  const now = dates.indexOf(today);
  return (
    <div
      ref={box}
      className={styles.grid}
      role="table"
      aria-label="Rooms and who has them"
      aria-rowcount={rooms.length + 1}
      // Reached by the keyboard to be scrolled.
      tabIndex={0}
      style={{ '--days': days, '--day': days > 31 ? '52px' : '64px' } as React.CSSProperties}
    >
      <div role="row" aria-rowindex={1} className={styles.heads}>
        <div role="columnheader" className={styles.room}>
          Room
        </div>
        <div role="columnheader" className={styles.track} aria-label={`${dates[0]} to ${dates.at(-1)}`}>
          {dates.map((date) => (
            <div key={date} className={`${styles.head} ${date === today ? styles.today : ''}`}>
              <span>{date === today ? 'Today' : dateText(date, locale, WEEKDAY)}</span>
              <span className="num">{dateText(date, locale, DAY)}</span>
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const room = rooms[index]!;
          return (
            <div
              key={room.roomId}
              role="row"
              aria-rowindex={index + 2}
              data-room={room.room}
              className={styles.line}
              style={{ transform: `translateY(${start}px)` }}
            >
              <div role="rowheader" className={styles.room}>
                {room.room}
              </div>
              <div role="cell" className={styles.track}>
                {now >= 0 && <span className={styles.now} style={{ '--at': now } as React.CSSProperties} aria-hidden />}
                {room.spans.map((span) => (
                  <Bar
                    key={`${span.from} ${span.booking?.id ?? span.closure?.id}`}
                    span={span}
                    room={room}
                    from={from}
                    days={days}
                    may={may}
                    onMove={onMove}
                  />
                ))}
              </div>
            </div>
          );
        })}
      </div>
    </div>
  );
}

const WEEKDAY = { weekday: 'short', day: undefined, month: undefined, year: undefined } as const;
const DAY = { weekday: undefined, year: undefined, day: 'numeric', month: 'short' } as const;
