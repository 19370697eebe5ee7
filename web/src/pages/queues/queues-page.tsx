import { useMemo } from 'react';
import { CirclePause } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { kindText, useKindTitle } from '../../api/job-kinds';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { Dialog } from '../../kit/dialog';
import { Empty } from '../../kit/empty';
import { Facet } from '../../kit/facet';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { SearchField } from '../../kit/search-field';
import { DataTable, useNarrow } from '../../kit/table';
import { countOf, countText } from '../../lib/money';
import { flag, oneOf, text, useUrlState } from '../../lib/url-state';
import { useShortcut } from '../../shell/keys';
import { MayDo } from './may-do';
import { PauseQueue } from './pause-queue';
import { Pauses } from './pauses';
import { queueColumns } from './queue-columns';
import { ALL, type Pause, pausesQuery, type Queue, queuesQuery } from './queues-query';

const rowId = ({ name }: Queue) => name;
const rowHref = ({ name }: Queue) => `/queues/${name}`;
const SHOW = ['', 'busy', 'paused', 'failed'] as const;
const SHOW_WORDS = { busy: 'With jobs waiting or running', paused: 'Paused', failed: 'With failures in 24 h' } as const;
const ADDRESS = { q: text('', 100), show: oneOf(SHOW, ''), pause: flag() };
const NO_PAUSES: Pause[] = [];
const isPaused = ({ paused }: Queue) => paused;

export default function QueuesPage() {
  const [{ q, show, pause }, set] = useUrlState(ADDRESS);
  const operator = useMay('OPERATOR');
  const may = useMay('ADMIN', 'OPERATOR');
  const query = useQuery(queuesQuery);
  const pauses = useQuery(pausesQuery).data?.pauses ?? NO_PAUSES;
  const narrow = useNarrow();
  const titleOf = useKindTitle();
  const columns = useMemo(() => queueColumns(operator, isPaused, narrow, titleOf), [operator, narrow, titleOf]);
  const fits: Record<(typeof SHOW)[number], (queue: Queue) => boolean> = {
    '': () => true,
    busy: ({ waiting, active }) => waiting + active > 0,
    paused: isPaused,
    failed: ({ failed }) => failed > 0,
  };
  const queues = query.data ?? [];
  const wanted = q.trim().toLowerCase();
  const rows = queues
    .filter((queue) => kindText(titleOf, queue.name).toLowerCase().includes(wanted) && fits[show](queue))
    .toSorted((one, other) => titleOf(one.name).localeCompare(titleOf(other.name)));
  const waiting = sum(queues, ({ waiting: own }) => own);
  const active = sum(queues, ({ active: own }) => own);
  const openPause = () => set({ pause: true });
  useShortcut(may ? 'p' : undefined, 'Pause all queues', openPause);
  const clear = () => set({ q: '', show: '' });
  return (
    <div className="page page-fill">
      <PageHead
        title="Queues"
        sub={
          query.data &&
          `${countOf(waiting, 'job')} waiting, ${countText(active)} running, ${countText(sum(queues, ({ throughput }) => throughput))} ended in the last hour`
        }
      >
        {may && (
          <Button icon={CirclePause} onClick={openPause}>
            Pause all queues
          </Button>
        )}
      </PageHead>
      <Pauses pauses={pauses} />
      <Loaded query={query} lines={12}>
        {() => (
          <DataTable
            name="queues"
            label="Queues"
            columns={columns}
            rows={rows}
            rowId={rowId}
            rowHref={rowHref}
            toolbar={
              <>
                <SearchField label="Search queues" placeholder="Name" value={q} onChange={(next) => set({ q: next })} />
                <Facet
                  label="Show"
                  single
                  value={show ? [show] : []}
                  onChange={([next]) => set({ show: (next ?? '') as (typeof SHOW)[number] })}
                  choices={(['busy', 'paused', 'failed'] as const).map((value) => ({
                    value,
                    label: SHOW_WORDS[value],
                    count: queues.filter(fits[value]).length,
                  }))}
                />
                {(q || show) && (
                  <Button kind="quiet" onClick={clear}>
                    Clear filters
                  </Button>
                )}
              </>
            }
            empty={
              q || show ? (
                <Empty title="No queue fits the filter">
                  <Button onClick={clear}>Clear filters</Button>
                </Empty>
              ) : (
                <Empty title="There are no queues" />
              )
            }
          />
        )}
      </Loaded>
      <MayDo />
      <Dialog open={pause && may} onClose={() => set({ pause: false })} title="Pause all queues?">
        <PauseQueue name={ALL} waiting={waiting} active={active} onClose={() => set({ pause: false })} />
      </Dialog>
    </div>
  );
}

function sum(queues: readonly Queue[], of: (queue: Queue) => number): number {
  return queues.reduce((all, queue) => all + of(queue), 0);
}
