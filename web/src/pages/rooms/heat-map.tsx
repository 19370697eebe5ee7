import { useEffect, useRef } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useLocale } from '../../api/hotels';
import { useNarrow } from '../../kit/table';
import { dateText } from '../../lib/time';
import { MapCell } from './map-cell';
import { type Row } from './cells';
import styles from './rooms.module.css';
import { type Picking, stepOf } from './picking';

/** Widths of rooms.module.css, px. */
const WIDTH = 56;
const NAME = 168;
const NAME_NARROW = 104;

/**
 * Room nights by category and day. Only the days in sight are drawn. Arrows move, Shift and arrows choose more, Escape chooses
 * nothing; the mouse chooses by dragging.
 */
export function HeatMap({
  rows,
  dates,
  today,
  currency,
  picking,
  onOpen,
}: {
  rows: readonly Row[];
  dates: readonly string[];
  today: string;
  currency: string;
  picking: Picking;
  /** Enter. */
  onOpen: () => void;
}) {
  const locale = useLocale();
  const box = useRef<HTMLDivElement>(null);
  const dragging = useRef(false);
  const name = useNarrow() ? NAME_NARROW : NAME;
  const virtualizer = useVirtualizer({
    horizontal: true,
    count: dates.length,
    getScrollElement: () => box.current,
    estimateSize: () => WIDTH,
    paddingStart: name,
    scrollPaddingStart: name,
    overscan: 4,
  });
  useEffect(() => virtualizer.measure(), [name, virtualizer]);
  const columns = virtualizer.getVirtualItems();
  const { head, go } = picking;
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = stepOf(event.key, head);
    if (event.key === 'Escape') picking.clear();
    else if (event.key === 'Enter' && picking.picked) onOpen();
    else if (next) {
      go(next, event.shiftKey);
      virtualizer.scrollToIndex(Math.max(0, Math.min(dates.length - 1, next.col)));
      box.current?.querySelector(`[data-line="${next.row}"]`)?.scrollIntoView({ block: 'nearest' });
    } else return;
    event.preventDefault();
  };
  /** The cell under the pointer, told by its place. */
  const under = (event: React.PointerEvent) => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>('[data-at]');
    const [row, col] = (cell?.dataset['at'] ?? '').split('/').map(Number);
    return row === undefined || col === undefined || Number.isNaN(col) ? undefined : { row, col };
  };
  return (
    <div
      ref={box}
      className={styles.map}
      role="grid"
      aria-label="Room nights by category and day"
      aria-multiselectable
      aria-rowcount={rows.length + 1}
      aria-colcount={dates.length + 1}
      aria-activedescendant={picking.picked ? `night-${head.row}-${head.col}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        const at = event.button === 0 ? under(event) : undefined;
        if (!at) return;
        dragging.current = event.pointerType === 'mouse';
        go(at, event.shiftKey);
      }}
      onPointerMove={(event) => {
        if (event.buttons === 0) dragging.current = false;
        const at = dragging.current ? under(event) : undefined;
        if (at && (at.row !== head.row || at.col !== head.col)) go(at, true);
      }}
      onPointerUp={() => (dragging.current = false)}
    >
      <div style={{ width: virtualizer.getTotalSize(), '--name': `${name}px` } as React.CSSProperties}>
        <div role="row" aria-rowindex={1} className={styles.heads}>
          <div role="columnheader" aria-colindex={1} className={`${styles.name} ${styles.corner}`}>
            Category
          </div>
          {columns.map(({ index, start }) => (
            <div
              key={index}
              role="columnheader"
              aria-colindex={index + 2}
              className={`${styles.head} ${dates[index] === today ? styles.today : ''}`}
              style={{ left: start }}
            >
              <span>{dateText(dates[index]!, locale, WEEKDAY)}</span>
              <span className="num">{dateText(dates[index]!, locale, DAY)}</span>
            </div>
          ))}
        </div>
        {rows.map((row, at) => (
          <div
            key={row.category.roomCategoryId}
            role="row"
            aria-rowindex={at + 2}
            data-line={at}
            className={styles.line}
          >
            <div role="rowheader" aria-colindex={1} className={styles.name}>
              <bdi title={row.category.name}>{row.category.name}</bdi>
            </div>
            {columns.map(({ index, start }) => (
              <MapCell
                key={index}
                row={row}
                cell={row.cells[index]!}
                at={at}
                col={index}
                left={start}
                currency={currency}
                locale={locale}
                chosen={picking.has(at, index)}
                head={picking.picked !== undefined && head.row === at && head.col === index}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

const WEEKDAY = { weekday: 'short', day: undefined, month: undefined, year: undefined } as const;
const DAY = { weekday: undefined, year: undefined, day: 'numeric', month: 'short' } as const;
