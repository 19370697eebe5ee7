import { useQuery } from '@tanstack/react-query';
import { type KindTitle, useKindTitle } from '../../api/job-kinds';
import { Dialog } from '../../kit/dialog';
import { Empty } from '../../kit/empty';
import { Instant } from '../../kit/instant';
import { Loaded } from '../../kit/loaded';
import { State } from '../../kit/state';
import { type Column, DataTable } from '../../kit/table';
import { countOf, countText } from '../../lib/money';
import { durationText } from '../../lib/time';
import { text, useUrlState } from '../../lib/url-state';
import { AdminPage } from './admin-page';
import { type WorkerOf, workersQuery } from './admin-query';

const ADDRESS = { worker: text('', 200) };
const rowId = ({ id }: WorkerOf) => id;

/** The processes that run jobs. */
export default function WorkersPage() {
  const [{ worker }, set] = useUrlState(ADDRESS);
  const query = useQuery(workersQuery);
  const titleOf = useKindTitle();
  const alive = query.data?.workers.filter((one) => one.alive) ?? [];
  const running = alive.reduce((sum, one) => sum + one.running, 0);
  return (
    <AdminPage
      title="Workers"
      sub={query.data && `${countOf(alive.length, 'process', 'processes')}, ${countOf(running, 'job')} running`}
    >
      <Loaded query={query}>
        {({ workers, total }) => (
          <>
            <DataTable
              name="admin-workers"
              label="Workers"
              low
              columns={columns((one) => set({ worker: one.id }), titleOf)}
              rows={workers}
              rowId={rowId}
              total={total}
              empty={
                <Empty title="No worker is running">
                  <p>Jobs are accepted and wait. Start a process with ROLES=worker.</p>
                </Empty>
              }
            />
            <Kinds worker={workers.find(({ id }) => id === worker)} onClose={() => set({ worker: '' })} />
          </>
        )}
      </Loaded>
    </AdminPage>
  );
}

/** What one process runs, kind by kind. */
function Kinds({ worker, onClose }: { worker: WorkerOf | undefined; onClose: () => void }) {
  const titleOf = useKindTitle();
  if (!worker) return null;
  return (
    <Dialog open onClose={onClose} title={worker.id} side>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">Running</th>
            <th scope="col">Places</th>
            <th scope="col">Takes</th>
          </tr>
        </thead>
        <tbody>
          {worker.kinds
            .toSorted((one, other) => other.running - one.running || one.name.localeCompare(other.name))
            .map((kind) => (
              <tr key={kind.name}>
                <td>
                  {titleOf(kind.name)} <code className="muted">{kind.name}</code>
                </td>
                <td className="num">{countText(kind.running)}</td>
                <td className="num">{countText(kind.places)}</td>
                <td className="num">
                  {kind.averageMs === null ? (
                    <span title="None has run there yet">—</span>
                  ) : (
                    durationText(kind.averageMs)
                  )}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </Dialog>
  );
}

const columns = (open: (worker: WorkerOf) => void, titleOf: KindTitle): Column<WorkerOf>[] => [
  {
    id: 'id',
    header: 'Process',
    cell: (worker) => (
      <button type="button" className="link-button" onClick={() => open(worker)}>
        <bdi>{worker.id}</bdi>
      </button>
    ),
    width: 'minmax(200px, 2fr)',
    fixed: true,
    phone: 1,
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ alive }) => <State of={alive ? 'running' : 'missed'} word={alive ? 'Alive' : 'Not heard of'} />,
    width: '124px',
    fixed: true,
    phone: 1,
  },
  {
    id: 'host',
    header: 'Host',
    cell: ({ host }) => <bdi>{host || '—'}</bdi>,
    width: 'minmax(120px, 1fr)',
    phone: 'none',
  },
  {
    id: 'version',
    header: 'Version',
    cell: ({ version }) => version ?? <span title="It does not say">—</span>,
    width: '90px',
    phone: 'none',
  },
  {
    id: 'places',
    header: 'Places in use',
    cell: ({ running, places }) => `${countText(running)} of ${countText(places)}`,
    width: '120px',
    end: true,
  },
  {
    id: 'kinds',
    header: 'Kinds',
    cell: ({ kinds }) => (
      <span title={kinds.map(({ name }) => titleOf(name)).join(', ')}>{countText(kinds.length)}</span>
    ),
    width: '70px',
    end: true,
    phone: 'none',
  },
  { id: 'seen', header: 'Heard of', cell: ({ seenAt }) => <Instant at={seenAt} seconds age />, width: '260px' },
  {
    id: 'started',
    header: 'Started',
    cell: ({ startedAt }) => <Instant at={startedAt} />,
    width: '170px',
    phone: 'none',
  },
];
