import { useMemo, useState } from 'react';
import { Ban, Play, UserPlus } from 'lucide-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api, bodyOf } from '../../api/client';
import { Button } from '../../kit/button';
import { useConfirm } from '../../kit/confirm';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import { integer, useUrlState } from '../../lib/url-state';
import { AdminPage } from './admin-page';
import { type Tenant, tenantQuery, tenantUsersQuery } from './admin-query';
import { InviteForm, linkOf } from './invite-form';
import type { TenantRole } from './member-columns';
import { Members } from './members';
import { type Secret, SecretOnce } from './secret-once';
import { TenantState } from './tenants-page';

const ADDRESS = { users: integer(0) };

export default function TenantPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const query = useQuery(tenantQuery(id));
  return <Loaded query={query}>{(tenant) => <Details tenant={tenant} />}</Loaded>;
}

function Details({ tenant }: { tenant: Tenant }) {
  const [{ users: offset }, set] = useUrlState(ADDRESS);
  const users = useQuery(tenantUsersQuery(tenant.id, offset));
  const [inviting, setInviting] = useState(false);
  const [secret, setSecret] = useState<Secret>();
  const client = useQueryClient();
  const confirm = useConfirm();
  const tell = useTell();
  const changes = useMemo(
    () => ({
      change: async (userId: string, body: { role?: TenantRole; disabled?: boolean }) => {
        await api.PATCH('/api/v1/tenants/{id}/users/{userId}', { params: { path: { id: tenant.id, userId } }, body });
        await client.invalidateQueries({ queryKey: ['admin', 'tenants'] });
      },
    }),
    [client, tenant.id],
  );
  const turn = async (disabled: boolean) => {
    const yes =
      !disabled ||
      (await confirm({
        title: `Disable ${tenant.name}?`,
        consequence: `${countOf(tenant.users, 'person', 'people')} and all keys are refused at once, and its jobs wait, tonight's too. Nothing is removed, and it can be enabled again.`,
        verb: 'Disable the tenant',
        type: tenant.slug,
      }));
    if (!yes) return;
    await api.PATCH('/api/v1/tenants/{id}', { params: { path: { id: tenant.id } }, body: { disabled } }).then(
      () => tell.done(`${tenant.name} is ${disabled ? 'disabled' : 'enabled again'}`),
      (error: unknown) => tell.failed(error),
    );
    await client.invalidateQueries({ queryKey: ['admin', 'tenants'] });
  };
  return (
    <AdminPage
      title={tenant.name}
      sub={
        <span className="row">
          <TenantState tenant={tenant} />
          <code>{tenant.slug}</code>
        </span>
      }
      actions={
        <>
          <Link to="/operator/jobs" search={{ tenant: tenant.slug }} className="button button-plain">
            Its jobs
          </Link>
          <Button icon={UserPlus} disabled={tenant.disabledAt !== null} onClick={() => setInviting(true)}>
            Invite
          </Button>
          {tenant.disabledAt ? (
            <Button icon={Play} onClick={() => void turn(false)}>
              Enable
            </Button>
          ) : (
            <Button icon={Ban} onClick={() => void turn(true)}>
              Disable…
            </Button>
          )}
        </>
      }
    >
      <Loaded query={users}>
        {(data) => <Members {...data} offset={offset} onOffset={(next) => set({ users: next })} changes={changes} />}
      </Loaded>
      {inviting && (
        <InviteForm
          invite={(body) =>
            bodyOf(api.POST('/api/v1/tenants/{id}/invitations', { params: { path: { id: tenant.id } }, body }))
          }
          onInvited={(invitation) => setSecret(linkOf(invitation))}
          onClose={() => setInviting(false)}
        />
      )}
      {secret && <SecretOnce secret={secret} onClose={() => setSecret(undefined)} />}
    </AdminPage>
  );
}
