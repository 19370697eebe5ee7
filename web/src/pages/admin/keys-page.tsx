import { useState } from 'react';
import { Plus } from 'lucide-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { Button } from '../../kit/button';
import { useConfirm } from '../../kit/confirm';
import { Empty } from '../../kit/empty';
import { Instant } from '../../kit/instant';
import { Loaded } from '../../kit/loaded';
import { type Column, DataTable, Pager } from '../../kit/table';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import { integer, useUrlState } from '../../lib/url-state';
import { useShortcut } from '../../shell/keys';
import { AdminPage } from './admin-page';
import { type ApiKey, keysQuery, PAGE } from './admin-query';
import { KeyForm } from './key-form';
import { type Secret, SecretOnce } from './secret-once';

const ADDRESS = { offset: integer(0) };
const rowId = ({ id }: ApiKey) => id;

export default function KeysPage() {
  const [{ offset }, set] = useUrlState(ADDRESS);
  const query = useQuery(keysQuery(offset));
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<Secret>();
  const client = useQueryClient();
  const confirm = useConfirm();
  const tell = useTell();
  const reload = () => client.invalidateQueries({ queryKey: ['admin', 'keys'] });
  const revoke = async ({ id, name, lastUsedAt }: ApiKey) => {
    const yes = await confirm({
      title: `Revoke the key ${name}?`,
      consequence: `Whoever uses it is refused at once, and so are keys and open invitations made with it. ${lastUsedAt ? 'It was in use.' : 'It was never used.'} It does not come back.`,
      verb: 'Revoke the key',
    });
    if (!yes) return;
    await api.DELETE('/api/v1/api-keys/{id}', { params: { path: { id } } }).then(
      () => tell.done(`The key ${name} is revoked`),
      (error: unknown) => tell.failed(error),
    );
    await reload();
  };
  const make = async (body: { name: string; role: 'ADMIN' | 'MANAGER' | 'STAFF'; expiresAt?: string }) => {
    const { key, name } = await bodyOf(api.POST('/api/v1/api-keys', { body }));
    setSecret({
      title: `Key ${name}`,
      text: key,
      words: 'A program sends it as Authorization: Bearer, followed by the key.',
    });
    await reload();
  };
  useShortcut('n', 'Make a key', () => setMaking(true));
  return (
    <AdminPage
      title="API keys"
      sub={query.data && countOf(query.data.total, 'key')}
      actions={
        <Button kind="primary" icon={Plus} onClick={() => setMaking(true)}>
          Make a key
        </Button>
      }
    >
      <Loaded query={query}>
        {({ apiKeys, total }) => (
          <DataTable
            name="admin-keys"
            label="API keys"
            low
            columns={columns((key) => void revoke(key))}
            rows={apiKeys}
            rowId={rowId}
            total={total}
            pager={
              total > PAGE && (
                <Pager offset={offset} limit={PAGE} total={total} onOffset={(next) => set({ offset: next })} />
              )
            }
            empty={
              <Empty title="There are no keys">
                <p>A key lets a program use the API with the rights of a role, never more than those of who made it.</p>
              </Empty>
            }
          />
        )}
      </Loaded>
      {making && <KeyForm make={make} onClose={() => setMaking(false)} />}
      {secret && <SecretOnce secret={secret} onClose={() => setSecret(undefined)} />}
    </AdminPage>
  );
}

const columns = (revoke: (key: ApiKey) => void): Column<ApiKey>[] => [
  {
    id: 'name',
    header: 'Name',
    cell: ({ name }) => <bdi>{name}</bdi>,
    width: 'minmax(160px, 2fr)',
    fixed: true,
    phone: 1,
  },
  { id: 'prefix', header: 'Begins with', cell: ({ prefix }) => <code>{prefix}…</code>, width: '150px' },
  { id: 'role', header: 'Role', cell: ({ role }) => role, width: '110px', phone: 1 },
  {
    id: 'used',
    header: 'Last used',
    cell: ({ lastUsedAt }) => <Instant at={lastUsedAt} none="Never used" />,
    width: '180px',
    phone: 'none',
  },
  {
    id: 'expires',
    header: 'Ends',
    cell: ({ expiresAt }) => <Instant at={expiresAt} none="Works until it is revoked" />,
    width: '180px',
    phone: 'none',
  },
  { id: 'made', header: 'Made', cell: ({ createdAt }) => <Instant at={createdAt} />, width: '180px', phone: 'none' },
  {
    id: 'revoke',
    header: 'Revoke',
    cell: (key) => (
      <Button kind="quiet" aria-label={`Revoke the key ${key.name}`} onClick={() => revoke(key)}>
        Revoke
      </Button>
    ),
    width: '92px',
    fixed: true,
  },
];
