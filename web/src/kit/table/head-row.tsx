import { ArrowDown, ArrowUp } from 'lucide-react';
import { nextSort, sortOf, type Column } from './columns';
import type { Selection } from './selection';

interface Props<Row> {
  shown: readonly Column<Row>[];
  ids: readonly string[];
  sort?: string;
  ownSort?: string;
  onSort?: (sort: string) => void;
  selection?: Selection;
}

export function HeadRow<Row>({ shown, ids, sort = '', ownSort = '', onSort, selection }: Props<Row>) {
  const { by, down } = sortOf(sort);
  const chosen = selection ? ids.filter((id) => selection.has(id)).length : 0;
  return (
    <div role="rowgroup" className="table-head">
      <div role="row" aria-rowindex={1} className="table-row">
        {selection && (
          <span role="columnheader" className="table-pick">
            <input
              type="checkbox"
              aria-label="Select all rows shown"
              checked={chosen > 0 && chosen === ids.length}
              ref={(box) => {
                if (box) box.indeterminate = chosen > 0 && chosen < ids.length;
              }}
              onChange={(event) => selection.setAll(ids, event.target.checked)}
            />
          </span>
        )}
        {shown.map((column) => {
          const sorted = column.sort !== undefined && column.sort === by;
          const Arrow = down ? ArrowDown : ArrowUp;
          return (
            <span
              key={column.id}
              role="columnheader"
              className={`table-cell${column.end ? ' table-end' : ''}`}
              aria-sort={sorted ? (down ? 'descending' : 'ascending') : undefined}
            >
              {column.sort && onSort ? (
                <button
                  type="button"
                  className="table-sort"
                  onClick={() => onSort(nextSort(sort, column.sort!, ownSort))}
                >
                  {column.header}
                  {sorted && <Arrow size={12} aria-hidden />}
                </button>
              ) : (
                column.header
              )}
            </span>
          );
        })}
      </div>
    </div>
  );
}
