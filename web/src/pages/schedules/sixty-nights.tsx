import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useLocale } from '../../api/hotels';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { Facet } from '../../kit/facet';
import { Loaded } from '../../kit/loaded';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { countText } from '../../lib/money';
import { dateIn, dateText } from '../../lib/time';
import { day, someOf, useUrlState } from '../../lib/url-state';
import { NightStrip } from './night-strip';
import { nightsOf } from './nights';
import type { Schedule } from './schedules-query';
import { useBackfill } from './slot-actions';
import { SlotTable } from './slot-table';
import { nightsQuery, type Slot, SLOT_STATES, type SlotState } from './slots-query';

const ADDRESS = { night: day(), state: someOf(SLOT_STATES) };
const NONE: Slot[] = [];

/** What was owed in the last sixty nights and what became of it. */
export function SixtyNights({ schedule }: { schedule: Schedule }) {
  const [{ night, state }, set] = useUrlState(ADDRESS);
  const zone = schedule.timezone;
  const query = useQuery(nightsQuery(schedule.id));
  const slots = query.data?.slots ?? NONE;
  const backfill = useBackfill(slots);
  const nights = useMemo(() => nightsOf(slots, zone), [slots, zone]);
  const locale = useLocale();
  const rows = slots.filter(
    (slot) => (!night || dateIn(zone, slot.fireAt) === night) && (state.length === 0 || state.includes(slot.state)),
  );
  return (
    <Section title="The last sixty nights">
      <Loaded query={query}>
        {({ total }) => (
          <>
            <NightStrip nights={nights} chosen={night} onChoose={(date) => set({ night: date })} />
            {total > slots.length && (
              <p className="muted">
                The latest {countText(slots.length)} of {countText(total)} slots.
              </p>
            )}
            <SlotTable
              low
              rows={rows}
              zone={zone}
              backfill={backfill}
              toolbar={
                <>
                  <Facet
                    label="State"
                    value={state}
                    onChange={(next) => set({ state: next as SlotState[] })}
                    choices={SLOT_STATES.map((value) => ({
                      value,
                      label: <State of={value} />,
                      count: slots.filter((slot) => slot.state === value).length,
                    }))}
                  />
                  {night && (
                    <Button onClick={() => set({ night: '' })}>Only {dateText(night, locale)}: show all nights</Button>
                  )}
                </>
              }
              empty={
                slots.length === 0 ? (
                  <Empty title="Nothing was owed in the last sixty nights" />
                ) : (
                  <Empty title="No slot fits">
                    <Button onClick={() => set({ night: '', state: [] })}>Clear filters</Button>
                  </Empty>
                )
              }
            />
          </>
        )}
      </Loaded>
    </Section>
  );
}
