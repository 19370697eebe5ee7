import { useState } from 'react';
import { Plus } from 'lucide-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { Instant } from '../../kit/instant';
import { Loaded } from '../../kit/loaded';
import { State } from '../../kit/state';
import { type Column, DataTable, Pager } from '../../kit/table';
import { useTell } from '../../kit/toast';
import { countOf, countText } from '../../lib/money';
import { integer, useUrlState } from '../../lib/url-state';
import { useShortcut } from '../../shell/keys';
import { AdminPage } from './admin-page';
import { PAGE, type Tenant, tenantsQuery } from './admin-query';
import { linkOf } from './invite-form';
import { type Secret, SecretOnce } from './secret-once';

const ADDRESS = { offset: integer(0) };
const rowId = ({ id }: Tenant) => id;
const rowHref = ({ id }: Tenant) => `/admin/tenants/${id}`;

/** The companies on this server. */
export default function TenantsPage() {
  const [{ offset }, set] = useUrlState(ADDRESS);
  const query = useQuery(tenantsQuery(offset));
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<Secret>();
  useShortcut('n', 'Make a tenant', () => setMaking(true));
  return (
    <AdminPage
      title="Tenants"
      sub={query.data && countOf(query.data.total, 'tenant')}
      actions={
        <Button kind="primary" icon={Plus} onClick={() => setMaking(true)}>
          Make a tenant
        </Button>
      }
    >
      <Loaded query={query}>
        {({ tenants, total }) => (
          <DataTable
            name="admin-tenants"
            label="Tenants"
            low
            columns={COLUMNS}
            rows={tenants}
            rowId={rowId}
            rowHref={rowHref}
            total={total}
            pager={
              total > PAGE && (
                <Pager offset={offset} limit={PAGE} total={total} onOffset={(next) => set({ offset: next })} />
              )
            }
            empty={<Empty title="There are no tenants yet" />}
          />
        )}
      </Loaded>
      {making && <TenantForm onSecret={setSecret} onClose={() => setMaking(false)} />}
      {secret && <SecretOnce secret={secret} onClose={() => setSecret(undefined)} />}
    </AdminPage>
  );
}

function TenantForm({ onSecret, onClose }: { onSecret: (secret: Secret) => void; onClose: () => void }) {
  const [name, setName] = useState('');
  const [slug, setSlug] = useState('');
  const [email, setEmail] = useState('');
  const client = useQueryClient();
  const tell = useTell();
  const run = async () => {
    const body = { name: name.trim(), slug: slug.trim(), ...(email.trim() && { adminEmail: email.trim() }) };
    const { invitation } = await bodyOf(api.POST('/api/v1/tenants', { body }));
    await client.invalidateQueries({ queryKey: ['admin', 'tenants'] });
    tell.done(`${body.name} is made`);
    if (invitation) onSecret(linkOf(invitation));
  };
  return (
    <FormDialog
      title="Make a tenant"
      verb="Make the tenant"
      ready={name.trim() !== '' && slug !== ''}
      run={run}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field label="Name" error={errors['name']}>
            <input required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
          <Field label="Short name" hint="2 to 40 of a–z, 0–9 and -. It is never changed." error={errors['slug']}>
            <input
              required
              pattern="[a-z0-9\-]{2,40}"
              value={slug}
              onChange={(event) => setSlug(event.target.value)}
              autoComplete="off"
            />
          </Field>
          <Field label="First administrator (optional)" hint="Invited by e-mail." error={errors['adminEmail']}>
            <input type="email" value={email} onChange={(event) => setEmail(event.target.value)} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}

export function TenantState({ tenant }: { tenant: Tenant }) {
  return <State of={tenant.disabledAt ? 'cancelled' : 'done'} word={tenant.disabledAt ? 'Disabled' : 'Active'} />;
}

const COLUMNS: Column<Tenant>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: ({ name }) => <bdi>{name}</bdi>,
    width: 'minmax(180px, 2fr)',
    fixed: true,
    phone: 1,
  },
  {
    id: 'state',
    header: 'State',
    cell: (tenant) => <TenantState tenant={tenant} />,
    width: '110px',
    fixed: true,
    phone: 1,
  },
  { id: 'slug', header: 'Short name', cell: ({ slug }) => <code>{slug}</code>, width: 'minmax(120px, 1fr)' },
  { id: 'users', header: 'Users', cell: ({ users }) => countText(users), width: '80px', end: true },
  { id: 'since', header: 'Since', cell: ({ createdAt }) => <Instant at={createdAt} />, width: '180px', phone: 'none' },
];
