import type { Schema } from '../api/client';
import { BookingState } from './booking-state';
import { Money } from './money';
import type { Column } from './table';

type Listed = Schema<'ListedBookingResponse'>;

/** Columns that every list of bookings has, by their ids. */
export function bookingColumns<Row extends Listed>(
  categoryName: (id: number) => string,
): Record<'guest' | 'state' | 'room' | 'category' | 'nights' | 'balance' | 'total', Column<Row>> {
  return {
    guest: {
      id: 'guest',
      header: 'Guest',
      cell: ({ guestName }) => <bdi>{guestName}</bdi>,
      width: 'minmax(150px, 1.6fr)',
      fixed: true,
      phone: 1,
    },
    state: {
      id: 'state',
      header: 'State',
      cell: ({ status }) => <BookingState of={status} />,
      width: '128px',
      fixed: true,
      phone: 1,
    },
    room: {
      id: 'room',
      header: 'Room',
      cell: ({ room }) => (room ? <strong className="num">{room}</strong> : <span title="No room yet">—</span>),
      width: '72px',
    },
    category: {
      id: 'category',
      header: 'Category',
      cell: ({ roomCategoryId }) => <bdi>{categoryName(roomCategoryId)}</bdi>,
      width: 'minmax(140px, 1.2fr)',
      phone: 'none',
    },
    nights: {
      id: 'nights',
      header: 'Nights',
      cell: ({ nights }) => nights.length,
      width: '64px',
      end: true,
      phone: 'none',
    },
    balance: {
      id: 'balance',
      header: 'Balance',
      cell: ({ balance, currency }) => <Money amount={balance} currency={currency} />,
      width: '112px',
      end: true,
    },
    total: {
      id: 'total',
      header: 'Nights cost',
      cell: ({ total, currency }) => <Money amount={total} currency={currency} />,
      width: '112px',
      end: true,
      phone: 'none',
    },
  };
}
