import { useMemo, useState } from 'react';
import { Ban, LogOut, Monitor, RotateCcw, UserCog } from 'lucide-react';
import { useMe } from '../../api/session';
import { useConfirm } from '../../kit/confirm';
import { Empty } from '../../kit/empty';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import type { MenuEntry } from '../../kit/menu';
import { Select } from '../../kit/select';
import { DataTable, Pager } from '../../kit/table';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import { type Member, PAGE } from './admin-query';
import { memberColumns, ROLE_WORDS, TENANT_ROLES, type TenantRole } from './member-columns';
import { UserSessions } from './user-sessions';

export interface MemberChanges {
  /** Sends the change and loads the list anew. */
  change: (id: string, body: { role?: TenantRole; disabled?: boolean }) => Promise<unknown>;
  endSessions?: (id: string) => Promise<unknown>;
}

const rowId = ({ id }: Member) => id;

/** The people of a company, and what may be done with each of them. */
export function Members({
  users,
  total,
  offset,
  onOffset,
  changes,
}: {
  users: Member[];
  total: number;
  offset: number;
  onOffset: (offset: number) => void;
  changes: MemberChanges;
}) {
  const me = useMe().user.id;
  const [asked, setAsked] = useState<{ what: 'role' | 'sessions'; member: Member }>();
  const entries = useEntries(changes, setAsked);
  const columns = useMemo(() => memberColumns(entries, me), [entries, me]);
  const done = () => setAsked(undefined);
  return (
    <>
      <DataTable
        name="admin-users"
        label="Users"
        low
        columns={columns}
        rows={users}
        rowId={rowId}
        total={total}
        pager={total > PAGE && <Pager offset={offset} limit={PAGE} total={total} onOffset={onOffset} />}
        empty={<Empty title="Nobody has an account yet" />}
      />
      {asked?.what === 'role' && (
        <RoleForm member={asked.member} changes={changes} own={asked.member.id === me} onClose={done} />
      )}
      {asked?.what === 'sessions' && <UserSessions member={asked.member} onClose={done} />}
    </>
  );
}

function useEntries(
  { change, endSessions }: MemberChanges,
  ask: (asked: { what: 'role' | 'sessions'; member: Member }) => void,
): (member: Member) => MenuEntry[] {
  const confirm = useConfirm();
  const tell = useTell();
  return useMemo(() => {
    const attempt = (work: Promise<unknown>, words: string, more?: string) =>
      work.then(
        () => tell.done(words, more),
        (error: unknown) => tell.failed(error),
      );
    const end = async (member: Member) => {
      const yes = await confirm({
        title: `End the sessions of ${member.email}?`,
        consequence: `${countOf(member.sessions, 'browser')} and all access tokens are logged out at once. API keys stay. They can log in again with their password.`,
        verb: 'End the sessions',
      });
      if (yes) await attempt(endSessions!(member.id), `The sessions of ${member.email} have ended`);
    };
    const disable = async (member: Member) => {
      const yes = await confirm({
        title: `Disable ${member.email}?`,
        consequence:
          'They are logged out at once and cannot log in; their API keys are refused. Nothing of theirs is removed, and they can be enabled again.',
        verb: 'Disable the user',
      });
      if (yes) await attempt(change(member.id, { disabled: true }), `${member.email} is disabled`);
    };
    return (member) => [
      { label: 'Change the role…', icon: UserCog, run: () => ask({ what: 'role', member }) },
      ...(endSessions
        ? [
            {
              label: 'See the sessions…',
              icon: Monitor,
              disabled: member.sessions === 0,
              run: () => ask({ what: 'sessions', member }),
            },
            { label: 'End all sessions…', icon: LogOut, run: () => void end(member) },
          ]
        : []),
      member.disabledAt
        ? {
            label: 'Enable',
            icon: RotateCcw,
            apart: true,
            run: () => void attempt(change(member.id, { disabled: false }), `${member.email} can log in again`),
          }
        : { label: 'Disable…', icon: Ban, danger: true, apart: true, run: () => void disable(member) },
    ];
  }, [ask, change, confirm, endSessions, tell]);
}

function RoleForm({
  member,
  changes,
  own,
  onClose,
}: {
  member: Member;
  changes: MemberChanges;
  own: boolean;
  onClose: () => void;
}) {
  const [role, setRole] = useState<TenantRole>(member.role);
  const tell = useTell();
  const run = async () => {
    await changes.change(member.id, { role });
    tell.done(`${member.email} is ${role} now`);
  };
  return (
    <FormDialog
      title={`Role of ${member.email}`}
      verb={`Make ${role}`}
      ready={role !== member.role}
      run={run}
      onClose={onClose}
    >
      <Field label="Role" hint={ROLE_WORDS[role]}>
        <Select value={role} onChange={setRole} choices={TENANT_ROLES.map((value) => ({ value, label: value }))} />
      </Field>
      <p className="muted">
        {own
          ? 'These are your own rights: you are logged out, and may not be able to take it back.'
          : 'They are logged out at once, and have the new role when they log in again. Their API keys never have more rights than they have.'}
      </p>
    </FormDialog>
  );
}
