import { useMemo } from 'react';
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

/** Which columns are shown and in which order, kept in this browser under the table's name. */
export function useColumns<Row extends object>(
  name: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): TableState<Row> {
  const own: Layout = { hidden: columns.filter(({ hidden }) => hidden).map(({ id }) => id), order: [] };
  const [layout, setLayout] = useStoredJson<Layout>(`table.${name}`, own);
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
  return {
    shown: ordered.filter((id) => visible.has(id)).map((id) => byId.get(id)!),
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
