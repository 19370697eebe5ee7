import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { openDayQuery } from '../../api/business-day';
import { type Hotel, useLocale } from '../../api/hotels';
import { Button } from '../../kit/button';
import { DaySteps } from '../../kit/day-steps';
import { Empty } from '../../kit/empty';
import { Facet } from '../../kit/facet';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { OneHotel } from '../../kit/one-hotel';
import { PageHead } from '../../kit/page-head';
import { countOf } from '../../lib/money';
import { dateText } from '../../lib/time';
import { day, flag, text, useUrlState } from '../../lib/url-state';
import { AttendantColumn } from './attendant-column';
import { attendantsQuery, isOver, minutesOf, shiftsQuery, type Task, tasksQuery } from './house-query';
import styles from './housekeeping.module.css';
import { useSteadyTasks } from './steady-tasks';
import { useTaskActions } from './task-actions';
import { type ReasonFor, TaskReason } from './task-reason';

const ADDRESS = { day: day(), who: text('', 20), all: flag() };
/** In the address: tasks that nobody has. */
const NOBODY = 'nobody';
const NO_TASKS: Task[] = [];

export default function HousekeepingPage() {
  return <OneHotel title="Housekeeping">{(hotel) => <House key={hotel.id} hotel={hotel} />}</OneHotel>;
}

function House({ hotel }: { hotel: Hotel }) {
  const today = useQuery(openDayQuery(hotel.id));
  return (
    <div className="page">
      {today.data ? (
        <Board hotel={hotel} today={today.data.businessDate} />
      ) : (
        <>
          <PageHead title="Housekeeping" />
          <Loaded query={today} lines={10}>
            {() => null}
          </Loaded>
        </>
      )}
    </div>
  );
}

/** A list of each attendant; with one chosen, her list alone, which is what she has on her phone. */
function Board({ hotel, today }: { hotel: Hotel; today: string }) {
  const [filter, set] = useUrlState(ADDRESS);
  const [asked, setAsked] = useState<{ task: Task; of: ReasonFor }>();
  const date = filter.day || today;
  const query = useQuery(tasksQuery(hotel.id, date));
  const attendants = useQuery(attendantsQuery(hotel.id)).data ?? [];
  const shifts = useQuery(shiftsQuery(hotel.id, date)).data;
  const actions = useTaskActions();
  const locale = useLocale();
  // Of the day before, while that of another one is fetched, nothing is kept in its place.
  const loading = query.isPlaceholderData || !query.data;
  const steady = useSteadyTasks(`${date} ${filter.who} ${filter.all} ${loading}`, query.data ?? NO_TASKS);
  const { tasks } = steady;
  const shows = (task: Task) => filter.all || steady.stays(task);
  const of = (id: number | null) => tasks.filter(({ attendantId }) => attendantId === id);
  const lists = [
    {
      id: null,
      who: NOBODY,
      name: 'Nobody has these',
      section: null,
      capacity: undefined,
      tasks: of(null).filter(shows),
    },
    ...attendants
      .filter(({ id, active }) => active || of(id).length > 0)
      .map(({ id, name, section }) => ({
        id,
        who: String(id),
        name,
        section,
        capacity: shifts?.get(id) ?? 0,
        tasks: of(id),
      })),
  ];
  const shown = filter.who
    ? lists.filter(({ who }) => who === filter.who)
    : // The overflow is shown when there is any.
      lists.filter(({ id, tasks: own }) => id !== null || own.length > 0);
  const left = tasks.filter((task) => !isOver(task));
  return (
    <>
      <PageHead
        title="Housekeeping"
        sub={
          <>
            <bdi>{hotel.name}</bdi> · {dateText(date, locale)}
            {query.data && ` · ${countOf(left.length, 'task')} left, ${minutesOf(left)} min`}
          </>
        }
      >
        <Link to="/housekeeping/rooms" className="button button-plain">
          Room status
        </Link>
      </PageHead>
      <div className="row">
        <DaySteps value={date} own={today} ownLabel="Business date" onChange={(next) => set({ day: next })} />
        <Facet
          label="Attendant"
          single
          value={filter.who ? [filter.who] : []}
          onChange={([who]) => set({ who: who ?? '' })}
          choices={lists.map(({ who, name, tasks: own }) => ({
            value: who,
            label: <bdi>{name}</bdi>,
            text: name,
            count: own.filter((task) => !isOver(task)).length,
          }))}
        />
        <label className="row">
          <input type="checkbox" checked={filter.all} onChange={(event) => set({ all: event.target.checked })} />
          Also what is over
        </label>
        <Button kind="quiet" disabled={steady.isSorted} onClick={steady.sort}>
          Sort anew
        </Button>
      </div>
      <Loaded query={query} lines={10}>
        {() =>
          tasks.length === 0 ? (
            <Empty title="There are no tasks on this day">
              <p>The round of the night makes them from the rooms that are used.</p>
              {filter.day && <Button onClick={() => set({ day: '' })}>To the business date</Button>}
            </Empty>
          ) : shown.length === 0 ? (
            <Empty title="Nobody here by this name">
              <Button onClick={() => set({ who: '' })}>Show all attendants</Button>
            </Empty>
          ) : (
            <div className={styles.board}>
              {shown.map((list) => (
                <AttendantColumn
                  key={list.who}
                  id={list.id}
                  name={list.name}
                  section={list.section}
                  capacity={list.capacity}
                  tasks={list.tasks}
                  shows={shows}
                  attendants={attendants}
                  actions={actions}
                  onReason={(task, reason) => setAsked({ task, of: reason })}
                  onShow={filter.who ? undefined : () => set({ who: list.who })}
                />
              ))}
            </div>
          )
        }
      </Loaded>
      {asked && (
        <TaskReason
          task={asked.task}
          of={asked.of}
          refresh={actions.refresh}
          reopen={actions.reopen}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  );
}
