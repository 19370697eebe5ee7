import { useMemo } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useWorkshopZone } from '../../api/workshop';
import { CsvButton } from '../../kit/csv-button';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { Facet } from '../../kit/facet';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { State } from '../../kit/state';
import { DataTable, Pager } from '../../kit/table';
import { countOf } from '../../lib/money';
import { useUrlState } from '../../lib/url-state';
import { orderColumns } from './order-columns';
import { ADDRESS, LOOKS, type Order, ordersQuery, type OrderState, PAGE, STATES } from './orders-query';

const rowId = ({ id }: Order) => id;
const rowHref = ({ id }: Order) => `/orders/${id}`;

/** What customers have ordered, the latest first. */
export default function OrdersPage() {
  const [filter, set] = useUrlState(ADDRESS);
  const query = useQuery(ordersQuery(filter));
  const zone = useWorkshopZone();
  const columns = useMemo(() => orderColumns(zone), [zone]);
  const client = useQueryClient();
  const filtered = Boolean(filter.state || filter.quote);
  const clear = () => set({ state: '', quote: '', offset: 0 });
  return (
    <div className="page page-fill">
      <PageHead title="Orders" sub={query.data && countOf(query.data.total, 'order')}>
        <CsvButton
          name="orders"
          load={async (offset) => {
            const page = await client.fetchQuery({ ...ordersQuery({ ...filter, offset }), gcTime: 0 });
            return { rows: page.orders, total: page.total };
          }}
        />
      </PageHead>
      <Loaded query={query} lines={12}>
        {({ orders, total }) => (
          <DataTable
            name="orders"
            label="Orders"
            columns={columns}
            rows={orders}
            rowId={rowId}
            rowHref={rowHref}
            total={total}
            busy={query.isPlaceholderData}
            pager={<Pager offset={filter.offset} limit={PAGE} total={total} onOffset={(offset) => set({ offset })} />}
            toolbar={
              <>
                <Facet
                  label="State"
                  single
                  choices={STATES.map((state) => ({
                    value: state,
                    label: <State {...LOOKS[state]} />,
                    text: LOOKS[state].word,
                  }))}
                  value={filter.state ? [filter.state] : []}
                  onChange={([state = '']) => set({ state: state as '' | OrderState, offset: 0 })}
                />
                {filter.quote && (
                  <Button aria-pressed onClick={() => set({ quote: '', offset: 0 })}>
                    Of one quote
                  </Button>
                )}
                {filtered && (
                  <Button kind="quiet" onClick={clear}>
                    Clear filters
                  </Button>
                )}
              </>
            }
            empty={
              filtered ? (
                <Empty title="No order fits the filter">
                  <Button onClick={clear}>Clear filters</Button>
                </Empty>
              ) : (
                <Empty title="There are no orders yet">
                  <p>An order is made when a customer accepts a quote.</p>
                </Empty>
              )
            }
          />
        )}
      </Loaded>
    </div>
  );
}
