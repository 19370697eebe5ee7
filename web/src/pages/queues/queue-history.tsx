import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useZone } from '../../api/hotels';
import { inSentence, useKindTitle } from '../../api/job-kinds';
import type { Schema } from '../../api/client';
import { Chart, type Series } from '../../kit/chart';
import { Empty } from '../../kit/empty';
import { Loaded } from '../../kit/loaded';
import { Section } from '../../kit/section';
import { Tabs } from '../../kit/tabs';
import { countText } from '../../lib/money';
import { durationText } from '../../lib/time';
import { oneOf, stringifySearch, useUrlState } from '../../lib/url-state';
import { historyQuery, type Step } from './queues-query';

type Point = Schema<'HistoryPointResponse'>;

const ADDRESS = { step: oneOf(['hour', 'minute'], 'hour') };
const STEPS = [
  { value: 'hour', label: 'By the hour' },
  { value: 'minute', label: 'By the minute' },
] as const;
const MS: Record<Step, number> = { hour: 3_600_000, minute: 60_000 };
const HEIGHT = 180;

/** What ended in each step of the last 24 hours, and how long it waited and ran; a point leads to its jobs. */
export function QueueHistory({ name, links }: { name: string; links: boolean }) {
  const [{ step }, set] = useUrlState(ADDRESS);
  const query = useQuery(historyQuery(name, step));
  return (
    <Section title="The last 24 hours">
      <Tabs label="Steps of time" tabs={STEPS} value={step} onChange={(next) => set({ step: next })} />
      <Loaded query={query}>
        {(history) => <Charts name={name} step={history.step} points={history.points} links={links} />}
      </Loaded>
    </Section>
  );
}

function Charts({ name, step, points, links }: { name: string; step: Step; points: readonly Point[]; links: boolean }) {
  const zone = useZone();
  const title = inSentence(useKindTitle()(name));
  const at = useMemo(() => points.map((point) => Date.parse(point.at) / 1000), [points]);
  const ended = useMemo(
    (): Series[] => [
      { label: 'Done', colour: 'state-done', values: points.map(({ completed }) => completed) },
      // A day without failures has nothing red.
      ...(points.some(({ failed }) => failed > 0)
        ? [{ label: 'Failed', colour: 'state-failed', dashed: true, values: points.map(({ failed }) => failed) }]
        : []),
    ],
    [points],
  );
  const lengths = useMemo(
    (): Series[] => [
      { label: 'Wait, 95 of 100 within', colour: 'state-late', dashed: true, values: points.map((one) => one.waitP95) },
      { label: 'Run, 95 of 100 within', colour: 'state-running', values: points.map((one) => one.runP95) },
    ],
    [points],
  );
  // An operator's list knows no instants at which jobs ended.
  const hrefOf = (index: number) => {
    const from = points[index]!.at;
    const until = new Date(Date.parse(from) + MS[step]).toISOString();
    return `/jobs${stringifySearch({ job: name, ended: from, until, sort: '-finishedAt' })}`;
  };
  if (!points.some(({ completed, failed }) => completed + failed > 0))
    return <Empty title="No job has ended here in the last 24 hours" />;
  const about = { at, zone, height: HEIGHT, hrefOf: links ? hrefOf : undefined };
  return (
    <div className="stack">
      <p className="muted">
        Times are in {zone}.{links && ' A point, or its row in the table, leads to its jobs.'}
      </p>
      <Chart {...about} label={`Jobs (${title}) that ended, by the ${step}`} series={ended} format={countText} />
      <Chart
        {...about}
        label={`How long jobs (${title}) waited and ran, by the ${step}`}
        series={lengths}
        format={durationText}
      />
    </div>
  );
}
