import { useMemo } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type Hotel, useLocale } from '../../api/hotels';
import { Button } from '../../kit/button';
import { CsvButton } from '../../kit/csv-button';
import { Empty } from '../../kit/empty';
import { Loaded } from '../../kit/loaded';
import { OneHotel } from '../../kit/one-hotel';
import { PageHead } from '../../kit/page-head';
import { SearchField } from '../../kit/search-field';
import { Select } from '../../kit/select';
import { DataTable, Pager } from '../../kit/table';
import { countOf } from '../../lib/money';
import { day, integer, type Member, oneOf, text, useUrlState } from '../../lib/url-state';
import { columnsOf } from './booking-columns';
import { type Booking, bookingsQuery, categoriesQuery, PAGE, STATUSES } from './bookings-query';
import { DateRange } from './date-range';

/** Id of a group of rooms that were booked together; what is none is ignored. */
const groupId: Member<string> = {
  read: (raw) => (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(raw ?? '') ? raw! : ''),
  write: (value) => value || undefined,
};
const ADDRESS = {
  q: text('', 100),
  group: groupId,
  status: oneOf(['', 'standing', ...STATUSES], 'standing'),
  category: integer(0),
  stay: day(),
  to: day(),
  arrivalFrom: day(),
  arrivalTo: day(),
  departureFrom: day(),
  departureTo: day(),
  offset: integer(0),
};
const STATUS_CHOICES = [
  { value: 'standing', label: 'All that stand' },
  { value: '', label: 'All, cancelled ones too' },
  { value: 'tentative', label: 'Tentative' },
  { value: 'confirmed', label: 'Expected' },
  { value: 'checked_in', label: 'In the house' },
  { value: 'checked_out', label: 'Left' },
  { value: 'cancelled', label: 'Cancelled' },
  { value: 'no_show', label: 'No-show' },
] as const;
const CLEAR = {
  ...{ q: '', group: '', status: 'standing' as const, category: 0, stay: '', to: '', offset: 0 },
  ...{ arrivalFrom: '', arrivalTo: '', departureFrom: '', departureTo: '' },
};
const rowId = ({ id }: Booking) => id;
const rowHref = ({ id }: Booking) => `/front-desk/${id}`;

export default function BookingsPage() {
  return <OneHotel title="Bookings">{(hotel) => <Bookings key={hotel.id} hotel={hotel} />}</OneHotel>;
}

function Bookings({ hotel }: { hotel: Hotel }) {
  const [filter, set] = useUrlState(ADDRESS);
  const query = useQuery(bookingsQuery(hotel.id, filter));
  const categories = useQuery(categoriesQuery(hotel.id)).data;
  const client = useQueryClient();
  const locale = useLocale();
  const columns = useMemo(
    () => columnsOf((id) => categories?.find((one) => one.id === id)?.name ?? '', locale),
    [categories, locale],
  );
  const narrow = (changes: Partial<typeof filter>) => set({ ...changes, offset: 0 });
  const filtered = Object.entries(CLEAR).some(
    ([name, none]) => name !== 'offset' && filter[name as keyof typeof filter] !== none,
  );
  const clear = () => set(CLEAR);
  return (
    <div className="page page-fill">
      <PageHead
        title="Bookings"
        sub={
          <>
            <bdi>{hotel.name}</bdi>
            {query.data && <> · {countOf(query.data.total, 'booking')}</>}
          </>
        }
      >
        <CsvButton
          name="bookings"
          load={async (offset) => {
            const page = await client.fetchQuery({ ...bookingsQuery(hotel.id, { ...filter, offset }), gcTime: 0 });
            return { rows: page.bookings, total: page.total };
          }}
        />
      </PageHead>
      <div className="row">
        <SearchField
          label="Search bookings"
          placeholder="Guest, code or channel's number"
          value={filter.q}
          onChange={(q) => narrow({ q })}
        />
        <Select
          label="State"
          value={filter.status}
          onChange={(status) => narrow({ status })}
          choices={STATUS_CHOICES}
        />
        <select
          className="native-select"
          aria-label="Category"
          value={filter.category}
          onChange={({ target }) => narrow({ category: Number(target.value) })}
        >
          <option value={0}>All categories</option>
          {(categories ?? []).map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <DateRange
          label="Staying"
          from={filter.stay}
          to={filter.to}
          // Without an end it is one night.
          onChange={(stay, to) => narrow({ stay, to: stay ? to : '' })}
        />
        <DateRange
          label="Arriving"
          from={filter.arrivalFrom}
          to={filter.arrivalTo}
          onChange={(arrivalFrom, arrivalTo) => narrow({ arrivalFrom, arrivalTo })}
        />
        <DateRange
          label="Leaving"
          from={filter.departureFrom}
          to={filter.departureTo}
          onChange={(departureFrom, departureTo) => narrow({ departureFrom, departureTo })}
        />
        {filter.group && (
          <Button aria-pressed onClick={() => narrow({ group: '' })}>
            One group
          </Button>
        )}
        {filtered && (
          <Button kind="quiet" onClick={clear}>
            Clear filters
          </Button>
        )}
      </div>
      <Loaded query={query} lines={12}>
        {({ bookings, total }) => (
          <DataTable
            name="bookings"
            label="Bookings, latest arrival first"
            columns={columns}
            rows={bookings}
            rowId={rowId}
            rowHref={rowHref}
            total={total}
            busy={query.isPlaceholderData}
            pager={<Pager offset={filter.offset} limit={PAGE} total={total} onOffset={(offset) => set({ offset })} />}
            empty={
              filtered ? (
                <Empty title="No booking fits the filters">
                  <Button onClick={clear}>Clear filters</Button>
                </Empty>
              ) : (
                <Empty title="There are no bookings yet" />
              )
            }
          />
        )}
      </Loaded>
    </div>
  );
}
