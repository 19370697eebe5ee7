import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { Button } from '../../kit/button';
import { useConfirm } from '../../kit/confirm';
import { State } from '../../kit/state';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import { type Account, SOURCE_NAMES } from './calendars-query';
import styles from './catchup.module.css';
import { ConnectCalDav, ConnectGoogle, SubscribeIcs } from './connect';
import { MyInstant } from './my-time';

export function Accounts({ accounts }: { accounts: readonly Account[] }) {
  const [again, setAgain] = useState<Account>();
  const client = useQueryClient();
  const confirm = useConfirm();
  const tell = useTell();
  const remove = async ({ id, name, source }: Account) => {
    const yes = await confirm({
      title: `Disconnect ${name}?`,
      consequence:
        source === 'ics'
          ? 'Its events are deleted here.'
          : 'Its calendars and events are deleted here, and our permission is ended there. Nothing is deleted at the provider.',
      verb: 'Disconnect',
    });
    if (!yes) return;
    try {
      const { notRevoked } = await bodyOf(api.DELETE('/api/v1/catchup/accounts/{id}', { params: { path: { id } } }));
      tell.done(
        `${name} is disconnected`,
        notRevoked > 0 ? `${countOf(notRevoked, 'permission')} could not be ended yet; it is tried again` : undefined,
      );
    } catch (error) {
      tell.failed(error);
    }
    await client.invalidateQueries({ queryKey: ['catchup'] });
  };
  return (
    <ul className={`card ${styles.list}`}>
      {accounts.map((account) => (
        <li key={account.id} className={styles.account} data-account={account.id}>
          <span>
            <strong>
              <bdi>{account.name}</bdi>
            </strong>{' '}
            <span className="muted">{SOURCE_NAMES[account.source]}</span>{' '}
            {account.state === 'active' ? (
              <State of={account.trouble ? 'late' : 'done'} word={account.trouble ? 'Has trouble' : 'Connected'} />
            ) : (
              <State of="needs_reauth" word="Connect it again" />
            )}
            {account.trouble && (
              <div className="muted">
                <bdi>{account.trouble}</bdi> <MyInstant at={account.troubleAt} age />
              </div>
            )}
            {account.state === 'active' && !account.mayWrite && (
              <div className="muted">
                {account.source === 'ics'
                  ? 'It is only read.'
                  : 'You have not allowed events to be written: accepted suggestions are in no calendar of it.'}
              </div>
            )}
          </span>
          <span className="row">
            {(account.state === 'needs_reauth' || (account.source === 'google' && !account.mayWrite)) &&
              (account.source === 'google' ? (
                <ConnectGoogle account={account} />
              ) : (
                <Button onClick={() => setAgain(account)}>Connect again</Button>
              ))}
            <Button aria-label={`Disconnect ${account.name}`} onClick={() => void remove(account)}>
              Disconnect
            </Button>
          </span>
        </li>
      ))}
      {again?.source === 'caldav' && <ConnectCalDav account={again} onClose={() => setAgain(undefined)} />}
      {again?.source === 'ics' && <SubscribeIcs account={again} onClose={() => setAgain(undefined)} />}
    </ul>
  );
}
