import type { KindTitle } from '../../api/job-kinds';
import { Instant } from '../../kit/instant';
import { Link } from '../../kit/link';
import { State } from '../../kit/state';
import type { Column } from '../../kit/table';
import { nameOf } from './schedules-query';
import type { Slot } from './slots-query';

/** Of one schedule its zone is known; of all (`hotelName`), each names its schedule and hotel and is shown in the zone of that. */
export function slotColumns(
  zone: string | undefined,
  titleOf: KindTitle,
  hotelName?: (id: number) => string,
): Column<Slot>[] {
  const owed: Column<Slot> = {
    id: 'fireAt',
    header: 'Owed at',
    cell: ({ fireAt, hotelId }) => <Instant at={fireAt} hotelId={hotelId} zone={zone} />,
    width: '176px',
    fixed: true,
    phone: hotelName ? 2 : 1,
  };
  const schedule: Column<Slot> = {
    id: 'schedule',
    header: 'Schedule',
    cell: (slot) => (
      <Link to={`/schedules/${slot.scheduleId}`}>
        <bdi>{nameOf({ name: slot.scheduleName, type: slot.type }, titleOf)}</bdi>
      </Link>
    ),
    width: 'minmax(180px, 1.4fr)',
    fixed: true,
    phone: 1,
  };
  const hotel: Column<Slot> = {
    id: 'hotel',
    header: 'Hotel',
    cell: ({ hotelId }) =>
      hotelId === null ? <span title="For all hotels">All</span> : <bdi>{hotelName?.(hotelId)}</bdi>,
    width: 'minmax(110px, 1fr)',
  };
  return [
    ...(hotelName ? [schedule, hotel, owed] : [owed]),
    {
      id: 'state',
      header: 'State',
      cell: ({ state }) => <State of={state} />,
      width: '110px',
      fixed: true,
      phone: 1,
    },
    {
      id: 'job',
      header: 'Job',
      cell: ({ jobId, jobStatus }) =>
        jobId ? (
          <Link to={`/jobs/${jobId}`}>{jobStatus ? `Job: ${jobStatus.toLowerCase()}` : 'Its job'}</Link>
        ) : (
          <span title="No job was made for it">—</span>
        ),
      width: 'minmax(120px, 1fr)',
    },
    {
      id: 'firedAt',
      header: 'Job made',
      cell: ({ firedAt, hotelId }) => (
        <Instant at={firedAt} hotelId={hotelId} zone={zone} none="No job was made for it" seconds />
      ),
      width: '190px',
      phone: 'none',
    },
    {
      id: 'note',
      header: 'Note',
      cell: ({ backfilledAt, waivedAt, waiveReason, hotelId }) =>
        waivedAt ? (
          <bdi title={waiveReason ?? undefined}>{waiveReason ?? 'Waived'}</bdi>
        ) : (
          backfilledAt && (
            <>
              Run later: <Instant at={backfilledAt} hotelId={hotelId} zone={zone} />
            </>
          )
        ),
      width: 'minmax(160px, 2fr)',
      phone: 'none',
    },
  ];
}
