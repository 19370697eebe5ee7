import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useHotels } from '../../api/hotels';
import { kindText, useKindTitle } from '../../api/job-kinds';
import { Button } from '../../kit/button';
import { ClearFilters } from '../../kit/clear-filters';
import { Empty } from '../../kit/empty';
import { Facet } from '../../kit/facet';
import { useHotelOfAddress } from '../../kit/hotel-of-address';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { DataTable, Pager } from '../../kit/table';
import { countOf } from '../../lib/money';
import { useUrlState } from '../../lib/url-state';
import { scheduleColumns } from './schedule-columns';
import { ADDRESS, PAGE, type Schedule, schedulesQuery } from './schedules-query';
import { slotsQuery } from './slots-query';

const rowId = ({ id }: Schedule) => id;
const rowHref = ({ id }: Schedule) => `/schedules/${id}`;
const NO_FILTER = { type: '', on: '', of: '', offset: 0 } as const;

export default function SchedulesPage() {
  const [address, set] = useUrlState(ADDRESS);
  const { hotelId, hotel } = useHotelOfAddress();
  const hotels = useHotels();
  const titleOf = useKindTitle();
  const query = useQuery(schedulesQuery({ ...address, hotelId }));
  const missed = useQuery(slotsQuery({ state: ['missed'], offset: 0, hotelId }));
  const columns = useMemo(
    () => scheduleColumns((id) => hotels.find((one) => one.id === id)?.name ?? `Hotel ${id}`, titleOf),
    [hotels, titleOf],
  );
  const schedules = query.data?.schedules ?? [];
  const types = [...new Set([...schedules.map(({ type }) => type), ...(address.type ? [address.type] : [])])].sort();
  const filtered = Boolean(address.type || address.on || address.of || hotelId);
  const total = query.data?.total ?? 0;
  return (
    <div className="page page-fill">
      <PageHead title="Schedules" sub={query.data && `${countOf(total, 'schedule')}${filtered ? ' fit' : ''}`}>
        {missed.data && missed.data.total > 0 && (
          <Link to="/schedules/slots" search={{ state: 'missed' }} className="button button-plain">
            {countOf(missed.data.total, 'missed slot')} in 60 nights
          </Link>
        )}
        <Link to="/schedules/slots" className="button button-plain">
          All slots
        </Link>
      </PageHead>
      <Loaded query={query} lines={10}>
        {() => (
          <DataTable
            name="schedules"
            label="Schedules"
            columns={columns}
            rows={schedules}
            rowId={rowId}
            rowHref={rowHref}
            total={total}
            busy={query.isPlaceholderData}
            pager={<Pager offset={address.offset} limit={PAGE} total={total} onOffset={(offset) => set({ offset })} />}
            toolbar={
              <>
                <Facet
                  label="Job"
                  single
                  value={address.type ? [address.type] : []}
                  onChange={([type]) => set({ type: type ?? '', offset: 0 })}
                  choices={types.map((value) => ({ value, label: titleOf(value), text: kindText(titleOf, value) }))}
                />
                <Facet
                  label="Switched"
                  single
                  value={address.on ? [address.on] : []}
                  onChange={([on]) => set({ on: (on ?? '') as typeof address.on, offset: 0 })}
                  choices={[
                    { value: 'on', label: 'On' },
                    { value: 'off', label: 'Off' },
                    { value: 'paused', label: 'Paused' },
                  ]}
                />
                <Facet
                  label="Of"
                  single
                  value={address.of ? [address.of] : []}
                  onChange={([of]) => set({ of: (of ?? '') as typeof address.of, offset: 0 })}
                  choices={[
                    { value: 'business', label: 'The business' },
                    { value: 'people', label: 'Single people' },
                  ]}
                />
                {(address.type || address.on || address.of) && (
                  <Button kind="quiet" onClick={() => set(NO_FILTER)}>
                    Clear filters
                  </Button>
                )}
              </>
            }
            empty={
              filtered ? (
                <Empty title={`No schedule fits${hotel ? ` at ${hotel.name}` : ' the filter'}`}>
                  <ClearFilters clear={() => set(NO_FILTER)} />
                </Empty>
              ) : (
                <Empty title="There are no schedules yet">
                  <p>They follow from the settings of hotels, and start what runs at night.</p>
                </Empty>
              )
            }
          />
        )}
      </Loaded>
    </div>
  );
}
