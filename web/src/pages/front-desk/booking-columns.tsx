import { bookingColumns } from '../../kit/booking-columns';
import type { Column } from '../../kit/table';
import { dateText } from '../../lib/time';
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

export function columnsOf(
  list: keyof typeof OMITTED,
  categoryName: (id: number) => string,
  locale: string | undefined,
): Column<ListedBooking>[] {
  const { guest, state, room, category, nights, balance, total } = bookingColumns<ListedBooking>(categoryName);
  const columns: Column<ListedBooking>[] = [
    guest,
    state,
    room,
    category,
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
    nights,
    { id: 'persons', header: 'Persons', cell: persons, width: '72px', end: true, phone: 'none' },
    balance,
    total,
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
