import { useMemo } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { type Hotel, useLocale } from '../../api/hotels';
import { timelineQuery } from '../../api/room-timeline';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { Facet } from '../../kit/facet';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { OneHotel } from '../../kit/one-hotel';
import { PageHead } from '../../kit/page-head';
import { State } from '../../kit/state';
import { DataTable } from '../../kit/table';
import { useTell } from '../../kit/toast';
import { countText } from '../../lib/money';
import { addDays, dateIn } from '../../lib/time';
import { flag, integer, oneOf, someOf, text, useUrlState } from '../../lib/url-state';
import { ConditionState } from './condition-state';
import { categoriesQuery } from './orders-query';
import {
  type Condition,
  conditionsQuery,
  fits,
  floorOf,
  guestsQuery,
  inOrder,
  needsInspectionQuery,
  NIGHTS,
  NO_FLOOR,
  type RoomFilter,
  type RoomStatus,
  roomStatuses,
  stateOf,
  STATES,
} from './room-status';
import { roomColumns } from './room-status-columns';

const ADDRESS = {
  state: someOf(STATES),
  who: oneOf(['', 'vacant', 'occupied'], ''),
  floor: text('', 50),
  category: integer(0),
  give: flag(),
};
const ALL: RoomFilter = { state: [], who: '', floor: '', category: 0, give: false };
const CLOSED = 'Out of order or closed';
const rowId = ({ id }: RoomStatus) => String(id);

/** What each room looks like and who is in it, so that somebody at the desk sees at once which one she can give. */
export default function RoomStatusPage() {
  return <OneHotel title="Room status">{(hotel) => <Rooms key={hotel.id} hotel={hotel} />}</OneHotel>;
}

