import { Instant } from '../../kit/instant';
import { Money } from '../../kit/money';
import { State } from '../../kit/state';
import type { Column } from '../../kit/table';
import { Period } from './period';
import type { StatementRow } from './statements-query';

/** Nothing of them is owed yet. */
const DRAFTS: ReadonlySet<string> = new Set(['draft', 'review']);

export function statementColumns(listingName: (id: number | null) => string): Column<StatementRow>[] {
  const money = (id: 'opening' | 'net' | 'payouts' | 'closing' | 'reserve' | 'payable' | 'left', header: string) => ({
    id,
    header,
    cell: (row: StatementRow) => <Money amount={row[id]} currency={row.currency} />,
    width: '112px',
    end: true as const,
  });
  return [
    {
      id: 'number',
      header: 'Statement',
      cell: ({ number, version }) => `${number}${version > 1 ? `, version ${version}` : ''}`,
      width: 'minmax(120px, 1fr)',
      fixed: true,
      phone: 1,
    },
    {
      id: 'state',
      header: 'State',
      cell: ({ state }) => <State of={state} />,
      width: '104px',
      fixed: true,
      phone: 1,
    },
    { id: 'owner', header: 'Owner', cell: ({ ownerName }) => <bdi>{ownerName}</bdi>, width: 'minmax(140px, 1.4fr)' },
    {
      id: 'listing',
      header: 'Listing',
      cell: ({ listingId }) => <bdi>{listingName(listingId)}</bdi>,
      width: 'minmax(120px, 1.2fr)',
      phone: 'none',
    },
    { id: 'period', header: 'Period', cell: ({ from, to }) => <Period from={from} to={to} />, width: '156px' },
    { ...money('opening', 'Opening'), hidden: true, phone: 'none' },
    { ...money('net', 'Net'), phone: 'none' },
    { ...money('payouts', 'Paid out'), phone: 'none' },
    { ...money('closing', 'Closing'), phone: 'none' },
    { ...money('reserve', 'Reserve'), hidden: true, phone: 'none' },
    { ...money('payable', 'Payable'), phone: 'none' },
    {
      ...money('left', 'Left to pay'),
      cell: ({ state, left, currency }) =>
        DRAFTS.has(state) ? <span title="Paid once it is final">—</span> : <Money amount={left} currency={currency} />,
    },
    {
      id: 'calculated',
      header: 'Calculated',
      cell: ({ calculatedAt }) => <Instant at={calculatedAt} />,
      width: '168px',
      hidden: true,
      phone: 'none',
    },
  ];
}
