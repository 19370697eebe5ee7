import { useEffect, useMemo, useState } from 'react';
import { ChevronRight, RotateCcw } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useZone } from '../../api/hotels';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { Facet } from '../../kit/facet';
import { Loaded } from '../../kit/loaded';
import { State } from '../../kit/state';
import { DataTable, useSteadyRows, FreshRows } from '../../kit/table';
import { dayStart } from '../../lib/time';
import { day, oneOf, text, useUrlState } from '../../lib/url-state';
import { deliveryColumns, stateWord } from './delivery-columns';
import { DeliveryDrawer } from './delivery-drawer';
import { RedeliverFailed } from './redeliver-failed';
import { deliveriesQuery, type Delivery, STATES, webhooksQuery } from './webhooks-query';

const ADDRESS = { state: oneOf(['', ...STATES], ''), since: day(), after: text('', 36), delivery: text('', 80) };
const rowId = ({ id }: Delivery) => id;

/** What was sent to one webhook, or to all of them, and sending it again. */
export function Deliveries({ webhookId }: { webhookId?: string }) {
  const [{ state, since, after, delivery }, set] = useUrlState(ADDRESS);
  const zone = useZone();
  const filter = { state, since: since && dayStart(since, zone), after, webhookId };
  const query = useQuery(deliveriesQuery(filter));
  const hooks = useQuery({ ...webhooksQuery, enabled: webhookId === undefined }).data?.webhooks;
  const [asking, setAsking] = useState(false);
  const steady = useSteadyRows(
    JSON.stringify(filter),
    query.isPlaceholderData ? undefined : query.data?.deliveries,
    rowId,
  );
  const rows = query.isPlaceholderData ? (query.data?.deliveries ?? []) : steady.rows;
  const { fresh, show } = steady;
  // Nothing can jump where nothing is shown.
  useEffect(() => {
    if (rows.length === 0 && fresh > 0) show();
  }, [rows.length, fresh, show]);
  const columns = useMemo(
    () =>
      deliveryColumns(webhookId === undefined ? (hooks ?? []) : undefined, ({ id, webhookId: of }) =>
        set({ delivery: `${of}/${id}` }),
      ),
    [hooks, set, webhookId],
  );
  const filtered = Boolean(state || since);
  const clear = () => set({ state: '', since: '', after: '' });
  const [hookId, deliveryId] = delivery.split('/');
  return (
    <>
      <Loaded query={query}>
        {({ next }) => (
          <DataTable
            name="admin-deliveries"
            label="Deliveries"
            low={webhookId !== undefined}
            columns={columns}
            rows={rows}
            rowId={rowId}
            dimmed={({ id }) => steady.gone.has(id)}
            busy={query.isPlaceholderData}
            pager={
              <nav className="pager" aria-label="Pages">
                {after && <Button onClick={() => set({ after: '' })}>Newest</Button>}
                {next && (
                  <Button icon={ChevronRight} onClick={() => set({ after: next })}>
                    Older
                  </Button>
                )}
              </nav>
            }
            toolbar={
              <>
                <Facet
                  label="State"
                  single
                  value={state ? [state] : []}
                  onChange={([one]) => set({ state: (one ?? '') as typeof state, after: '' })}
                  choices={STATES.map((value) => ({
                    value,
                    label: <State of={value} word={stateWord(value)} />,
                    text: value,
                  }))}
                />
                <label className="row">
                  <span className="muted">Since 00:00, {zone}</span>
                  <input
                    type="date"
                    className="date"
                    aria-label={`Made on or after, in ${zone}`}
                    value={since}
                    onChange={(event) => set({ since: event.target.value, after: '' })}
                  />
                </label>
                {filtered && (
                  <Button kind="quiet" onClick={clear}>
                    Clear filters
                  </Button>
                )}
                <Button icon={RotateCcw} onClick={() => setAsking(true)}>
                  Send failed ones again…
                </Button>
                {!after && <FreshRows of={steady} />}
              </>
            }
            empty={
              filtered || after ? (
                <Empty title="No delivery fits the filter">
                  <Button onClick={clear}>Clear filters</Button>
                </Empty>
              ) : (
                <Empty title="Nothing was sent yet">
                  <p>Deliveries are made when jobs end that a webhook asked for.</p>
                </Empty>
              )
            }
          />
        )}
      </Loaded>
      {hookId && deliveryId && (
        <DeliveryDrawer webhookId={hookId} id={deliveryId} onClose={() => set({ delivery: '' })} />
      )}
      {asking && <RedeliverFailed webhookId={webhookId} since={since} onClose={() => setAsking(false)} />}
    </>
  );
}
