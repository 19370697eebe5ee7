import { useCallback } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useHotels } from '../../api/hotels';
import { Button } from '../../kit/button';
import { ClearFilters } from '../../kit/clear-filters';
import { Empty } from '../../kit/empty';
import { Facet } from '../../kit/facet';
import { useHotelOfAddress } from '../../kit/hotel-of-address';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { State } from '../../kit/state';
import { FreshRows, Pager, useSteadyRows } from '../../kit/table';
import { countOf } from '../../lib/money';
import { integer, someOf, useUrlState } from '../../lib/url-state';
import { useBackfill } from './slot-actions';
import { SlotTable } from './slot-table';
import { type Slot, SLOT_STATES, slotId, SLOTS_PAGE, slotsQuery, type SlotState } from './slots-query';

const ADDRESS = { state: someOf(SLOT_STATES), offset: integer(0) };
const NONE: Slot[] = [];

/** What was owed by all schedules in the last sixty nights, latest first. */
export default function SlotsPage() {
  const [{ state, offset }, set] = useUrlState(ADDRESS);
  const { hotelId, hotel } = useHotelOfAddress();
  const query = useQuery(slotsQuery({ state, offset, hotelId }));
  const list = JSON.stringify([state, offset, hotelId]);
  const steady = useSteadyRows(list, query.isPlaceholderData ? undefined : query.data?.slots, slotId);
  const slots = query.isPlaceholderData ? (query.data?.slots ?? NONE) : steady.rows;
  const backfill = useBackfill(slots);
  const hotels = useHotels();
  const hotelName = useCallback((id: number) => hotels.find((one) => one.id === id)?.name ?? `Hotel ${id}`, [hotels]);
  const total = query.data?.total ?? 0;
  const clear = () => set({ state: [], offset: 0 });
  return (
    <div className="page page-fill">
      <nav aria-label="Way back">
        <Link to="/schedules">‹ Schedules</Link>
      </nav>
      <PageHead
        title="Slots of all schedules"
        sub={query.data && `${countOf(total, 'slot')} of the last sixty nights, and those to come`}
      />
      <Loaded query={query} lines={10}>
        {() => (
          <SlotTable
            list={list}
            dimmed={(slot) => steady.gone.has(slotId(slot))}
            hotelName={hotelName}
            rows={slots}
            total={total}
            busy={query.isPlaceholderData}
            backfill={backfill}
            pager={
              <Pager offset={offset} limit={SLOTS_PAGE} total={total} onOffset={(next) => set({ offset: next })} />
            }
            toolbar={
              <>
                <Facet
                  label="State"
                  value={state}
                  onChange={(next) => set({ state: next as SlotState[], offset: 0 })}
                  choices={SLOT_STATES.map((value) => ({ value, label: <State of={value} /> }))}
                />
                {state.length > 0 && (
                  <Button kind="quiet" onClick={clear}>
                    Clear filters
                  </Button>
                )}
                {offset === 0 && <FreshRows of={steady} />}
              </>
            }
            empty={
              state.length > 0 || hotelId ? (
                <Empty title={`No slot fits${hotel ? ` at ${hotel.name}` : ' the filter'}`}>
                  <ClearFilters clear={clear} />
                </Empty>
              ) : (
                <Empty title="Nothing was owed in the last sixty nights" />
              )
            }
          />
        )}
      </Loaded>
    </div>
  );
}
