import { useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { Button } from '../../kit/button';
import { useConfirm } from '../../kit/confirm';
import { Instant } from '../../kit/instant';
import { useTell } from '../../kit/toast';
import { type Invitation, invitationsQuery } from './admin-query';

/** Invitations that can still be accepted. */
export function Invitations({ invitations }: { invitations: readonly Invitation[] }) {
  const client = useQueryClient();
  const confirm = useConfirm();
  const tell = useTell();
  const revoke = async ({ id, email }: Invitation) => {
    const yes = await confirm({
      title: `Take back the invitation of ${email}?`,
      consequence: 'Its link is worth nothing from then on. They can be invited again, with another link.',
      verb: 'Take it back',
      keep: 'Keep it',
    });
    if (!yes) return;
    await api.DELETE('/api/v1/users/invitations/{id}', { params: { path: { id } } }).then(
      () => tell.done(`The invitation of ${email} is taken back`),
      (error: unknown) => tell.failed(error),
    );
    await client.invalidateQueries({ queryKey: invitationsQuery.queryKey });
  };
  if (invitations.length === 0) return <p className="muted">None: nobody is awaited.</p>;
  return (
    <div className="card scroll-x" tabIndex={0} role="region" aria-label="Open invitations">
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">E-mail</th>
            <th scope="col">Role</th>
            <th scope="col">Ends</th>
            <th scope="col">
              <span className="sr">Take back</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {invitations.map((one) => (
            <tr key={one.id}>
              <td>
                <bdi>{one.email}</bdi>
              </td>
              <td>{one.role}</td>
              <td>
                <Instant at={one.expiresAt} age />
              </td>
              <td>
                <Button aria-label={`Take back the invitation of ${one.email}`} onClick={() => void revoke(one)}>
                  Take back
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
