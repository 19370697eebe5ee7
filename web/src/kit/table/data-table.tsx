import { isValidElement, useMemo, useRef, useState, type ReactNode } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { useShortcut } from '../../shell/keys';
import { ColumnChoice } from './column-choice';
import type { Column } from './columns';
import { CursorPager } from './cursor-pager';
import { HeadRow } from './head-row';
import { BodyRow, type BodyRowProps } from './body-row';
import { LongList, type LongListHandle } from './long-list';
import { Pager } from './pager';
import type { Selection } from './selection';
import { useColumns } from './use-columns';
import { useNarrow } from './use-narrow';

/** Heights of styles/kit.css, px. */
const ROW = 32;
const ROW_NARROW = 56;
/** Up to here all rows are drawn; of more only those in sight. */
const DRAWN = 100;

export interface DataTableProps<Row extends object> {
  /** Its columns are kept in the browser under this name. */
  name: string;
  /** For screen readers. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** Rows are links: Enter, a click and a middle click lead there. */
  rowHref?: (row: Row) => string;
  /** Rows that no longer fit the filter but stay until the list is loaded anew. */
  dimmed?: (row: Row) => boolean;
  /** How many rows there are on all pages. */
  total?: number;
  /** `-createdAt`; see columns.ts. */
  sort?: string;
  /** The order when none is chosen. */
  ownSort?: string;
  onSort?: (sort: string) => void;
  selection?: Selection;
  /** Columns that are shown, in their order, where the page's address says them: `job,state`. Empty: as kept in the browser. */
  layout?: string;
  onLayout?: (layout: string) => void;
  /** New data are on their way; the old ones stay. */
  busy?: boolean;
  /** Instead of rows. */
  empty?: ReactNode;
  /** At the left of the line above the table, e.g. filters; the choice of columns stands at its right. */
  toolbar?: ReactNode;
  /** At the right of that line; on a phone below the table. */
  pager?: ReactNode;
  /** Only as high as its rows, for a table inside a page that scrolls. */
  low?: boolean;
}

/** A table whose server sorts, filters and pages. j and k go through the rows, Enter opens one, x selects it. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { name, label, columns, rows, rowId, rowHref, dimmed, total, selection, busy, empty, toolbar, pager, low } =
    props;
  const narrow = useNarrow();
  const layout = useColumns(name, columns, rows, props.layout, props.onLayout);
  const box = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<string>();
  const navigate = useNavigate();
  const ids = useMemo(() => rows.map(rowId), [rows, rowId]);
  const longList = useRef<LongListHandle>(null);

  const go = (by: 1 | -1) => {
    if (ids.length === 0) return;
    const at = current === undefined ? -1 : ids.indexOf(current);
    const next = Math.min(ids.length - 1, Math.max(0, at < 0 ? (by > 0 ? 0 : ids.length - 1) : at + by));
    setCurrent(ids[next]);
    longList.current?.scrollTo(next);
    // Its link has the focus, so that Enter opens it and a screen reader reads it. At once, or somebody's Enter is too quick.
    if (!focusRow(box.current, ids[next]!)) requestAnimationFrame(() => focusRow(box.current, ids[next]!));
  };
  const open = () => {
    const row = rows.find((one) => rowId(one) === current);
    if (row && rowHref) void navigate({ href: rowHref(row) });
  };
  useShortcut(ids.length > 0 ? 'j' : undefined, 'Next row', () => go(1), 'Table');
  useShortcut(ids.length > 0 ? 'k' : undefined, 'Previous row', () => go(-1), 'Table');
  useShortcut(current && rowHref ? 'o' : undefined, 'Open the row', open, 'Table');
  useShortcut(selection && current ? 'x' : undefined, 'Select the row', () => selection!.toggle(current!), 'Table');
  useShortcut(
    selection && current ? 'X' : undefined,
    'Select up to the row',
    () => selection!.toggle(current!, ids),
    'Table',
  );

  const before = rowsBefore(pager);
  const tracks = [selection && '36px', ...layout.shown.map(({ width }) => width ?? 'minmax(96px, 1fr)')];
  const template = tracks.filter(Boolean).join(' ');
  const propsOf = (index: number, top?: number): BodyRowProps<Row> => ({
    id: ids[index]!,
    row: rows[index]!,
    index,
    place: before === undefined ? undefined : before + index + 1,
    top,
    columns: layout.shown,
    narrow,
    href: rowHref?.(rows[index]!),
    dimmed: dimmed?.(rows[index]!) ?? false,
    current: current === ids[index],
    onCurrent: setCurrent,
    selection,
    order: ids,
  });
  return (
    <div className={`table-area${low ? ' table-low' : ''}`}>
      <div className="table-bar">
        <div className="table-tools">{toolbar}</div>
        {!narrow && pager}
        <ColumnChoice layout={layout} />
      </div>
      <div
        ref={box}
        className={`table${busy ? ' table-busy' : ''}`}
        role="table"
        aria-label={label}
        // -1: not known.
        aria-rowcount={before === undefined ? -1 : (total ?? rows.length) + 1}
        aria-busy={busy || undefined}
        // Reached by the keyboard to be scrolled.
        tabIndex={0}
        style={{ '--tracks': template } as React.CSSProperties}
      >
        <HeadRow {...props} shown={layout.shown} ids={ids} />
        {rows.length === 0 ? (
          <div role="rowgroup">
            <div role="row" className="table-empty">
              <div role="cell">{empty}</div>
            </div>
          </div>
        ) : rows.length > DRAWN ? (
          <LongList box={box} ids={ids} height={narrow ? ROW_NARROW : ROW} propsOf={propsOf} ref={longList} />
        ) : (
          <div role="rowgroup">
            {ids.map((id, index) => (
              <BodyRow key={id} {...propsOf(index)} />
            ))}
          </div>
        )}
      </div>
      {narrow && pager}
    </div>
  );
}

/** How many rows come before those that are shown; undefined where a list is read from a place on and does not say. */
function rowsBefore(pager: ReactNode): number | undefined {
  if (!isValidElement<{ offset?: number; first?: boolean }>(pager)) return 0;
  if (pager.type === CursorPager && pager.props.first === false) return undefined;
  return pager.type === Pager ? pager.props.offset : 0;
}

/** False when the row is not drawn. */
function focusRow(box: HTMLElement | null, id: string): boolean {
  const row = box?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`);
  if (!row) return false;
  row.scrollIntoView({ block: 'nearest' });
  const target = row.querySelector<HTMLElement>('.table-link') ?? row.querySelector<HTMLElement>('a, button, input');
  target?.focus({ preventScroll: true });
  return true;
}
