import { memo, type ReactNode } from 'react';
import { PlainLink } from '../plain-link';
import type { Column } from './columns';
import type { Selection } from './selection';

export interface BodyRowProps<Row> {
  id: string;
  row: Row;
  index: number;
  /** In the whole list, from 1; undefined where nobody knows. */
  place: number | undefined;
  /** Distance from the top of the body where only rows in sight are drawn, px. */
  top: number | undefined;
  columns: readonly Column<Row>[];
  narrow: boolean;
  href: string | undefined;
  dimmed: boolean;
  current: boolean;
  onCurrent: (id: string) => void;
  selection: Selection | undefined;
  /** Ids of all rows, for a range. */
  order: readonly string[];
}

/** A row of a long list: it is drawn again only when something of it has changed, not whenever the list is scrolled. */
export const LongListRow = memo(BodyRow) as typeof BodyRow;

/** One row. Its first cell is the link; a click beside it goes there too. */
export function BodyRow<Row>({
  id,
  row,
  index,
  place,
  top,
  columns,
  narrow,
  href,
  dimmed,
  current,
  onCurrent,
  selection,
  order,
}: BodyRowProps<Row>) {
  const link = (content: ReactNode) =>
    href === undefined ? (
      content
    ) : (
      <PlainLink href={href} className="table-link" onFocus={() => onCurrent(id)}>
        {content}
      </PlainLink>
    );
  const lines = [columns.filter(({ phone }) => phone === 1), columns.filter(({ phone }) => (phone ?? 2) === 2)];
  const [first, ...others] = columns;
  const picked = selection?.has(id) ?? false;
  return (
    <div
      role="row"
      data-row={id}
      // The head is the first row.
      aria-rowindex={place === undefined ? undefined : place + 1}
      aria-selected={selection ? picked : undefined}
      className={`table-row table-line${current ? ' table-current' : ''}${dimmed ? ' table-dimmed' : ''}${picked ? ' table-picked' : ''}`}
      style={
        top === undefined ? undefined : { position: 'absolute', insetInline: 0, transform: `translateY(${top}px)` }
      }
    >
      {selection && (
        <span role="cell" className="table-pick">
          <input
            type="checkbox"
            aria-label={`Select row ${index + 1}`}
            checked={picked}
            onChange={() => undefined}
            onClick={(event) => selection.toggle(id, event.shiftKey ? order : undefined)}
            onFocus={() => onCurrent(id)}
          />
        </span>
      )}
      {narrow ? (
        <span role="cell" className="table-two">
          <span className="table-first">
            {link(lines[0]![0]?.cell(row) ?? first?.cell(row))}
            {lines[0]!.slice(1).map((column) => (
              <span key={column.id}>{column.cell(row)}</span>
            ))}
          </span>
          <span className="table-second muted">
            {lines[1]!.map((column) => (
              <span key={column.id} title={column.header}>
                {column.cell(row)}
              </span>
            ))}
          </span>
        </span>
      ) : (
        <>
          {first && (
            <span role="cell" className={`table-cell${first.end ? ' table-end' : ''}`}>
              {link(first.cell(row))}
            </span>
          )}
          {others.map((column) => (
            <span key={column.id} role="cell" className={`table-cell${column.end ? ' table-end' : ''}`}>
              {column.cell(row)}
            </span>
          ))}
        </>
      )}
    </div>
  );
}
