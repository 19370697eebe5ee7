import { useState } from 'react';
import { Copy, Link2, Link2Off } from 'lucide-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import type { Owner } from '../../api/rentals';
import { Button } from '../../kit/button';
import { useConfirm } from '../../kit/confirm';
import { Dialog } from '../../kit/dialog';
import { ErrorView } from '../../kit/error-view';
import { Field } from '../../kit/field';
import { Instant } from '../../kit/instant';
import { Loaded } from '../../kit/loaded';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { useTell } from '../../kit/toast';
import { copyText } from '../../lib/clipboard';
import { countOf } from '../../lib/money';
import styles from './owners.module.css';
import { linksQuery } from './owners-query';

/** Links by which the owner sees its statements without an account; all of them are taken back at once. */
export function OwnerLinks({ owner }: { owner: Owner }) {
  const query = useQuery(linksQuery(owner.id));
  const client = useQueryClient();
  const confirm = useConfirm();
  const tell = useTell();
  const [making, setMaking] = useState(false);
  /** A link stands in the dialog, which tells it once. */
  const [shown, setShown] = useState(false);
  const now = Date.now();
  const links = query.data?.links ?? [];
  const open = links.filter((one) => one.revokedAt === null && Date.parse(one.expiresAt) > now).length;
  const revoke = async () => {
    const yes = await confirm({
      title: `Take back ${countOf(open, 'link')} of ${owner.name}?`,
      consequence: 'Whoever has one sees nothing by it any more, at once and for good. A new link can be made.',
      verb: 'Take back',
    });
    if (!yes) return;
    try {
      await api.DELETE('/api/v1/owners/{id}/links', { params: { path: { id: owner.id } } });
      tell.done(`${countOf(open, 'link')} taken back`);
    } catch (error) {
      tell.failed(error, 'The links could not be taken back');
    }
    await client.invalidateQueries({ queryKey: ['owners', 'one', owner.id] });
  };
  return (
    <Section
      title="Links for the owner"
      actions={
        <span className="row">
          {open > 0 && (
            <Button icon={Link2Off} onClick={() => void revoke()}>
              Take back all
            </Button>
          )}
          <Button icon={Link2} onClick={() => setMaking(true)}>
            Make a link
          </Button>
        </span>
      }
    >
      <Loaded query={query} lines={2}>
        {() =>
          links.length === 0 ? (
            <p className="muted">
              None was made. By a link the owner sees its statements and agreements, without an account.
            </p>
          ) : (
            <div className="card scroll-x" tabIndex={0} role="region" aria-label="Links of the owner">
              <table className={`plain-table ${styles.tight}`}>
                <thead>
                  <tr>
                    <th scope="col">State</th>
                    <th scope="col">Made</th>
                    <th scope="col">Ends</th>
                    <th scope="col">Taken back</th>
                  </tr>
                </thead>
                <tbody>
                  {links.map((one) => (
                    <tr key={one.id}>
                      <td>
                        {one.revokedAt !== null ? (
                          <State of="cancelled" word="Taken back" />
                        ) : Date.parse(one.expiresAt) <= now ? (
                          <State of="skipped" word="Expired" />
                        ) : (
                          <State of="done" word="Open" />
                        )}
                      </td>
                      <td>
                        <Instant at={one.createdAt} />
                      </td>
                      <td>
                        <Instant at={one.expiresAt} age />
                      </td>
                      <td>
                        <Instant at={one.revokedAt} none="It was not" />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
      <Dialog open={making} onClose={() => setMaking(false)} title={`Make a link for ${owner.name}`} firm={shown}>
        <LinkForm
          owner={owner}
          onShown={setShown}
          onClose={() => {
            setMaking(false);
            setShown(false);
          }}
        />
      </Dialog>
    </Section>
  );
}

/** The address is told only now: whoever has it sees the statements. */
function LinkForm({
  owner,
  onShown,
  onClose,
}: {
  owner: Owner;
  onShown: (shown: boolean) => void;
  onClose: () => void;
}) {
  const [days, setDays] = useState('90');
  const client = useQueryClient();
  const tell = useTell();
  const make = useMutation({
    mutationFn: () =>
      bodyOf(
        api.POST('/api/v1/owners/{id}/links', {
          params: { path: { id: owner.id } },
          body: { days: Number(days) },
        }),
      ),
    onSuccess: () => {
      onShown(true);
      return client.invalidateQueries({ queryKey: ['owners', 'one', owner.id, 'links'] });
    },
  });
  const url = make.data?.url;
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      {url ? (
        <>
          <p>Whoever has it sees the statements. It is shown only now: copy it and give it to the owner.</p>
          <span className={styles.url}>
            <input readOnly aria-label="Link" value={url} onFocus={(event) => event.currentTarget.select()} />
            <Button
              icon={Copy}
              onClick={() =>
                void copyText(url).then((copied) => tell.done(copied ? 'Copied' : 'Copy it from the field'))
              }
            >
              Copy
            </Button>
          </span>
        </>
      ) : (
        <Field label="Days until it opens nothing any more">
          <input
            type="number"
            required
            min={1}
            max={366}
            value={days}
            onChange={(event) => setDays(event.target.value)}
          />
        </Field>
      )}
      {make.error && <ErrorView error={make.error} />}
      <div className="dialog-actions">
        <Button onClick={onClose}>{url ? 'I have kept it' : 'Close'}</Button>
        {!url && (
          <Button kind="primary" type="submit" busy={make.isPending}>
            Make it
          </Button>
        )}
      </div>
    </form>
  );
}
