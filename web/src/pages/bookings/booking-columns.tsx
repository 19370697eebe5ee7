import { bookingColumns } from '../../kit/booking-columns';
import type { Column } from '../../kit/table';
import { dateText } from '../../lib/time';
import type { Booking } from './bookings-query';

export function columnsOf(categoryName: (id: number) => string, locale: string | undefined): Column<Booking>[] {
  const date = (text: string) => <span className="num">{dateText(text, locale)}</span>;
  const { guest, state, room, category, nights, total, balance } = bookingColumns<Booking>(categoryName);
  return [
    guest,
    state,
    room,
    category,
    { id: 'arrival', header: 'Arrival', cell: ({ arrival }) => date(arrival), width: '152px' },
    { id: 'departure', header: 'Departure', cell: ({ departure }) => date(departure), width: '152px' },
    nights,
    total,
    balance,
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
