import { CirclePause } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { inSentence, useKindTitle } from '../../api/job-kinds';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { Dialog } from '../../kit/dialog';
import { Empty } from '../../kit/empty';
import { Fact, Facts } from '../../kit/facts';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { flag, useUrlState } from '../../lib/url-state';
import { useShortcut } from '../../shell/keys';
import { Limits } from './limits';
import { MayDo } from './may-do';
import { QueueHistory } from './queue-history';
import { PauseQueue } from './pause-queue';
import { Pauses } from './pauses';
import { Jobs, Ms, NO_RUN, NO_WAIT } from './queue-columns';
import { TenantShares } from './tenant-shares';
import { type Pause, pausesOf, pausesQuery, type Queue, queuesQuery } from './queues-query';

const ADDRESS = { pause: flag() };
const NO_PAUSES: Pause[] = [];

export default function QueuePage() {
  const { name = '' }: { name?: string } = useParams({ strict: false });
  const query = useQuery(queuesQuery);
  const titleOf = useKindTitle();
  return (
    <div className="page">
      <nav aria-label="Way back">
        <Link to="/queues">‹ Queues</Link>
      </nav>
      <Loaded query={query} lines={8}>
        {(queues) => {
          const queue = queues.find((one) => one.name === name);
          return queue ? (
            <Details queue={queue} />
          ) : (
            <>
              <PageHead title={titleOf(name)} />
              <Empty title="There is no queue of this name" />
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

function Details({ queue }: { queue: Queue }) {
  const { name, wait, run } = queue;
  const title = useKindTitle()(name);
  const operator = useMay('OPERATOR');
  const may = useMay('ADMIN', 'OPERATOR');
  const [{ pause }, set] = useUrlState(ADDRESS);
  const pauses = pausesOf(useQuery(pausesQuery).data?.pauses ?? NO_PAUSES, name);
  const own = pauses.some((one) => one.name === name && (operator || one.scope === 'tenant'));
  const openPause = () => set({ pause: true });
  useShortcut(may && !own ? 'p' : undefined, 'Pause the queue', openPause);
  return (
    <div className="stack">
      <PageHead
        title={title}
        sub={
          <span className="row">
            {queue.paused || pauses.length > 0 ? <State of="paused" /> : queue.active > 0 && <State of="running" />}
            <code title="The queue and its kind of jobs, as the API names them">{name}</code>
          </span>
        }
      >
        {may && !own && (
          <Button icon={CirclePause} onClick={openPause}>
            Pause
          </Button>
        )}
      </PageHead>
      <Pauses pauses={pauses} />
      <div className="card">
        <Facts>
          <Fact name="Waiting">
            <Jobs count={queue.waiting} queue={name} due="waiting" operator={operator} />
          </Fact>
          <Fact name="Running">
            <Jobs count={queue.active} queue={name} status="RUNNING" operator={operator} />
          </Fact>
          <Fact name="To run later">
            <Jobs count={queue.delayed} queue={name} due="delayed" operator={operator} />
          </Fact>
          <Fact name="Ended in the last hour">
            <Jobs count={queue.throughput} queue={name} operator={operator} today lastHour />
          </Fact>
          <Fact name="Done in 24 hours">
            <Jobs count={queue.completed} queue={name} status="COMPLETED" operator={operator} today />
          </Fact>
          <Fact name="Failed in 24 hours">
            <Jobs count={queue.failed} queue={name} status="FAILED,DEAD" operator={operator} today />
          </Fact>
          <Fact name="Failed among those that ended">{queue.failedRate} %</Fact>
        </Facts>
      </div>
      <Section title="How long, in the last 24 hours">
        <div className="card scroll-x" tabIndex={0} role="region" aria-label="Lengths of time of the queue's jobs">
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">Time</th>
                <th scope="col">Half of the jobs within (p50)</th>
                <th scope="col">95 of 100 within (p95)</th>
                <th scope="col">99 of 100 within (p99)</th>
              </tr>
            </thead>
            <tbody>
              {(
                [
                  ['Wait, from due to started', wait, NO_WAIT],
                  ['Run, from started to ended', run, NO_RUN],
                ] as const
              ).map(([label, { p50, p95, p99 }, none]) => (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  {[p50, p95, p99].map((ms, n) => (
                    // Three columns in a fixed order.
                    <td key={n}>
                      <Ms ms={ms} none={none} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Section>
      <QueueHistory name={name} links={!operator} />
      {operator && <TenantShares name={name} />}
      {may && <Limits name={name} />}
      <MayDo />
      <Dialog open={pause && may} onClose={() => set({ pause: false })} title={`Pause ${inSentence(title)}?`}>
        <PauseQueue name={name} waiting={queue.waiting} active={queue.active} onClose={() => set({ pause: false })} />
      </Dialog>
    </div>
  );
}
