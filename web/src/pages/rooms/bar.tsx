import { ArrowRightLeft, MoreHorizontal, SquareArrowOutUpRight } from 'lucide-react';
import { useNavigate } from '@tanstack/react-router';
import { useLocale } from '../../api/hotels';
import { Link } from '../../kit/link';
import { Menu } from '../../kit/menu';
import { lookOf } from '../../lib/states';
import { dateText } from '../../lib/time';
import styles from './timeline.module.css';
import { closedText, type Moving, type Span, spanHref, spanText, type TimelineRoom } from './timeline-query';

const DAY_MS = 86_400_000;
const offset = (from: string, date: string) => (Date.parse(date) - Date.parse(from)) / DAY_MS;

/** A stay or a closure of a room. It is a link to the booking or the work order; who is in the house can be moved by its menu. */
export function Bar({
  span,
  room,
  from,
  days,
  may,
  onMove,
}: {
  span: Span;
  room: TimelineRoom;
  from: string;
  days: number;
  may: boolean;
  onMove: (moving: Moving) => void;
}) {
  const locale = useLocale();
  const navigate = useNavigate();
  const { booking, closure } = span;
  // A guest comes in the afternoon and leaves in the morning; a closure has whole days.
  const shift = booking ? 0.5 : 0;
  const start = Math.max(0, offset(from, span.from) + shift);
  const end = Math.min(days, offset(from, span.until) + shift);
  if (end <= start) return null;
  const look = lookOf(booking?.status ?? 'paused');
  const href = spanHref(span);
  const label = `${spanText(span)}, ${booking ? look.word : closedText(closure!.kind)}, room ${room.room}, ${dateText(span.from, locale)} to ${dateText(span.until, locale)}`;
  const inner = (
    <>
      <span className={`state-${look.tone}`} aria-hidden>
        {booking ? look.shape : '⊘'}
      </span>
      <bdi>{spanText(span)}</bdi>
    </>
  );
  // A bar of less than a day has no room for both.
  const movable = may && booking?.status === 'checked_in' && end - start >= 1;
  return (
    <span
      className={`${styles.bar} ${booking ? '' : styles.closed}`}
      data-bar={booking?.code ?? `closure-${closure!.id}`}
      style={{ '--from': start, '--to': end } as React.CSSProperties}
    >
      {href ? (
        <Link to={href} className={styles.open} aria-label={label} title={label}>
          {inner}
        </Link>
      ) : (
        <span className={styles.open} title={label}>
          {inner}
          <span className="sr">{label}</span>
        </span>
      )}
      {movable && (
        <Menu
          trigger={<button type="button" className={styles.more} aria-label={`More to do with ${booking.guestName}`} />}
          entries={[
            { label: 'Open the booking', icon: SquareArrowOutUpRight, run: () => void navigate({ to: href! }) },
            { label: 'Move to another room…', icon: ArrowRightLeft, run: () => onMove({ room, span }) },
          ]}
        >
          <MoreHorizontal size={14} aria-hidden />
        </Menu>
      )}
    </span>
  );
}
