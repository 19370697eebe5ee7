import { memo } from 'react';
import { countText } from '../../lib/money';
import { type Cell, isSoldOut, levelOf, restrictionsOf, type Row, wordsOf } from './cells';
import styles from './rooms.module.css';

/** One night of a category: its price, what is sold of what there is, and what restricts it. */
export const MapCell = memo(function MapCell({
  row,
  cell,
  at,
  col,
  left,
  currency,
  locale,
  chosen,
  head,
}: {
  row: Row;
  cell: Cell;
  /** Its row and column. */
  at: number;
  col: number;
  /** px */
  left: number;
  currency: string;
  locale: string | undefined;
  chosen: boolean;
  /** The keys are here. */
  head: boolean;
}) {
  const { day, gap } = cell;
  const full = isSoldOut(day);
  const words = wordsOf(row, cell, currency, locale);
  const marks = [
    day?.opened ? styles.open : styles.shut,
    full && styles.full,
    day?.stopSell && styles.stopped,
    chosen && styles.chosen,
    head && styles.at,
  ];
  return (
    <div
      id={`night-${at}-${col}`}
      role="gridcell"
      aria-colindex={col + 2}
      aria-selected={chosen}
      title={words}
      data-at={`${at}/${col}`}
      data-night={`${row.category.roomCategoryId} ${cell.date}`}
      data-level={levelOf(day)}
      className={`${styles.cell} ${marks.filter(Boolean).join(' ')}`}
      style={{ left }}
    >
      <span className="sr">{words}</span>
      {day && (
        <>
          {day.opened && (
            <>
              <span className={styles.price} aria-hidden>
                {priceOf(day.price, locale)}
              </span>
              <span className={styles.sold} aria-hidden>
                {full ? 'full' : `${day.sold}/${day.capacity - day.closed}`}
              </span>
            </>
          )}
          <span className={styles.rules} aria-hidden>
            {restrictionsOf(day).join(' ')}
          </span>
        </>
      )}
      {gap && <span className={styles.gap} aria-hidden />}
    </div>
  );
});

/** A price as short as it can be; the whole of it is in the words. The integer part of a decimal string is exact. */
function priceOf(price: string | null, locale: string | undefined): string {
  if (price === null) return '–';
  return countText(Number(price.split('.')[0]), locale);
}
