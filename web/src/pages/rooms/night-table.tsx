import { useMemo } from 'react';
import { useLocale } from '../../api/hotels';
import { Empty } from '../../kit/empty';
import { Money } from '../../kit/money';
import { type Column, DataTable } from '../../kit/table';
import { dateText } from '../../lib/time';
import { type Cell, isSoldOut, restrictionsOf, type Row } from './cells';
import { bookingsHref } from './rooms-query';

interface Line extends Cell {
  id: number;
  name: string;
}

const rowId = ({ id, date }: Line) => `${date} ${id}`;
const rowHref = ({ id, date }: Line) => bookingsHref(date, date, id);

/** The map as a table: the same nights, day by day. A row opens its bookings. */
export function NightTable({ rows, currency }: { rows: readonly Row[]; currency: string }) {
  const locale = useLocale();
  const lines = useMemo(() => {
    const all: Line[] = rows.flatMap(({ category, cells }) =>
      cells
        .filter(({ day, gap }) => day !== undefined || gap)
        .map((cell) => ({ ...cell, id: category.roomCategoryId, name: category.name })),
    );
    return all.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  }, [rows]);
  const columns = useMemo((): Column<Line>[] => {
    const unknown = <span title="Not opened">—</span>;
    return [
      {
        id: 'date',
        header: 'Night',
        cell: ({ date }) => <span className="num">{dateText(date, locale)}</span>,
        width: '152px',
        fixed: true,
        phone: 1,
      },
      {
        id: 'category',
        header: 'Category',
        cell: ({ name }) => <bdi>{name}</bdi>,
        width: 'minmax(140px, 1fr)',
        phone: 1,
      },
      {
        id: 'price',
        header: 'Price',
        cell: ({ day }) => <Money amount={day?.price} currency={currency} none="No night has a price" />,
        width: '112px',
        end: true,
      },
      { id: 'sold', header: 'Sold', cell: ({ day }) => (day?.opened ? day.sold : unknown), width: '64px', end: true },
      {
        id: 'rooms',
        header: 'Rooms',
        cell: ({ day }) => (day?.opened ? day.capacity - day.closed : unknown),
        width: '72px',
        end: true,
        phone: 'none',
      },
      {
        id: 'closed',
        header: 'Closed',
        cell: ({ day }) => (day?.opened ? day.closed : unknown),
        width: '72px',
        end: true,
        phone: 'none',
      },
      {
        id: 'left',
        header: 'Left',
        cell: ({ day }) => (isSoldOut(day) ? <strong>full</strong> : (day?.left ?? unknown)),
        width: '64px',
        end: true,
      },
      {
        id: 'rules',
        header: 'Restrictions',
        cell: ({ day, gap }) => [...(gap ? ['gap'] : []), ...(day ? restrictionsOf(day) : [])].join(', '),
        width: 'minmax(120px, 1fr)',
      },
    ];
  }, [currency, locale]);
  return (
    <DataTable
      name="room-nights"
      label="Room nights by day and category"
      columns={columns}
      rows={lines}
      rowId={rowId}
      rowHref={rowHref}
      total={lines.length}
      empty={<Empty title="No night is open here, and none should be" />}
    />
  );
}
