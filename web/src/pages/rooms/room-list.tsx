import { ArrowRightLeft } from 'lucide-react';
import { useLocale } from '../../api/hotels';
import { BookingState } from '../../kit/booking-state';
import { Button } from '../../kit/button';
import { Link } from '../../kit/link';
import { State } from '../../kit/state';
import { dateText } from '../../lib/time';
import styles from './timeline.module.css';
import { closedText, type Moving, spanHref, spanText, type TimelineRoom } from './timeline-query';

const SHORT = { year: undefined } as const;

/** The same as the bars, room by room, in words: also what a phone shows. */
export function RoomList({
  rooms,
  today,
  may,
  onMove,
}: {
  rooms: readonly TimelineRoom[];
  today: string;
  may: boolean;
  onMove: (moving: Moving) => void;
}) {
  const locale = useLocale();
  return (
    <ul className={styles.list} aria-label="Rooms and who has them">
      {rooms.map((room) => (
        <li key={room.roomId} className={styles.item} data-room={room.room}>
          <strong className={styles.number}>{room.room}</strong>
          {room.spans.length === 0 ? (
            <span className="muted">free on all of these days</span>
          ) : (
            <ul className={styles.spans}>
              {room.spans.map((span) => {
                const { booking, closure, from, until } = span;
                const href = spanHref(span);
                return (
                  <li key={`${from} ${booking?.id ?? closure?.id}`}>
                    <span className={styles.who}>
                      {href ? (
                        <Link to={href}>
                          <bdi>{spanText(span)}</bdi>
                        </Link>
                      ) : (
                        <bdi>{spanText(span)}</bdi>
                      )}
                      {booking ? (
                        <BookingState of={booking.status} />
                      ) : (
                        <State of="paused" word={closedText(closure!.kind)} />
                      )}
                      {from <= today && today < until && <strong>today</strong>}
                    </span>
                    <span className="num muted">
                      {dateText(from, locale, SHORT)} – {dateText(until, locale, SHORT)}
                    </span>
                    {may && booking?.status === 'checked_in' && (
                      <Button
                        icon={ArrowRightLeft}
                        aria-label={`Move ${booking.guestName} to another room`}
                        onClick={() => onMove({ room, span })}
                      />
                    )}
                  </li>
                );
              })}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}