function Rooms({ hotel }: { hotel: Hotel }) {
  const [filter, set] = useUrlState(ADDRESS);
  const may = useMay('ADMIN', 'MANAGER');
  const locale = useLocale();
  const today = dateIn(hotel.timezone);
  const timeline = useQuery(timelineQuery(hotel.id, today, addDays(today, NIGHTS - 1)));
  const conditions = useQuery(conditionsQuery(hotel.id)).data;
  const guests = useQuery(guestsQuery(hotel.id)).data;
  const needsInspection = useQuery(needsInspectionQuery(hotel.id)).data;
  const categories = useQuery(categoriesQuery(hotel.id)).data;
  const setCondition = useSetCondition();
  const all = useMemo(
    () =>
      timeline.data && conditions && guests && needsInspection !== undefined
        ? roomStatuses(timeline.data, conditions, guests, needsInspection)
        : undefined,
    [timeline.data, conditions, guests, needsInspection],
  );
  const columns = useMemo(() => {
    const names = new Map(categories?.map(({ id, name }) => [id, name]));
    const categoryName = (id: number) => names.get(id) ?? '';
    return roomColumns({ today, locale, categoryName, onSet: may ? setCondition : undefined });
  }, [today, locale, categories, may, setCondition]);
  const rows = useMemo(() => all?.filter((room) => fits(room, filter)).sort(inOrder(filter.give)) ?? [], [all, filter]);
  const count = (except: keyof RoomFilter | undefined, is: (room: RoomStatus) => boolean) =>
    all?.filter((room) => is(room) && (except === undefined || fits(room, filter, except))).length ?? 0;
  const floors = [...new Set(all?.map(floorOf))].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
  return (
    <div className="page page-fill">
      <PageHead
        title="Room status"
        sub={
          <>
            <bdi>{hotel.name}</bdi>
            {all && <> · {summary(all)}</>}
          </>
        }
      >
        <Link to="/housekeeping" className="button button-quiet">
          Tasks
        </Link>
      </PageHead>
      <Loaded query={timeline} lines={12}>
        {() =>
          all && (
            <DataTable
              name="room-status"
              label="Rooms and what they look like"
              columns={columns}
              rows={rows}
              rowId={rowId}
              total={rows.length}
              toolbar={
                <>
                  <label className="row">
                    <input
                      type="checkbox"
                      checked={filter.give}
                      onChange={(event) => set({ give: event.target.checked })}
                    />
                    Can be given now <span className="num muted">{countText(count('give', (one) => one.canGive))}</span>
                  </label>
                  <Facet
                    label="State"
                    value={filter.state}
                    onChange={(state) => set({ state: state as RoomFilter['state'] })}
                    choices={STATES.map((value) => ({
                      value,
                      label:
                        value === 'closed' ? <State of="cancelled" word={CLOSED} /> : <ConditionState of={value} />,
                      text: value === 'closed' ? CLOSED : value,
                      count: count('state', (room) => stateOf(room) === value),
                    }))}
                  />
                  <Facet
                    label="Occupied"
                    single
                    value={filter.who ? [filter.who] : []}
                    onChange={([who]) => set({ who: (who ?? '') as RoomFilter['who'] })}
                    choices={[
                      { value: 'vacant', label: 'Vacant', count: count('who', ({ guest }) => guest === null) },
                      { value: 'occupied', label: 'Occupied', count: count('who', ({ guest }) => guest !== null) },
                    ]}
                  />
                  <Facet
                    label="Floor"
                    single
                    value={filter.floor ? [filter.floor] : []}
                    onChange={([floor]) => set({ floor: floor ?? '' })}
                    choices={floors.map((value) => ({
                      value,
                      label: value === NO_FLOOR ? 'Not said' : <bdi>{value}</bdi>,
                      text: value,
                      count: count('floor', (room) => floorOf(room) === value),
                    }))}
                  />
                  <Facet
                    label="Category"
                    single
                    value={filter.category ? [String(filter.category)] : []}
                    onChange={([category]) => set({ category: Number(category ?? 0) })}
                    choices={(categories ?? []).map(({ id, name }) => ({
                      value: String(id),
                      label: <bdi>{name}</bdi>,
                      text: name,
                      count: count('category', ({ categoryId }) => categoryId === id),
                    }))}
                  />
                </>
              }
              empty={
                all.length === 0 ? (
                  <Empty title="The hotel has no rooms in service" />
                ) : (
                  <Empty title={filter.give ? 'No room here can be given now' : 'No room fits the filters'}>
                    <Button onClick={() => set(ALL)}>Show all rooms</Button>
                  </Empty>
                )
              }
            />
          )
        }
      </Loaded>
    </div>
  );
}

/** `12 can be given, 5 vacant and dirty, 40 occupied`. */
function summary(rooms: readonly RoomStatus[]): string {
  const count = (is: (room: RoomStatus) => boolean) => countText(rooms.filter(is).length);
  return [
    `${count(({ canGive }) => canGive)} can be given now`,
    `${count((room) => room.guest === null && stateOf(room) === 'dirty')} vacant and dirty`,
    `${count(({ guest }) => guest !== null)} of ${countText(rooms.length)} occupied`,
  ].join(', ');
}

/** Says by hand what a room looks like; it can be taken back at once. */
function useSetCondition() {
  const client = useQueryClient();
  const tell = useTell();
  return useMemo(() => {
    const put = async (id: number, condition: Condition) => {
      await api.PATCH('/api/v1/housekeeping/rooms/{id}', { params: { path: { id } }, body: { condition } });
      await Promise.all(['housekeeping', 'front-desk'].map((key) => client.invalidateQueries({ queryKey: [key] })));
    };
    return (room: RoomStatus, condition: Condition) =>
      void put(room.id, condition).then(
        () =>
          tell.undo(`Room ${room.number} is ${condition}`, () =>
            put(room.id, room.condition).catch((error: unknown) => tell.failed(error)),
          ),
        (error: unknown) => tell.failed(error),
      );
  }, [client, tell]);
}
