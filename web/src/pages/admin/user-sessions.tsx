import { useQuery } from '@tanstack/react-query';
import { Dialog } from '../../kit/dialog';
import { Instant } from '../../kit/instant';
import { Loaded } from '../../kit/loaded';
import { userSessionsQuery, type Member } from './admin-query';
import { browserOf } from './browser-words';

/** The browsers somebody is logged in with. */
export function UserSessions({ member, onClose }: { member: Member; onClose: () => void }) {
  const query = useQuery(userSessionsQuery(member.id));
  return (
    <Dialog open onClose={onClose} title={`Sessions of ${member.email}`} side>
      <Loaded query={query}>
        {({ sessions }) =>
          sessions.length === 0 ? (
            <p className="muted">None is open.</p>
          ) : (
            <ul className="stack">
              {sessions.map((one) => (
                <li key={one.id}>
                  <p title={one.userAgent ?? undefined}>
                    <strong>{browserOf(one.userAgent)}</strong> <bdi className="muted">{one.address}</bdi>
                  </p>
                  <p className="muted">
                    Last used <Instant at={one.lastUsedAt} age />, begun <Instant at={one.createdAt} />
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Dialog>
  );
}
