import type { KindTitle } from '../../api/job-kinds';
import { CronText } from '../../kit/cron-text';
import { Instant } from '../../kit/instant';
import { State } from '../../kit/state';
import type { Column } from '../../kit/table';
import { nameOf, type Schedule } from './schedules-query';

export function ScheduleState({ schedule: { enabled, paused } }: { schedule: Schedule }) {
  if (paused) return <State of="paused" />;
  return enabled ? <State of="done" word="On" /> : <State of="cancelled" word="Off" />;
}

export function scheduleColumns(hotelName: (id: number) => string, titleOf: KindTitle): Column<Schedule>[] {
  return [
    {
      id: 'name',
      header: 'Schedule',
      cell: (schedule) => <bdi title={schedule.key}>{nameOf(schedule, titleOf)}</bdi>,
      width: 'minmax(200px, 2fr)',
      fixed: true,
      phone: 1,
    },
    {
      id: 'state',
      header: 'State',
      cell: (schedule) => <ScheduleState schedule={schedule} />,
      width: '96px',
      fixed: true,
      phone: 1,
    },
    { id: 'words', header: 'Fires', cell: ({ cron }) => <CronText cron={cron} />, width: 'minmax(170px, 2fr)' },
    { id: 'zone', header: 'Zone', cell: ({ timezone }) => timezone, width: 'minmax(120px, 1fr)', phone: 'none' },
    {
      id: 'hotel',
      header: 'Hotel',
      cell: ({ hotelId }) =>
        hotelId === null ? <span title="For all hotels of the tenant">All</span> : <bdi>{hotelName(hotelId)}</bdi>,
      width: 'minmax(110px, 1fr)',
    },
    {
      id: 'next',
      header: 'Next',
      cell: ({ nextRunAt, timezone, paused, enabled }) => (
        <Instant
          at={paused || !enabled ? null : nextRunAt}
          zone={timezone}
          none={paused ? 'It is paused' : enabled ? 'It never fires again' : 'It is switched off'}
        />
      ),
      width: '168px',
    },
    {
      id: 'last',
      header: 'Last',
      cell: ({ lastRunAt, timezone }) => <Instant at={lastRunAt} zone={timezone} none="It has not fired yet" />,
      width: '168px',
      phone: 'none',
    },
    {
      id: 'type',
      header: 'Job',
      cell: ({ type }) => <span title={type}>{titleOf(type)}</span>,
      width: 'minmax(150px, 1fr)',
      phone: 'none',
    },
    {
      id: 'cron',
      header: 'Cron',
      cell: ({ cron }) => <code>{cron}</code>,
      width: '110px',
      hidden: true,
      phone: 'none',
    },
  ];
}
