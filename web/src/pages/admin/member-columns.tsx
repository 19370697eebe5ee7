import { Button } from '../../kit/button';
import { Instant } from '../../kit/instant';
import { Menu, type MenuEntry } from '../../kit/menu';
import { State } from '../../kit/state';
import type { Column } from '../../kit/table';
import { MoreHorizontal } from 'lucide-react';
import type { Member } from './admin-query';

/** What each role may do, beside its name. */
export const ROLE_WORDS = {
  ADMIN: 'Administrator: everything, also people, keys and webhooks',
  MANAGER: 'Manager: runs the hotels and statements, starts and retries jobs',
  STAFF: 'Staff: sees and asks for what their work needs',
} as const;
export type TenantRole = keyof typeof ROLE_WORDS;
export const TENANT_ROLES = Object.keys(ROLE_WORDS) as TenantRole[];

export function memberColumns(entries: (member: Member) => MenuEntry[], me: string | null): Column<Member>[] {
  return [
    {
      id: 'email',
      header: 'E-mail',
      cell: ({ email, id }) => (
        <span>
          <bdi>{email}</bdi>
          {id === me && <span className="muted"> (you)</span>}
        </span>
      ),
      width: 'minmax(200px, 2fr)',
      fixed: true,
      phone: 1,
    },
    {
      id: 'state',
      header: 'State',
      cell: ({ disabledAt }) => (
        <State of={disabledAt ? 'cancelled' : 'done'} word={disabledAt ? 'Disabled' : 'Active'} />
      ),
      width: '110px',
      fixed: true,
      phone: 1,
    },
    { id: 'role', header: 'Role', cell: ({ role }) => <span title={ROLE_WORDS[role]}>{role}</span>, width: '110px' },
    {
      id: 'sessions',
      header: 'Sessions',
      cell: ({ sessions }) => <span className="num">{sessions}</span>,
      width: '90px',
      end: true,
      phone: 'none',
    },
    {
      id: 'lastUsed',
      header: 'Last used',
      cell: ({ lastUsedAt }) => <Instant at={lastUsedAt} none="Not logged in with a browser" />,
      width: '180px',
      phone: 'none',
    },
    {
      id: 'since',
      header: 'Since',
      cell: ({ createdAt }) => <Instant at={createdAt} />,
      width: '180px',
      phone: 'none',
    },
    {
      id: 'more',
      header: 'More',
      cell: (member) => (
        <Menu
          key={member.id}
          trigger={<Button kind="quiet" aria-label={`More to do with ${member.email}`} />}
          entries={entries(member)}
        >
          <MoreHorizontal size={15} aria-hidden />
        </Menu>
      ),
      width: '64px',
      fixed: true,
    },
  ];
}
