import { useMemo, useState } from 'react';
import { MoreHorizontal, Pause, PlugZap, Plus, RefreshCw, Trash2 } from 'lucide-react';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { useMay } from '../../api/session';
import { CronText } from '../../kit/cron-text';
import { Button } from '../../kit/button';
import { useConfirm } from '../../kit/confirm';
import { Empty } from '../../kit/empty';
import { Instant } from '../../kit/instant';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { Menu, type MenuEntry } from '../../kit/menu';
import { State } from '../../kit/state';
import { type Column, DataTable } from '../../kit/table';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import { AdminPage } from './admin-page';
import { ConnectionForm } from './connection-form';

type Connection = Schema<'ConnectionResponse'>;
const rowId = ({ id }: Connection) => id;
/** How often the state of the last reading is looked at again, ms. */
const EVERY_MS = 5_000;

const connectionsQuery = queryOptions({
  queryKey: ['admin', 'connections'],
  queryFn: ({ signal }) =>
    bodyOf(api.GET('/api/v1/connections', { params: { query: { limit: 200, offset: 0 } }, signal })),
  refetchInterval: EVERY_MS,
});

/** Accounts at providers of stays: what became of the last reading, and reading them now. */
export default function ConnectionsPage() {
  const query = useQuery(connectionsQuery);
  const may = useMay('ADMIN', 'MANAGER');
  const [making, setMaking] = useState(false);
  const entries = useEntries();
  const columns = useMemo(() => connectionColumns(entries), [entries]);
  return (
    <AdminPage
      title="Connections"
      sub={query.data && countOf(query.data.total, 'connection')}
      actions={
        may && (
          <Button kind="primary" icon={Plus} onClick={() => setMaking(true)}>
            Connect an account
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {({ connections, total }) => (
          <DataTable
            name="admin-connections"
            label="Connections"
            low
            columns={columns}
            rows={connections}
            rowId={rowId}
            total={total}
            empty={
              <Empty title="There are no connections">
                <p>A connection reads the stays of an account at a provider every night.</p>
              </Empty>
            }
          />
        )}
      </Loaded>
      {making && <ConnectionForm onClose={() => setMaking(false)} />}
    </AdminPage>
  );
}

function useEntries(): (connection: Connection) => MenuEntry[] {
  const client = useQueryClient();
  const confirm = useConfirm();
  const tell = useTell();
  return useMemo(() => {
    const told = async (work: () => Promise<void>) => {
      await work().catch((error: unknown) => tell.failed(error));
      await client.invalidateQueries({ queryKey: connectionsQuery.queryKey });
    };
    return ({ id, name, active }) => {
      const params = { path: { id } };
      const turn = (on: boolean) => api.PATCH('/api/v1/connections/{id}', { params, body: { active: on } });
      const test = () =>
        told(async () => {
          const { ok, listings, error } = await bodyOf(api.POST('/api/v1/connections/{id}/test', { params }));
          if (ok) tell.done(`${name} answers`, countOf(listings ?? 0, 'listing'));
          else
            tell.failed(
              new Error(error?.message ?? 'The provider did not answer as it should'),
              `${name} does not answer`,
            );
        });
      const sync = () =>
        told(async () => {
          await api.POST('/api/v1/connections/{id}/sync', { params, body: {} });
          tell.done(`${name} is being read`);
        });
      const turnOff = () =>
        told(async () => {
          await turn(false);
          tell.undo(`${name} is off`, () => told(async () => void (await turn(true))), 'It is not read at night.');
        });
      const remove = async () => {
        const yes = await confirm({
          title: `Remove the connection ${name}?`,
          consequence:
            'Its key is forgotten and it is not read any more. The stays it has told remain. To come back it needs its key again.',
          verb: 'Remove the connection',
        });
        if (yes)
          await told(async () => {
            await api.DELETE('/api/v1/connections/{id}', { params });
            tell.done(`${name} is removed`);
          });
      };
      return [
        { label: 'Test it', icon: PlugZap, run: () => void test() },
        { label: 'Read it now', icon: RefreshCw, disabled: !active, run: () => void sync() },
        active
          ? { label: 'Switch off', icon: Pause, apart: true, run: () => void turnOff() }
          : {
              label: 'Switch on',
              icon: PlugZap,
              apart: true,
              run: () => void told(async () => void (await turn(true))),
            },
        { label: 'Remove it…', icon: Trash2, danger: true, run: () => void remove() },
      ];
    };
  }, [client, confirm, tell]);
}

const WORDS = { none: 'Not read yet', running: 'Being read', ok: 'Read', failed: 'Failed' } as const;
const LOOKS = { none: 'owed', running: 'running', ok: 'done', failed: 'failed' } as const;

const connectionColumns = (entries: (connection: Connection) => MenuEntry[]): Column<Connection>[] => [
  {
    id: 'name',
    header: 'Name',
    cell: ({ name }) => <bdi>{name}</bdi>,
    width: 'minmax(140px, 1fr)',
    fixed: true,
    phone: 1,
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ active, lastState }) =>
      active ? <State of={LOOKS[lastState]} word={WORDS[lastState]} /> : <State of="paused" word="Off" />,
    width: '124px',
    fixed: true,
    phone: 1,
  },
  { id: 'provider', header: 'Provider', cell: ({ provider }) => provider, width: '100px', phone: 'none' },
  {
    id: 'ok',
    header: 'Last read well',
    cell: ({ lastOkAt }) => <Instant at={lastOkAt} none="Never yet" />,
    width: '180px',
  },
  {
    id: 'error',
    header: 'What went wrong',
    cell: ({ lastError }) =>
      lastError && <bdi title={lastError.message}>{`${lastError.code}: ${lastError.message}`}</bdi>,
    width: 'minmax(160px, 2fr)',
  },
  { id: 'cron', header: 'Read at', cell: ({ cron }) => <CronText cron={cron} />, width: '150px', phone: 'none' },
  {
    id: 'job',
    header: 'Job',
    cell: ({ lastJobId }) =>
      lastJobId ? <Link to={`/jobs/${lastJobId}`}>last reading</Link> : <span title="It was not read yet">—</span>,
    width: '110px',
    phone: 'none',
  },
  {
    id: 'more',
    header: 'More',
    cell: (connection) => (
      <Menu
        trigger={<Button kind="quiet" aria-label={`More to do with ${connection.name}`} />}
        entries={entries(connection)}
      >
        <MoreHorizontal size={15} aria-hidden />
      </Menu>
    ),
    width: '64px',
    fixed: true,
    phone: 1,
  },
];
