import { Instant } from '../../kit/instant';
import { Link } from '../../kit/link';
import { Money } from '../../kit/money';
import { State } from '../../kit/state';
import type { Column } from '../../kit/table';
import { LOOKS, type Order } from './orders-query';
import { Promised } from './promised';

/** @param zone of the workshop */
export const orderColumns = (zone: string): Column<Order>[] => [
  {
    id: 'number',
    header: 'Order',
    cell: ({ number }) => number,
    width: 'minmax(112px, 0.7fr)',
    fixed: true,
    phone: 1,
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ state }) => <State {...LOOKS[state]} />,
    width: '136px',
    fixed: true,
    phone: 1,
  },
  {
    id: 'customer',
    header: 'For',
    cell: ({ recipient: { name, company } }) => <bdi>{company ? `${company}, ${name}` : name}</bdi>,
    width: 'minmax(140px, 1.4fr)',
  },
  { id: 'promised', header: 'Promised for', cell: (order) => <Promised order={order} zone={zone} />, width: '160px' },
  {
    id: 'total',
    header: 'Total',
    cell: ({ total, currency }) => <Money amount={total} currency={currency} />,
    width: '112px',
    end: true,
  },
  {
    id: 'quote',
    header: 'Quote',
    cell: ({ quoteId, quoteNumber }) => <Link to={`/quotes/${quoteId}`}>{quoteNumber}</Link>,
    width: '112px',
    phone: 'none',
  },
  {
    id: 'created',
    header: 'Ordered',
    cell: ({ createdAt }) => <Instant at={createdAt} zone={zone} />,
    width: '168px',
    phone: 'none',
  },
];
