import { useEffect, useMemo, useRef } from 'react';
import {
  columnOrderingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  rowSelectionFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useStoredJson } from '../../lib/stored';
import type { Column } from './columns';

const features = tableFeatures({ columnOrderingFeature, columnVisibilityFeature, rowSelectionFeature });

interface Layout {
  hidden: string[];
  order: string[];
}

export interface TableState<Row> {
  /** Those that are shown, in their order. */
  shown: Column<Row>[];
  /** All of them in their order, for the choice of columns. */
  all: { column: Column<Row>; visible: boolean }[];
  toggle: (id: string) => void;
  move: (id: string, by: -1 | 1) => void;
  reset: () => void;
}

/** `job,state,created`: what is shown, in its order. */
function readLayout(text: string, columns: readonly { id: string }[]): Layout {
  const known = columns.map(({ id }) => id);
  const shown = text.split(',').filter((id) => known.includes(id));
  const rest = known.filter((id) => !shown.includes(id));
  return { hidden: rest, order: [...shown, ...rest] };
}

function writeLayout({ hidden, order }: Layout, columns: readonly { id: string; fixed?: true }[]): string {
  const known = columns.map(({ id }) => id);
  const place = (id: string) => (order.includes(id) ? order.indexOf(id) : known.indexOf(id));
  return columns
    .filter(({ id, fixed }) => fixed || !hidden.includes(id))
    .map(({ id }) => id)
    .sort((one, other) => place(one) - place(other))
    .join(',');
}

/**
 * Which columns are shown and in which order, kept in this browser under the table's name. With `onWrite` the page's address says
 * them too, so that a copied address shows the same.
 */
export function useColumns<Row extends object>(
  name: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  written = '',
  onWrite?: (layout: string) => void,
): TableState<Row> {
  const own: Layout = { hidden: columns.filter(({ hidden }) => hidden).map(({ id }) => id), order: [] };
  const [kept, keep] = useStoredJson<Layout>(`table.${name}`, own);
  const layout = written ? readLayout(written, columns) : kept;
  const plain = writeLayout(own, columns);
  const shownNow = writeLayout(layout, columns);
  const write = useRef(onWrite);
  useEffect(() => {
    write.current = onWrite;
  });
  useEffect(() => {
    if (!written && shownNow !== plain) write.current?.(shownNow);
  }, [written, shownNow, plain]);
  const setLayout = (next: Layout) => {
    keep(next);
    const text = writeLayout(next, columns);
    onWrite?.(text === plain ? '' : text);
  };
  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row>();
    return helper.columns(columns.map(({ id, header }) => helper.display({ id, header })));
  }, [columns]);
  const table = useTable({
    features,
    data: rows,
    columns: definitions,
    state: {
      columnVisibility: Object.fromEntries(layout.hidden.map((id) => [id, false])),
      columnOrder: layout.order,
      rowSelection: {},
    },
  });
  const byId = new Map(columns.map((column) => [column.id, column]));
  const leaves = table.getAllLeafColumns();
  const place = (id: string) => {
    const at = layout.order.indexOf(id);
    return at < 0 ? columns.findIndex((column) => column.id === id) : at;
  };
  const ordered = leaves.map(({ id }) => id).sort((one, other) => place(one) - place(other));
  const visible = new Set(leaves.filter((leaf) => leaf.getIsVisible() || byId.get(leaf.id)?.fixed).map(({ id }) => id));
  const shownIds = ordered.filter((id) => visible.has(id)).join(',');
  // The same array until something of it changes: rows of a long list are drawn again when it is another one.
  const shown = useMemo(
    () => shownIds.split(',').map((id) => columns.find((column) => column.id === id)!),
    [shownIds, columns],
  );
  return {
    shown,
    all: ordered.map((id) => ({ column: byId.get(id)!, visible: visible.has(id) })),
    toggle: (id) => {
      const hidden = layout.hidden.includes(id)
        ? layout.hidden.filter((other) => other !== id)
        : [...layout.hidden, id];
      setLayout({ ...layout, hidden });
    },
    move: (id, by) => {
      const order = [...ordered];
      const at = order.indexOf(id);
      const to = at + by;
      if (to < 0 || to >= order.length) return;
      order.splice(at, 1);
      order.splice(to, 0, id);
      setLayout({ ...layout, order });
    },
    reset: () => setLayout(own),
  };
}
