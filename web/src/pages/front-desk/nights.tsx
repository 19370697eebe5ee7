import type { Schema } from '../../api/client';
import { useLocale } from '../../api/hotels';
import { Instant } from '../../kit/instant';
import { Money } from '../../kit/money';
import { Section } from '../../kit/section';
import { dateText } from '../../lib/time';
import type { Booking } from './desk-query';
import styles from './front-desk.module.css';

const STEPS = { check_in: 'Check-in', check_out: 'Check-out', move: 'Move' };

/** Price and room of each night, and what the desk did, the latest first. */
export function Nights({ booking, stay }: { booking: Booking; stay: Schema<'StayRoomsResponse'> }) {
  const locale = useLocale();
  const rooms = new Map(stay.nights.map(({ date, room }) => [date, room]));
  return (
    <>
      <Section title="Nights">
        <div className="card">
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">Night</th>
                <th scope="col">Room</th>
                <th scope="col" className={styles.amount}>
                  Price
                </th>
              </tr>
            </thead>
            <tbody>
              {booking.nights.map(({ date, price }) => (
                <tr key={date}>
                  <td>
                    {dateText(date, locale)}
                    {booking.doNotDisturb.includes(date) && <span className="muted"> · do not disturb</span>}
                    {booking.noService.includes(date) && <span className="muted"> · no service</span>}
                  </td>
                  <td className="num">{rooms.get(date) ?? <span title="No room yet">—</span>}</td>
                  <td className={styles.amount}>
                    <Money amount={price} currency={booking.currency} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Section>
      {stay.steps.length > 0 && (
        <Section title="What the desk did">
          <div className="card">
            <table className="plain-table">
              <thead>
                <tr>
                  <th scope="col">What</th>
                  <th scope="col">When</th>
                  <th scope="col">Why</th>
                </tr>
              </thead>
              <tbody>
                {stay.steps.map(({ kind, at, reason, undoneAt, undoReason }) => (
                  <tr key={`${kind} ${at}`}>
                    <td className={undoneAt ? styles.taken : undefined}>{STEPS[kind]}</td>
                    <td>
                      <Instant at={at} hotelId={booking.hotelId} />
                    </td>
                    <td>
                      {reason && <bdi>{reason}</bdi>}
                      {undoneAt && (
                        <span className="muted">
                          {' '}
                          taken back <Instant at={undoneAt} hotelId={booking.hotelId} />
                          {undoReason && (
                            <>
                              : <bdi>{undoReason}</bdi>
                            </>
                          )}
                        </span>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Section>
      )}
    </>
  );
}
