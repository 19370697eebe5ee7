import { useMemo, useState } from 'react';
import { Plus, Users } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { openDayQuery } from '../../api/business-day';
import { type Hotel, useLocale } from '../../api/hotels';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { DaySteps } from '../../kit/day-steps';
import { Empty } from '../../kit/empty';
import { Loaded } from '../../kit/loaded';
import { OneHotel } from '../../kit/one-hotel';
import { PageHead } from '../../kit/page-head';
import { SearchField } from '../../kit/search-field';
import { DataTable, FreshRows, Pager, useSteadyRows } from '../../kit/table';
import { Tabs } from '../../kit/tabs';
import { countText } from '../../lib/money';
import { dateText } from '../../lib/time';
import { day, integer, oneOf, text, useUrlState } from '../../lib/url-state';
import { useShortcut } from '../../shell/keys';
import { columnsOf } from './booking-columns';
import {
  arrivalsQuery,
  type ListedBooking,
  categoriesQuery,
  departuresQuery,
  inHouseQuery,
  SEARCH_PAGE,
  searchQuery,
} from './desk-query';
import { NewBooking } from './new-booking';
import { NewGroup } from './new-group';

const TABS = ['arrivals', 'in-house', 'departures'] as const;
const LABELS = { arrivals: 'Arrivals', 'in-house': 'In the house', departures: 'Departures' };
const NOBODY = {
  arrivals: 'Nobody arrives on this day',
  'in-house': 'Nobody is in the house',
  departures: 'Nobody leaves on this day',
};
const ADDRESS = { tab: oneOf(TABS, 'arrivals'), day: day(), q: text('', 100), offset: integer(0) };
const rowId = ({ id }: ListedBooking) => id;
const rowHref = ({ id }: ListedBooking) => `/front-desk/${id}`;

export default function FrontDeskPage() {
  return <OneHotel title="Front desk">{(hotel) => <FrontDesk key={hotel.id} hotel={hotel} />}</OneHotel>;
}

function FrontDesk({ hotel }: { hotel: Hotel }) {
  const today = useQuery(openDayQuery(hotel.id));
  return (
    <div className="page page-fill">
      {today.data ? (
        <Lists hotel={hotel} today={today.data.businessDate} />
      ) : (
        <>
          <PageHead title="Front desk" />
          <Loaded query={today} lines={12}>
            {() => null}
          </Loaded>
        </>
      )}
    </div>
  );
}

function Lists({ hotel, today }: { hotel: Hotel; today: string }) {
  const [filter, set] = useUrlState(ADDRESS);
  const [form, setForm] = useState<'booking' | 'group'>();
  const close = () => setForm(undefined);
  const may = useMay('ADMIN', 'MANAGER');
  useShortcut(may ? 'n' : undefined, 'New booking', () => setForm('booking'));
  const locale = useLocale();
  const date = filter.day || today;
  const open = date === today;
  const search = filter.q.trim();
  const arrivals = useQuery(arrivalsQuery(hotel.id, date, open));
  const inHouse = useQuery(inHouseQuery(hotel.id, date, open));
  const departures = useQuery(departuresQuery(hotel.id, date, open));
  const found = useQuery(searchQuery(hotel.id, search, filter.offset));
  const categories = useQuery(categoriesQuery(hotel.id)).data;
  const columns = useMemo(
    () =>
      columnsOf(search ? 'search' : filter.tab, (id) => categories?.find((one) => one.id === id)?.name ?? '', locale),
    [search, filter.tab, categories, locale],
  );
  const lists = { arrivals, 'in-house': inHouse, departures };
  const list = lists[filter.tab];
  const steady = useSteadyRows(`${filter.tab} ${date}`, list.isPlaceholderData ? undefined : list.data, rowId);
  const table = {
    name: 'front-desk',
    columns,
    rowId,
    rowHref,
    toolbar: (
      <>
        <SearchField
          label="Search bookings"
          placeholder="Guest or code, of any day"
          value={filter.q}
          onChange={(q) => set({ q, offset: 0 })}
        />
        <DaySteps
          value={date}
          own={today}
          ownLabel="Business date"
          onChange={(next) => set({ day: next, q: '', offset: 0 })}
        />
      </>
    ),
  };
  return (
    <>
      <PageHead
        title="Front desk"
        sub={
          <>
            <bdi>{hotel.name}</bdi> · business date {dateText(today, locale)}
          </>
        }
      >
        {may && (
          <>
            <Button icon={Users} onClick={() => setForm('group')}>
              New group
            </Button>
            <Button kind="primary" icon={Plus} onClick={() => setForm('booking')}>
              New booking
            </Button>
          </>
        )}
      </PageHead>
      {!may && <p className="muted">You may look. Managers book, check in and out, and take payments.</p>}
      {form === 'booking' && <NewBooking hotel={hotel} today={today} onClose={close} />}
      {form === 'group' && <NewGroup hotel={hotel} today={today} onClose={close} />}
      <Tabs
        label="Lists of the day"
        value={search ? ('' as (typeof TABS)[number]) : filter.tab}
        onChange={(tab) => set({ tab, q: '', offset: 0 })}
        tabs={TABS.map((tab) => ({
          value: tab,
          label: (
            <>
              {LABELS[tab]} <span className="num muted">{counts(tab, lists[tab].data)}</span>
            </>
          ),
        }))}
      />
      {search ? (
        <Loaded query={found} lines={12}>
          {({ bookings, total }) => (
            <DataTable
              {...table}
              label="Bookings that were found"
              rows={bookings}
              total={total}
              busy={found.isPlaceholderData}
              pager={
                <Pager
                  offset={filter.offset}
                  limit={SEARCH_PAGE}
                  total={total}
                  onOffset={(offset) => set({ offset })}
                />
              }
              empty={
                <Empty title="No booking fits the search">
                  <Button onClick={() => set({ q: '' })}>Clear the search</Button>
                </Empty>
              }
            />
          )}
        </Loaded>
      ) : (
        <Loaded query={list} lines={12}>
          {(bookings) => (
            <DataTable
              {...table}
              label={LABELS[filter.tab]}
              toolbar={
                <>
                  {table.toolbar}
                  <FreshRows of={steady} />
                </>
              }
              rows={list.isPlaceholderData ? bookings : steady.rows}
              dimmed={({ id }) => steady.gone.has(id)}
              total={bookings.length}
              busy={list.isPlaceholderData}
              empty={
                <Empty title={NOBODY[filter.tab]}>
                  {filter.day && <Button onClick={() => set({ day: '' })}>To the business date</Button>}
                </Empty>
              }
            />
          )}
        </Loaded>
      )}
    </>
  );
}

/** `12, 5 to come`: what is still to be done is what people look for. */
function counts(tab: (typeof TABS)[number], bookings: readonly ListedBooking[] | undefined): string {
  if (!bookings) return '';
  if (tab === 'in-house') return countText(bookings.length);
  const left = bookings.filter(({ status }) =>
    tab === 'arrivals' ? status === 'confirmed' || status === 'tentative' : status === 'checked_in',
  ).length;
  return left === 0
    ? countText(bookings.length)
    : `${countText(bookings.length)}, ${countText(left)} to ${tab === 'arrivals' ? 'come' : 'leave'}`;
}
