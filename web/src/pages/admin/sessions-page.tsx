import { LogOut } from 'lucide-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Schema } from '../../api/client';
import { Button } from '../../kit/button';
import { useConfirm } from '../../kit/confirm';
import { Empty } from '../../kit/empty';
import { Instant } from '../../kit/instant';
import { Loaded } from '../../kit/loaded';
import { type Column, DataTable } from '../../kit/table';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import { AdminPage } from './admin-page';
import { ownSessionsQuery } from './admin-query';
import { browserOf } from './browser-words';

type Session = Schema<'BrowserSessionResponse'>;
const rowId = ({ id }: Session) => id;

/** The browsers one is logged in with; one that is lost is logged out from here. */
export default function SessionsPage() {
  const query = useQuery(ownSessionsQuery);
  const client = useQueryClient();
  const confirm = useConfirm();
  const tell = useTell();
  const end = async (sessions: readonly Session[]) => {
    const one = sessions.length === 1 ? browserOf(sessions[0]!.userAgent) : undefined;
    const yes = await confirm({
      title: one ? `Log out ${one}?` : `Log out ${countOf(sessions.length, 'other browser')}?`,
      consequence: 'At its next step it is asked for the password again. This browser stays logged in.',
      verb: 'Log out there',
    });
    if (!yes) return;
    const ends = sessions.map(({ id }) => api.DELETE('/api/v1/auth/sessions/{id}', { params: { path: { id } } }));
    await Promise.all(ends).then(
      () => tell.done(one ? `${one} is logged out` : 'The other browsers are logged out'),
      (error: unknown) => tell.failed(error),
    );
    await client.invalidateQueries({ queryKey: ownSessionsQuery.queryKey });
  };
  const others = query.data?.sessions.filter(({ current }) => !current) ?? [];
  return (
    <AdminPage
      title="My sessions"
      sub={query.data && countOf(query.data.total, 'session')}
      actions={
        others.length > 1 && (
          <Button icon={LogOut} onClick={() => void end(others)}>
            Log out all others
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {({ sessions, total }) => (
          <DataTable
            name="admin-sessions"
            label="My sessions"
            low
            columns={columns((session) => void end([session]))}
            rows={sessions}
            rowId={rowId}
            total={total}
            empty={<Empty title="No browser is logged in" />}
          />
        )}
      </Loaded>
    </AdminPage>
  );
}

const columns = (end: (session: Session) => void): Column<Session>[] => [
  {
    id: 'browser',
    header: 'Browser',
    cell: ({ userAgent, current }) => (
      <span title={userAgent ?? undefined}>
        <bdi>{browserOf(userAgent)}</bdi>
        {current && <span className="muted"> (this one)</span>}
      </span>
    ),
    width: 'minmax(180px, 2fr)',
    fixed: true,
    phone: 1,
  },
  { id: 'address', header: 'Address', cell: ({ address }) => <bdi>{address}</bdi>, width: 'minmax(110px, 1fr)' },
  { id: 'used', header: 'Last used', cell: ({ lastUsedAt }) => <Instant at={lastUsedAt} />, width: '180px' },
  { id: 'begun', header: 'Begun', cell: ({ createdAt }) => <Instant at={createdAt} />, width: '180px', phone: 'none' },
  { id: 'ends', header: 'Ends', cell: ({ expiresAt }) => <Instant at={expiresAt} />, width: '180px', phone: 'none' },
  {
    id: 'end',
    header: 'Log out',
    cell: (session) =>
      !session.current && (
        <Button kind="quiet" aria-label={`Log out ${browserOf(session.userAgent)}`} onClick={() => end(session)}>
          Log out
        </Button>
      ),
    width: '96px',
    fixed: true,
    phone: 1,
  },
];
