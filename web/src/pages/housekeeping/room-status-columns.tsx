import type { ReactNode } from 'react';
import { MoreHorizontal } from 'lucide-react';
import { closedText } from '../../api/room-timeline';
import { Link } from '../../kit/link';
import { Menu } from '../../kit/menu';
import { State } from '../../kit/state';
import type { Column } from '../../kit/table';
import { dateText } from '../../lib/time';
import { ConditionState } from './condition-state';
import { type Condition, NIGHTS, type RoomStatus } from './room-status';

const SHORT = { year: undefined } as const;
const CONDITIONS: Condition[] = ['inspected', 'clean', 'dirty'];

export function roomColumns({
  today,
  locale,
  categoryName,
  onSet,
}: {
  today: string;
  locale: string | undefined;
  categoryName: (id: number) => string;
  /** Sets what a room looks like; undefined: the role may not. */
  onSet: ((room: RoomStatus, condition: Condition) => void) | undefined;
}): Column<RoomStatus>[] {
  const date = (at: string) => <span className="num">{dateText(at, locale, SHORT)}</span>;
  const columns: Column<RoomStatus>[] = [
    {
      id: 'room',
      header: 'Room',
      cell: ({ number }) => <strong className="num">{number}</strong>,
      width: '80px',
      fixed: true,
      phone: 1,
    },
    {
      id: 'state',
      header: 'State',
      cell: ({ closure, condition }) =>
        closure ? <State of="cancelled" word={closedText(closure.kind)} /> : <ConditionState of={condition} />,
      width: '136px',
      fixed: true,
      phone: 1,
    },
    {
      id: 'who',
      header: 'Now',
      cell: (room) => <Now room={room} today={today} date={date} />,
      width: 'minmax(180px, 1.6fr)',
      fixed: true,
    },
    {
      id: 'next',
      header: 'Next',
      cell: ({ next }) =>
        next ? (
          <>
            {next.from <= today ? 'today ' : <>{date(next.from)} </>}
            <Link to={`/front-desk/${next.bookingId}`}>
              <bdi>{next.guestName}</bdi>
            </Link>
          </>
        ) : (
          <span className="muted">nobody in {NIGHTS} nights</span>
        ),
      width: 'minmax(160px, 1.4fr)',
    },
    {
      id: 'category',
      header: 'Category',
      cell: ({ categoryId }) => <bdi>{categoryName(categoryId)}</bdi>,
      width: 'minmax(130px, 1fr)',
    },
    {
      id: 'floor',
      header: 'Floor',
      cell: ({ floor }) => (floor ? <bdi>{floor}</bdi> : <span title="Not said">—</span>),
      width: '88px',
      phone: 'none',
    },
    {
      id: 'cleaned',
      header: 'Cleaned or used',
      cell: ({ cleanedOn }) => (cleanedOn ? date(cleanedOn) : <span title="Not known">—</span>),
      width: '128px',
      phone: 'none',
    },
  ];
  if (onSet)
    columns.push({
      id: 'set',
      header: 'Set',
      cell: (room) => (
        <Menu
          key={room.id}
          trigger={
            <button
              type="button"
              className="button button-quiet button-icon"
              aria-label={`Say what room ${room.number} looks like`}
            />
          }
          entries={CONDITIONS.filter((one) => one !== room.condition).map((one) => ({
            label: `It is ${one}`,
            run: () => onSet(room, one),
          }))}
        >
          <MoreHorizontal size={15} aria-hidden />
        </Menu>
      ),
      width: '48px',
      fixed: true,
      phone: 1,
    });
  return columns;
}

/** Who is in it, why it is closed, or that it is vacant. */
function Now({
  room: { guest, closure, canGive },
  today,
  date,
}: {
  room: RoomStatus;
  today: string;
  date: (at: string) => ReactNode;
}) {
  if (guest)
    return (
      <>
        <Link to={`/front-desk/${guest.id}`}>
          <bdi>{guest.guestName}</bdi>
        </Link>{' '}
        {guest.departure <= today ? <strong>leaves today</strong> : <>until {date(guest.departure)}</>}
      </>
    );
  if (closure)
    return (
      <>
        {closure.workOrder ? (
          <Link to={`/work-orders/${closure.workOrder.id}`}>
            <bdi>{closure.workOrder.work}</bdi>
          </Link>
        ) : (
          closure.reason && <bdi>{closure.reason}</bdi>
        )}{' '}
        until {date(closure.until)}
      </>
    );
  return canGive ? <strong>Can be given</strong> : <span className="muted">Vacant</span>;
}
