import { useMemo } from 'react';
import { useLocale } from '../../api/hotels';
import type { Schema } from '../../api/client';
import { Link } from '../../kit/link';
import { type Column, DataTable } from '../../kit/table';
import { dateText } from '../../lib/time';
import { type Figure, figureOf } from './figures';
import styles from './occupancy.module.css';
import { bookingsHref, type CategoryDay } from './occupancy-query';

interface Night {
  date: string;
  house: Figure;
  /** By the id of the category. */
  categories: Map<number, Figure>;
}

const rowId = ({ date }: Night) => date;
const rowHref = ({ date }: Night) => bookingsHref(date);

/** The same nights, with every category: each figure opens its bookings. */
export function OccupancyTable({
  nights,
  categories,
}: {
  nights: ReadonlyMap<string, readonly CategoryDay[]>;
  categories: readonly Schema<'RoomCategoryResponse'>[];
}) {
  const locale = useLocale();
  const rows = useMemo(
    () =>
      [...nights].map(([date, days]): Night => ({
        date,
        house: figureOf(date, days),
        categories: new Map(days.map((day) => [day.roomCategoryId, figureOf(date, [day])])),
      })),
    [nights],
  );
  const columns = useMemo((): Column<Night>[] => {
    const cell = (figure: Figure | undefined, categoryId?: number) =>
      figure && (
        <Link to={bookingsHref(figure.date, categoryId)} className={`num ${styles.cell}`}>
          {figure.sold}/{figure.rooms}
          {figure.sellable !== null && figure.sellable <= 0 && <strong> full</strong>}
        </Link>
      );
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
        id: 'percent',
        header: 'Occupied',
        cell: ({ house }) => (house.percent === null ? <span title="No rooms">—</span> : `${house.percent} %`),
        width: '88px',
        end: true,
        phone: 1,
      },
      { id: 'house', header: 'House', cell: ({ house }) => cell(house), width: '96px', end: true },
      ...categories.map(({ id, name }): Column<Night> => ({
        id: `category-${id}`,
        header: name,
        cell: ({ categories: own }) => cell(own.get(id), id),
        width: 'minmax(112px, 1fr)',
        end: true,
        phone: 'none',
      })),
    ];
  }, [categories, locale]);
  return (
    <DataTable
      name="occupancy"
      label="Occupancy by night and category"
      columns={columns}
      rows={rows}
      rowId={rowId}
      rowHref={rowHref}
      total={rows.length}
    />
  );
}
