import { useMemo, useState } from 'react';
import { Plus } from 'lucide-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { openDayQuery } from '../../api/business-day';
import { type Hotel, useLocale } from '../../api/hotels';
import { useMay } from '../../api/session';
import { CsvButton } from '../../kit/csv-button';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { Facet } from '../../kit/facet';
import { Loaded } from '../../kit/loaded';
import { OneHotel } from '../../kit/one-hotel';
import { PageHead } from '../../kit/page-head';
import { State } from '../../kit/state';
import { type Column, DataTable, Pager } from '../../kit/table';
import { countOf } from '../../lib/money';
import { dateText } from '../../lib/time';
import { integer, oneOf, useUrlState } from '../../lib/url-state';
import { useShortcut } from '../../shell/keys';
import { type Order, ORDER_WORDS, ordersQuery, PAGE, PRIORITIES, STATES } from './orders-query';
import { ReportDefect } from './report-defect';

const ADDRESS = { state: oneOf(['', ...STATES], ''), offset: integer(0) };
const rowId = ({ id }: Order) => String(id);
const rowHref = ({ id }: Order) => `/work-orders/${id}`;

export default function WorkOrdersPage() {
  return <OneHotel title="Work orders">{(hotel) => <Orders key={hotel.id} hotel={hotel} />}</OneHotel>;
}

function Orders({ hotel }: { hotel: Hotel }) {
  const [filter, set] = useUrlState(ADDRESS);
  const [reporting, setReporting] = useState(false);
  const query = useQuery(ordersQuery(hotel.id, filter.state, filter.offset));
  const today = useQuery(openDayQuery(hotel.id)).data?.businessDate;
  const may = useMay('ADMIN', 'MANAGER');
  const client = useQueryClient();
  const locale = useLocale();
  const columns = useMemo(() => orderColumns(today, locale), [today, locale]);
  useShortcut(may ? 'n' : undefined, 'Report a defect', () => setReporting(true));
  return (
    <div className="page page-fill">
      <PageHead title="Work orders" sub={query.data && countOf(query.data.total, 'work order')}>
        <CsvButton
          name="work-orders"
          load={async (offset) => {
            const page = await client.fetchQuery({ ...ordersQuery(hotel.id, filter.state, offset), gcTime: 0 });
            return { rows: page.workOrders, total: page.total };
          }}
        />
        {may && (
          <Button kind="primary" icon={Plus} onClick={() => setReporting(true)}>
            Report a defect
          </Button>
        )}
      </PageHead>
      <Loaded query={query} lines={12}>
        {({ workOrders, total }) => (
          <DataTable
            name="work-orders"
            label="Work orders"
            columns={columns}
            rows={workOrders}
            rowId={rowId}
            rowHref={rowHref}
            total={total}
            busy={query.isPlaceholderData}
            pager={<Pager offset={filter.offset} limit={PAGE} total={total} onOffset={(offset) => set({ offset })} />}
            toolbar={
              <Facet
                label="State"
                single
                value={filter.state ? [filter.state] : []}
                onChange={([state]) => set({ state: (state ?? '') as '' | Order['state'], offset: 0 })}
                choices={STATES.map((value) => ({
                  value,
                  label: <State of={value} word={ORDER_WORDS[value]} />,
                  text: ORDER_WORDS[value],
                }))}
              />
            }
            empty={
              filter.state ? (
                <Empty title="No work order is in this state">
                  <Button onClick={() => set({ state: '' })}>Show all</Button>
                </Empty>
              ) : (
                <Empty title="There are no work orders yet">
                  <p>Plans of maintenance make them, and people who report a defect.</p>
                </Empty>
              )
            }
          />
        )}
      </Loaded>
      {reporting && <ReportDefect hotel={hotel} onClose={() => setReporting(false)} />}
    </div>
  );
}

function orderColumns(today: string | undefined, locale: string | undefined): Column<Order>[] {
  const late = ({ dueDate, state }: Order) =>
    today !== undefined && dueDate < today && (state === 'open' || state === 'in_progress');
  return [
    {
      id: 'work',
      header: 'Work',
      cell: ({ work }) => <bdi>{work}</bdi>,
      width: 'minmax(180px, 2fr)',
      fixed: true,
      phone: 1,
    },
    {
      id: 'state',
      header: 'State',
      cell: (order) =>
        late(order) ? (
          <State of="late" word={`${ORDER_WORDS[order.state]}, late`} />
        ) : (
          <State of={order.state} word={ORDER_WORDS[order.state]} />
        ),
      width: '136px',
      fixed: true,
      phone: 1,
    },
    {
      id: 'where',
      header: 'Where',
      cell: ({ room, equipment }) => (
        <>
          {room && `Room ${room}`}
          {room && equipment && ', '}
          {equipment && <bdi>{equipment}</bdi>}
        </>
      ),
      width: 'minmax(140px, 1.4fr)',
    },
    {
      id: 'due',
      header: 'Due',
      cell: ({ dueDate }) => <span className="num">{dateText(dueDate, locale)}</span>,
      width: '140px',
    },
    { id: 'priority', header: 'Priority', cell: ({ priority }) => PRIORITIES[priority], width: '88px' },
    { id: 'cause', header: 'Because of', cell: ({ cause }) => cause, width: '96px', phone: 'none' },
    {
      id: 'note',
      header: 'Note',
      cell: ({ note, description }) => <bdi title={note ?? description ?? ''}>{note ?? description}</bdi>,
      width: 'minmax(140px, 2fr)',
      phone: 'none',
    },
  ];
}
