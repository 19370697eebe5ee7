import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Schema } from '../../api/client';
import { useHotel, useLocale } from '../../api/hotels';
import { MOST_NIGHTS, timelineQuery } from '../../api/room-timeline';
import { amountText, countOf, moneyText, sumOfAmounts } from '../../lib/money';
import { addDays, dateIn, dateText } from '../../lib/time';
import { availabilityQuery, type Booking, categoriesQuery, pricesQuery } from './desk-query';
import styles from './front-desk.module.css';
import type { StayChange } from './stay-change';

/** Longest look at prices and at rooms that are left, nights: what one answer has. */
const MOST = 366;
/** Nights whose price is named one by one. */
const NAMED = 14;
const SHORT = { weekday: undefined, year: undefined, day: 'numeric', month: 'short' } as const;

interface Props {
  booking: Booking;
  stay?: Schema<'StayRoomsResponse'>;
  change: StayChange;
  arrival: string;
  departure: string;
}

/** What the other dates cost, what goes back for sale, and what stands in the way, as it looks now. */
export function StayDifference(props: Props) {
  const { booking, change, stay } = props;
  const locale = useLocale();
  const { added, givenUp } = change;
  const { currency } = booking;
  return (
    <div role="status" className={styles.difference}>
      {added.length > 0 && <AddedNights {...props} />}
      {givenUp.length > 0 && (
        <p>
          {countOf(givenUp.length, 'night')} less: {moneyText(sumOf(givenUp), currency, locale)}.
          {booking.status !== 'tentative' && (
            <span className="muted">
              {' '}
              {givenUp.length === 1 ? 'It goes' : 'They go'} back for sale, and what was charged for{' '}
              {givenUp.length === 1 ? 'it' : 'them'} is taken back.
            </span>
          )}
        </p>
      )}
      {added.length === 0 && (
        <p>
          The nights then cost <strong>{moneyText(sumOf(change.kept), currency, locale)}</strong> in place of{' '}
          {moneyText(booking.total, currency, locale)}.
        </p>
      )}
      {booking.status === 'checked_in' && added.length > 0 && stay && <KeptRoom {...props} stay={stay} />}
    </div>
  );
}

/** Nights that are sold on top, at the present price of the booked category, and whether there are rooms left. */
function AddedNights({ booking, stay, change, arrival, departure }: Props) {
  const locale = useLocale();
  const { added, kept, arrives, departs } = change;
  const [first, last] = [added[0]!, added.at(-1)!];
  const inReach = added.length <= MOST;
  // Dates of arrival and departure too, where they are new: they may be closed.
  const from = arrives && arrival < first ? arrival : first;
  const to = departs && departure > last ? departure : last;
  const prices = useQuery({ ...pricesQuery(booking.hotelId, from, to), enabled: inReach });
  const left = useQuery({ ...availabilityQuery(booking.hotelId, first, last), enabled: inReach });
  const categories = useQuery(categoriesQuery(booking.hotelId)).data;
  // A guest in the house keeps the room, which may be of another category than was booked.
  const sold = (booking.status === 'checked_in' && stay?.rooms.at(-1)?.roomCategoryId) || booking.roomCategoryId;
  const category = categories?.find(({ id }) => id === sold)?.name ?? 'The category';
  if (!prices.data || prices.isPlaceholderData) return null;
  const { currency } = booking;
  const days = prices.data.categories.find(({ roomCategoryId }) => roomCategoryId === booking.roomCategoryId)?.days;
  const byDate = new Map(days?.map((day) => [day.date, day]));
  const cost = added.map((date) => ({ date, price: byDate.get(date)?.price ?? null }));
  const known = cost.flatMap(({ date, price }) => (price === null ? [] : [{ date, price }]));
  const rooms = left.isPlaceholderData ? undefined : left.data?.days.filter((day) => day.roomCategoryId === sold);
  const full = rooms?.filter(({ date, sellable }) => added.includes(date) && sellable !== null && sellable <= 0);
  const closed = added.filter((date) => !byDate.has(date));
  const text = (date: string) => dateText(date, locale);
  const rules = [
    ...added.filter((date) => byDate.get(date)?.stopSell).map((date) => `the sale is stopped on ${text(date)}`),
    ...(arrives && byDate.get(arrival)?.closedToArrival ? [`${text(arrival)} is closed to arrivals`] : []),
    ...(departs && byDate.get(departure)?.closedToDeparture ? [`${text(departure)} is closed to departures`] : []),
  ];
  return (
    <>
      {known.length < added.length ? (
        <p>The price is not known: not all of the nights are open.</p>
      ) : (
        <>
          <p>
            {countOf(added.length, 'night')} more at present prices:{' '}
            <strong>{moneyText(sumOf(known), currency, locale)}</strong>
            {added.length > 1 && added.length <= NAMED && (
              <span className="muted">
                {' '}
                (
                {known
                  .map(({ date, price }) => `${dateText(date, locale, SHORT)} ${amountText(price, currency, locale)}`)
                  .join(', ')}
                )
              </span>
            )}
          </p>
          <p>
            All nights then cost <strong>{moneyText(sumOf([...kept, ...known]), currency, locale)}</strong> in place of{' '}
            {moneyText(booking.total, currency, locale)}.
          </p>
        </>
      )}
      {closed.length > 0 && <Trouble>Not open for sale: {closed.map(text).join(', ')}</Trouble>}
      {full !== undefined && full.length > 0 ? (
        <Trouble>
          <bdi>{category}</bdi> is sold out on {full.map(({ date }) => text(date)).join(', ')}
        </Trouble>
      ) : (
        rooms !== undefined &&
        rooms.length > 0 &&
        closed.length === 0 && (
          <p className="muted">
            <bdi>{category}</bdi>: {countOf(Math.min(...rooms.map(({ sellable }) => sellable ?? 0)), 'room')} left.
          </p>
        )
      )}
      {rules.length > 0 && <Trouble>{rules.join('; ')}: it needs a reason</Trouble>}
    </>
  );
}

