import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { Button } from '../../kit/button';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import { type Account, goToGoogle } from './calendars-query';

/** Goes to Google, for a new account or one that is to be connected again. */
export function ConnectGoogle({ account, primary = false }: { account?: Account; primary?: boolean }) {
  const tell = useTell();
  const go = useMutation({
    mutationFn: () => goToGoogle(account?.id),
    onError: (error) => tell.failed(error, 'Google could not be asked'),
  });
  return (
    <Button kind={primary ? 'primary' : 'plain'} busy={go.isPending} onClick={() => go.mutate()}>
      {account ? 'Connect again' : 'Connect Google'}
    </Button>
  );
}

export function ReconnectGoogle({ account }: { account: Account }) {
  return <ConnectGoogle account={account} />;
}

/** iCloud, Nextcloud, Fastmail and others; the log-in is tried before it is kept. */
export function ConnectCalDav({ account, onClose }: { account?: Account; onClose: () => void }) {
  const [serverUrl, setServer] = useState('');
  const [username, setUsername] = useState(account?.name ?? '');
  const [password, setPassword] = useState('');
  const connected = useConnected();
  return (
    <FormDialog
      title="Connect a CalDAV account"
      verb="Connect"
      ready={serverUrl !== '' && username !== '' && password !== ''}
      run={async () => {
        const body = { serverUrl: serverUrl.trim(), username: username.trim(), password };
        const { name, calendars } = await bodyOf(api.POST('/api/v1/catchup/accounts/caldav', { body }));
        await connected(`${name} is connected, with ${countOf(calendars, 'calendar')}`);
      }}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field label="Server" hint="iCloud: https://caldav.icloud.com" error={errors['serverUrl']}>
            <input
              type="url"
              required
              value={serverUrl}
              placeholder="https://"
              onChange={(event) => setServer(event.target.value)}
            />
          </Field>
          <Field label="User name" error={errors['username']}>
            <input
              required
              maxLength={200}
              autoComplete="off"
              value={username}
              onChange={(event) => setUsername(event.target.value)}
            />
          </Field>
          <Field
            label="Password"
            hint="Often one for this purpose alone, which your provider makes for you. It is kept encrypted."
            error={errors['password']}
          >
            <input
              type="password"
              required
              autoComplete="off"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          </Field>
        </>
      )}
    </FormDialog>
  );
}

/** A calendar by its address; it is only read. */
export function SubscribeIcs({ account, onClose }: { account?: Account; onClose: () => void }) {
  const [url, setUrl] = useState('');
  const [name, setName] = useState(account?.name ?? '');
  const connected = useConnected();
  return (
    <FormDialog
      title="Subscribe a calendar"
      verb="Subscribe"
      ready={url.trim() !== '' && name.trim() !== ''}
      run={async () => {
        await bodyOf(api.POST('/api/v1/catchup/accounts/ics', { body: { url: url.trim(), name: name.trim() } }));
        await connected(`${name.trim()} is subscribed`);
      }}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field
            label="Address"
            hint="It ends in .ics often, and begins with https or webcal. Whoever has it reads the calendar: it is kept encrypted."
            error={errors['url']}
          >
            <input required value={url} placeholder="https://" onChange={(event) => setUrl(event.target.value)} />
          </Field>
          <Field label="Name" error={errors['name']}>
            <input required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}

function useConnected(): (words: string) => Promise<void> {
  const client = useQueryClient();
  const tell = useTell();
  return async (words) => {
    await client.invalidateQueries({ queryKey: ['catchup'] });
    tell.done(words, 'Its calendars are being read');
  };
}
