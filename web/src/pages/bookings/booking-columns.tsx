import { BookingState } from '../../kit/booking-state';
import { Money } from '../../kit/money';
import type { Column } from '../../kit/table';
import { dateText } from '../../lib/time';
import type { Booking } from './bookings-query';

export function bookingColumns(categoryName: (id: number) => string, locale: string | undefined): Column<Booking>[] {
  const date = (text: string) => <span className="num">{dateText(text, locale)}</span>;
  return [
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
    { id: 'arrival', header: 'Arrival', cell: ({ arrival }) => date(arrival), width: '152px' },
    { id: 'departure', header: 'Departure', cell: ({ departure }) => date(departure), width: '152px' },
    { id: 'nights', header: 'Nights', cell: ({ nights }) => nights.length, width: '64px', end: true, phone: 'none' },
    {
      id: 'total',
      header: 'Nights cost',
      cell: ({ total, currency }) => <Money amount={total} currency={currency} />,
      width: '112px',
      end: true,
      phone: 'none',
    },
    {
      id: 'balance',
      header: 'Balance',
      cell: ({ balance, currency }) => <Money amount={balance} currency={currency} />,
      width: '112px',
      end: true,
    },
    { id: 'channel', header: 'Channel', cell: ({ channel }) => <bdi>{channel}</bdi>, width: '104px', phone: 'none' },
    {
      id: 'code',
      header: 'Code',
      cell: ({ code }) => <code>{code}</code>,
      width: '104px',
      hidden: true,
      phone: 'none',
    },
  ];
}
