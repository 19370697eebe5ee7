import { Money } from '../../kit/money';
import type { Column } from '../../kit/table';
import { dateText } from '../../lib/time';
import { BookingState } from '../../kit/booking-state';
import type { ListedBooking } from './desk-query';

const SHORT = { year: undefined } as const;

/** `2 adults, 1 child` as short as it can be. */
const persons = ({ adults, children }: ListedBooking) => (children > 0 ? `${adults} + ${children}` : String(adults));

/** Columns that say nothing in a list, because all its rows have the same there. */
const OMITTED = {
  arrivals: ['arrival'],
  'in-house': ['guarantee'],
  departures: ['departure', 'guarantee'],
  search: ['guarantee'],
};

export function bookingColumns(
  list: keyof typeof OMITTED,
  categoryName: (id: number) => string,
  locale: string | undefined,
): Column<ListedBooking>[] {
  const columns: Column<ListedBooking>[] = [
    {
      id: 'guest',
      header: 'Guest',
      cell: ({ guestName }) => <bdi>{guestName}</bdi>,
      width: 'minmax(150px, 1.6fr)',
      fixed: true,
      phone: 1,
    },
    {
      id: 'state',
      header: 'State',
      cell: ({ status }) => <BookingState of={status} />,
      width: '128px',
      fixed: true,
      phone: 1,
    },
    {
      id: 'room',
      header: 'Room',
      cell: ({ room }) => (room ? <strong className="num">{room}</strong> : <span title="No room yet">—</span>),
      width: '72px',
    },
    {
      id: 'category',
      header: 'Category',
      cell: ({ roomCategoryId }) => <bdi>{categoryName(roomCategoryId)}</bdi>,
      width: 'minmax(140px, 1.2fr)',
      phone: 'none',
    },
    {
      id: 'arrival',
      header: 'Arrival',
      cell: ({ arrival }) => <span className="num">{dateText(arrival, locale, SHORT)}</span>,
      width: '112px',
      phone: 'none',
    },
    {
      id: 'departure',
      header: 'Departure',
      cell: ({ departure }) => <span className="num">{dateText(departure, locale, SHORT)}</span>,
      width: '112px',
    },
    { id: 'nights', header: 'Nights', cell: ({ nights }) => nights.length, width: '64px', end: true, phone: 'none' },
    { id: 'persons', header: 'Persons', cell: persons, width: '72px', end: true, phone: 'none' },
    {
      id: 'balance',
      header: 'Balance',
      cell: ({ balance, currency }) => <Money amount={balance} currency={currency} />,
      width: '112px',
      end: true,
    },
    {
      id: 'total',
      header: 'Nights cost',
      cell: ({ total, currency }) => <Money amount={total} currency={currency} />,
      width: '112px',
      end: true,
      phone: 'none',
    },
    { id: 'guarantee', header: 'Guarantee', cell: ({ guarantee }) => guarantee, width: '88px', phone: 'none' },
    {
      id: 'channel',
      header: 'Channel',
      cell: ({ channel }) => <bdi>{channel}</bdi>,
      width: '104px',
      hidden: true,
      phone: 'none',
    },
    { id: 'code', header: 'Code', cell: ({ code }) => <code>{code}</code>, width: '96px', phone: 'none' },
    {
      id: 'notes',
      header: 'Notes',
      cell: ({ notes }) => notes && <bdi title={notes}>{notes}</bdi>,
      width: 'minmax(120px, 1fr)',
      hidden: true,
      phone: 'none',
    },
  ];
  const omitted: readonly string[] = OMITTED[list];
  return columns.filter(({ id }) => !omitted.includes(id));
}