/** Whether the guest's room is free for the nights that are added, and which others of the category are. */
function KeptRoom({ booking, stay, change, departure }: Props & { stay: Schema<'StayRoomsResponse'> }) {
  const locale = useLocale();
  const hotel = useHotel(booking.hotelId);
  const own = stay.rooms.at(-1);
  const [first, last] = [change.added[0]!, addDays(departure, -1)];
  const today = dateIn(hotel?.timezone ?? 'UTC');
  const from = today < first ? today : first;
  const inReach = own !== undefined && addDays(from, MOST_NIGHTS - 1) >= last;
  const query = useQuery({ ...timelineQuery(booking.hotelId, from, last), enabled: inReach });
  if (!own || !query.data || query.isPlaceholderData) return null;
  const { rooms } = query.data;
  const room = rooms.find(({ roomId }) => roomId === own.roomId);
  const taken = room?.spans.find((span) => span.booking?.id !== booking.id && span.until > first && span.from <= last);
  if (!taken) return room ? <p className="muted">Room {own.room} is free for it.</p> : null;
  const free = rooms.filter(
    ({ roomId, roomCategoryId, spans, inServiceFrom, retiredFrom }) =>
      roomId !== own.roomId &&
      roomCategoryId === own.roomCategoryId &&
      spans.length === 0 &&
      (!inServiceFrom || inServiceFrom <= from) &&
      (!retiredFrom || retiredFrom > last),
  );
  return (
    <Trouble>
      Room {own.room} is {taken.booking ? 'kept for ' : 'closed'}
      {taken.booking && <bdi>{taken.booking.guestName}</bdi>} from {dateText(taken.from, locale)}.{' '}
      {free.length === 0
        ? 'No other room of its category is free for all of these nights.'
        : `Move the guest first: free until then ${free.length === 1 ? 'is' : 'are'} ${free
            .slice(0, 5)
            .map(({ room: number }) => number)
            .join(', ')}${free.length > 5 ? ` and ${free.length - 5} more` : ''}.`}
    </Trouble>
  );
}

function Trouble({ children }: { children: ReactNode }) {
  return <p className={styles.trouble}>▲ {children}</p>;
}

const sumOf = (nights: readonly { price: string }[]): string => sumOfAmounts(nights.map(({ price }) => price));
