import { type ReactNode, useMemo } from 'react';
import { Empty } from '../../kit/empty';
import { Link } from '../../kit/link';
import { Money } from '../../kit/money';
import { type Column, DataTable } from '../../kit/table';
import { byOwner, type OwnerSum } from './run-sums';
import type { RunItem } from './runs-query';
import styles from './statements.module.css';

const rowId = ({ ownerId, currency }: OwnerSum) => `${ownerId} ${currency}`;
const rowHref = ({ ownerId }: OwnerSum) => `/owners/${ownerId}`;

/** What each owner is to get of a run, with its statements. */
export function OwnerSums({ items, toolbar }: { items: readonly RunItem[]; toolbar: ReactNode }) {
  const rows = useMemo(() => byOwner(items), [items]);
  return (
    <DataTable
      name="run-owners"
      label="Owners of the run"
      low
      columns={COLUMNS}
      rows={rows}
      rowId={rowId}
      rowHref={rowHref}
      toolbar={toolbar}
      empty={<Empty title="No statement was made" />}
    />
  );
}

/** So many are linked; the others are in the list of statements. */
const LINKED = 4;

const COLUMNS: Column<OwnerSum>[] = [
  {
    id: 'owner',
    header: 'Owner',
    cell: ({ owner }) => <bdi>{owner}</bdi>,
    width: 'minmax(160px, 1.2fr)',
    fixed: true,
    phone: 1,
  },
  {
    id: 'payable',
    header: 'Payable',
    cell: ({ payable, currency }) => <Money amount={payable} currency={currency} />,
    width: '124px',
    end: true,
    fixed: true,
    phone: 1,
  },
  {
    id: 'net',
    header: 'Net',
    cell: ({ net, currency }) => <Money amount={net} currency={currency} />,
    width: '124px',
    end: true,
    phone: 'none',
  },
  {
    id: 'statements',
    header: 'Statements',
    cell: ({ entries }) => (
      <span className={styles.links}>
        {entries.slice(0, LINKED).map(({ statementId, statementNumber }) => (
          <Link key={statementId} to={`/statements/${statementId}`} className={styles.inText}>
            {statementNumber ?? 'open it'}
          </Link>
        ))}
        {entries.length > LINKED && <span className="muted">and {entries.length - LINKED} more</span>}
      </span>
    ),
    width: 'minmax(180px, 2fr)',
    // Links one below the other are too near for a finger: there the rows of statements lead to them.
    phone: 'none',
  },
];
