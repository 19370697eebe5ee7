import { useCallback, useMemo, useState } from 'react';
import { UserPlus } from 'lucide-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { Button } from '../../kit/button';
import { Loaded } from '../../kit/loaded';
import { Section } from '../../kit/section';
import { countOf } from '../../lib/money';
import { integer, useUrlState } from '../../lib/url-state';
import { useShortcut } from '../../shell/keys';
import { AdminPage } from './admin-page';
import { invitationsQuery, usersQuery } from './admin-query';
import { Invitations } from './invitations';
import { InviteForm, linkOf } from './invite-form';
import { Members } from './members';
import type { TenantRole } from './member-columns';
import { type Secret, SecretOnce } from './secret-once';

const ADDRESS = { offset: integer(0) };

export default function UsersPage() {
  const [{ offset }, set] = useUrlState(ADDRESS);
  const users = useQuery(usersQuery(offset));
  const invitations = useQuery(invitationsQuery);
  const [inviting, setInviting] = useState(false);
  const [secret, setSecret] = useState<Secret>();
  const client = useQueryClient();
  const reload = useCallback(() => client.invalidateQueries({ queryKey: ['admin'] }), [client]);
  const changes = useMemo(
    () => ({
      change: async (id: string, body: { role?: TenantRole; disabled?: boolean }) => {
        await api.PATCH('/api/v1/users/{id}', { params: { path: { id } }, body });
        await reload();
      },
      endSessions: async (id: string) => {
        await api.DELETE('/api/v1/users/{id}/sessions', { params: { path: { id } } });
        await reload();
      },
    }),
    [reload],
  );
  useShortcut('n', 'Invite somebody', () => setInviting(true));
  return (
    <AdminPage
      title="Users"
      sub={users.data && countOf(users.data.total, 'user')}
      actions={
        <Button kind="primary" icon={UserPlus} onClick={() => setInviting(true)}>
          Invite
        </Button>
      }
    >
      <Loaded query={users}>
        {(data) => <Members {...data} offset={offset} onOffset={(next) => set({ offset: next })} changes={changes} />}
      </Loaded>
      <Section title="Open invitations">
        <Loaded query={invitations} lines={2}>
          {(data) => <Invitations invitations={data.invitations} />}
        </Loaded>
      </Section>
      {inviting && (
        <InviteForm
          invite={(body) => bodyOf(api.POST('/api/v1/users/invitations', { body }))}
          onInvited={(invitation) => {
            setSecret(linkOf(invitation));
            void reload();
          }}
          onClose={() => setInviting(false)}
        />
      )}
      {secret && <SecretOnce secret={secret} onClose={() => setSecret(undefined)} />}
    </AdminPage>
  );
}
