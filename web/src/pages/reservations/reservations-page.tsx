import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useLocale } from '../../api/hotels';
import { listingsQuery, useListingName } from '../../api/rentals';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { Facet } from '../../kit/facet';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { SearchField } from '../../kit/search-field';
import { State } from '../../kit/state';
import { STAY_WORDS } from '../../kit/stay-state';
import { DataTable, Pager } from '../../kit/table';
import { countOf } from '../../lib/money';
import { useUrlState } from '../../lib/url-state';
import { ADDRESS, daysOf, PAGE, type Stay, STATUSES, staysQuery, type StayStatus } from './reservations-query';
import { stayColumns } from './stay-columns';

const rowId = ({ id }: Stay) => id;
const rowHref = ({ id }: Stay) => `/reservations/${id}`;

/** Stays of guests by arrival, as their sources tell them: what statements are made of. */
export default function ReservationsPage() {
  const [filter, set] = useUrlState(ADDRESS);
  const { q, listing, month, status, look, offset } = filter;
  const query = useQuery(staysQuery({ ...filter, ...daysOf(month) }));
  const listings = useQuery(listingsQuery).data ?? [];
  const listingName = useListingName();
  const locale = useLocale();
  const columns = useMemo(() => stayColumns(listingName, locale), [listingName, locale]);
  const filtered = Boolean(q || listing || month || status || look);
  const clear = () => set({ q: '', listing: 0, month: '', status: '', look: false, offset: 0 });
  return (
    <div className="page page-fill">
      <PageHead title="Reservations" sub={query.data && countOf(query.data.total, 'reservation')} />
      <Loaded query={query} lines={12}>
        {({ reservations, total }) => (
          <DataTable
            name="reservations"
            label="Reservations"
            columns={columns}
            rows={reservations}
            rowId={rowId}
            rowHref={rowHref}
            total={total}
            busy={query.isPlaceholderData}
            pager={<Pager offset={offset} limit={PAGE} total={total} onOffset={(next) => set({ offset: next })} />}
            toolbar={
              <>
                <SearchField
                  label="Search reservations"
                  placeholder="Code or guest"
                  value={q}
                  onChange={(next) => set({ q: next, offset: 0 })}
                />
                <input
                  type="month"
                  className="date"
                  aria-label="With a night in the month"
                  value={month}
                  onChange={(event) => set({ month: event.target.value, offset: 0 })}
                />
                <Facet
                  label="Listing"
                  single
                  value={listing ? [String(listing)] : []}
                  onChange={([one]) => set({ listing: Number(one ?? 0), offset: 0 })}
                  choices={listings.map(({ id, name }) => ({
                    value: String(id),
                    label: <bdi>{name}</bdi>,
                    text: name,
                  }))}
                />
                <Facet
                  label="State"
                  single
                  value={status ? [status] : []}
                  onChange={([one]) => set({ status: (one ?? '') as '' | StayStatus, offset: 0 })}
                  choices={STATUSES.map((value) => ({
                    value,
                    label: <State of={value} word={STAY_WORDS[value]} />,
                    text: STAY_WORDS[value] ?? value,
                  }))}
                />
                <Button aria-pressed={look} onClick={() => set({ look: !look, offset: 0 })}>
                  To look at
                </Button>
                {filtered && (
                  <Button kind="quiet" onClick={clear}>
                    Clear filters
                  </Button>
                )}
              </>
            }
            empty={
              filtered ? (
                <Empty title="No reservation fits the filter">
                  <Button onClick={clear}>Clear filters</Button>
                </Empty>
              ) : (
                <Empty title="There are no reservations yet">
                  <p>They come from connected providers and from files: drop one on Imports.</p>
                </Empty>
              )
            }
          />
        )}
      </Loaded>
    </div>
  );
}
