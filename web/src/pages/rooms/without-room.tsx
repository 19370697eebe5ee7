import { useQuery } from '@tanstack/react-query';
import { useLocale } from '../../api/hotels';
import { BookingState } from '../../kit/booking-state';
import { Link } from '../../kit/link';
import { Section } from '../../kit/section';
import { countText } from '../../lib/money';
import { dateText } from '../../lib/time';
import { categoryNamesQuery } from './category-names';
import styles from './timeline.module.css';
import type { Timeline } from './timeline-query';

/** Stays of these days that no room was given to yet; the check-in gives one. */
export function WithoutRoom({ timeline, hotelId }: { timeline: Timeline; hotelId: number }) {
  const locale = useLocale();
  const names = useQuery(categoryNamesQuery(hotelId)).data;
  const { withoutRoom, withoutRoomTotal } = timeline;
  if (withoutRoom.length === 0) return null;
  return (
    <Section title={`No room yet: ${countText(withoutRoomTotal)}`}>
      <div className={styles.waiting} tabIndex={0} role="region" aria-label="Stays without a room">
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">Guest</th>
              <th scope="col">State</th>
              <th scope="col">Category</th>
              <th scope="col">From</th>
              <th scope="col">Until</th>
            </tr>
          </thead>
          <tbody>
            {withoutRoom.map(({ booking, roomCategoryId, from, until }) => (
              <tr key={`${booking.id} ${from}`}>
                <td>
                  <Link to={`/front-desk/${booking.id}`}>
                    <bdi>{booking.guestName}</bdi>
                  </Link>
                </td>
                <td>
                  <BookingState of={booking.status} />
                </td>
                <td>
                  <bdi>{names?.get(roomCategoryId)}</bdi>
                </td>
                <td className="num">{dateText(from, locale)}</td>
                <td className="num">{dateText(until, locale)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
