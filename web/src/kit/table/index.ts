export type { Column } from './columns';
export { CursorPager } from './cursor-pager';
export { DataTable, type DataTableProps } from './data-table';
export { FreshRows } from './fresh-rows';
export { Pager } from './pager';
export { type Selection, useSelection } from './selection';
export { useNarrow } from './use-narrow';
export { type Steady, useSteadyRows } from './steady-rows';
export { useInUse } from './in-use';
