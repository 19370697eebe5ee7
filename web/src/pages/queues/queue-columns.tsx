import type { ReactNode } from 'react';
import type { KindTitle } from '../../api/job-kinds';
import { Link } from '../../kit/link';
import { State } from '../../kit/state';
import type { Column } from '../../kit/table';
import { countText } from '../../lib/money';
import { durationText } from '../../lib/time';
import type { Queue } from './queues-query';

/** A length of time, or why it is not known. */
export function Ms({ ms, none }: { ms: number | null; none: string }) {
  return ms === null ? <span title={none}>—</span> : <span className="num">{durationText(ms)}</span>;
}

const HOUR_MS = 3_600_000;
/** So long ago, by the minute, so that a link does not change with every drawing. */
const ago = (ms: number): string => new Date(Math.floor((Date.now() - ms) / 60_000) * 60_000).toISOString();
/** What an operator's list is asked for, which knows states and no instants. */
const STATES_OF = { waiting: 'QUEUED,PENDING', delayed: 'PENDING' };

/** A number that leads to its jobs, of the own tenant or of all; `today`: to those made in the last 24 hours, which an operator's list cannot tell. */
export function Jobs({
  count,
  queue,
  status,
  due,
  operator,
  today = false,
  lastHour = false,
  unit,
}: {
  count: number;
  queue: string;
  status?: string;
  /** What is not running: whether its time has come. */
  due?: 'waiting' | 'delayed';
  operator: boolean;
  today?: boolean;
  /** Only what ended in it. */
  lastHour?: boolean;
  /** Stands behind the number, and is part of the link. */
  unit?: string;
}) {
  const text = unit ? `${countText(count)} ${unit}` : countText(count);
  if (count === 0) return text;
  if (operator) {
    const states = due ? STATES_OF[due] : status;
    if (lastHour) return text;
    return (
      <Link to="/operator/jobs" search={{ job: queue, status: states }}>
        {text}
      </Link>
    );
  }
  const made = today ? ago(24 * HOUR_MS) : undefined;
  const ended = lastHour ? ago(HOUR_MS) : undefined;
  return (
    <Link to="/jobs" search={{ job: queue, status, due, made, ended }}>
      {text}
    </Link>
  );
}

/** Of what the figures are, and why there are none. */
export const NO_WAIT = 'No job that was made in the last 24 hours is done';
export const NO_RUN = NO_WAIT;

/** On a phone, where columns have no heads, `words` names the figures that are left. */
export function queueColumns(
  operator: boolean,
  isPaused: (queue: Queue) => boolean,
  words: boolean,
  titleOf: KindTitle,
): Column<Queue>[] {
  const number = (
    id: string,
    header: string,
    cell: (queue: Queue) => ReactNode,
    more: Partial<Column<Queue>> = {},
  ): Column<Queue> => ({ id, header, cell, width: 'minmax(72px, 92px)', end: true, phone: 'none', ...more });
  return [
    {
      id: 'name',
      header: 'Queue',
      cell: ({ name }) => <span title={name}>{titleOf(name)}</span>,
      width: 'minmax(190px, 1.6fr)',
      fixed: true,
      phone: 1,
    },
    {
      id: 'state',
      header: 'State',
      cell: (queue) =>
        isPaused(queue) ? (
          <State of="paused" />
        ) : queue.active > 0 ? (
          <State of="running" />
        ) : (
          <State of={queue.waiting > 0 ? 'queued' : 'idle'} word={queue.waiting > 0 ? 'Waiting' : 'Idle'} />
        ),
      width: '104px',
      fixed: true,
      phone: 1,
    },
    number(
      'waiting',
      'Waiting',
      ({ name, waiting }) => (
        <Jobs count={waiting} queue={name} due="waiting" operator={operator} unit={words ? 'waiting' : undefined} />
      ),
      { phone: 2 },
    ),
    number(
      'active',
      'Running',
      ({ name, active }) => (
        <Jobs count={active} queue={name} status="RUNNING" operator={operator} unit={words ? 'running' : undefined} />
      ),
      { phone: 2 },
    ),
    number('delayed', 'Later', ({ name, delayed }) => (
      <Jobs count={delayed} queue={name} due="delayed" operator={operator} />
    )),
    number(
      'throughput',
      'Per hour',
      ({ name, throughput }) => (
        <span title="Made in the last 24 hours, and ended in the last one">
          <Jobs
            count={throughput}
            queue={name}
            operator={operator}
            today
            lastHour
            unit={words ? 'an hour' : undefined}
          />
        </span>
      ),
      { phone: 2 },
    ),
    number('completed', 'Done, 24 h', ({ name, completed }) => (
      <Jobs count={completed} queue={name} status="COMPLETED" operator={operator} today />
    )),
    number('failed', 'Failed, 24 h', ({ name, failed, failedRate }) => (
      <span title={`${failedRate} % of those that ended`}>
        <Jobs count={failed} queue={name} status="FAILED,DEAD" operator={operator} today />
      </span>
    )),
    number('wait50', 'Wait p50', ({ wait }) => <Ms ms={wait.p50} none={NO_WAIT} />),
    number('wait95', 'Wait p95', ({ wait }) => <Ms ms={wait.p95} none={NO_WAIT} />),
    number('run50', 'Run p50', ({ run }) => <Ms ms={run.p50} none={NO_RUN} />),
    number('run95', 'Run p95', ({ run }) => <Ms ms={run.p95} none={NO_RUN} />),
    number('wait99', 'Wait p99', ({ wait }) => <Ms ms={wait.p99} none={NO_WAIT} />, { hidden: true }),
    number('run99', 'Run p99', ({ run }) => <Ms ms={run.p99} none={NO_RUN} />, { hidden: true }),
  ];
}
