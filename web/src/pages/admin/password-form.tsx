import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { logIn } from '../../api/session';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { useTell } from '../../kit/toast';

/** As the API has it. */
const LEAST = 15;

/** Another password for oneself. All other browsers are logged out by it; this one logs in anew. */
export function PasswordForm({ email, onClose }: { email: string; onClose: () => void }) {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const client = useQueryClient();
  const tell = useTell();
  const run = async () => {
    await api.POST('/api/v1/auth/password', { body: { currentPassword: current, newPassword: next } });
    // What the change has begun ends with its token: a session of a browser is begun in its place.
    await logIn(client, email, next);
    tell.done('The password is changed', 'All other browsers are logged out. API keys stay.');
  };
  const differ = again !== '' && again !== next;
  return (
    <FormDialog
      title="Change the password"
      verb="Change it"
      ready={current !== '' && next.length >= LEAST && again === next}
      run={run}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field label="Current password" error={errors['currentPassword']}>
            <input
              type="password"
              autoComplete="current-password"
              required
              value={current}
              onChange={(event) => setCurrent(event.target.value)}
            />
          </Field>
          <Field label="New password" hint={`At least ${LEAST} characters.`} error={errors['newPassword']}>
            <input
              type="password"
              autoComplete="new-password"
              required
              minLength={LEAST}
              maxLength={256}
              value={next}
              onChange={(event) => setNext(event.target.value)}
            />
          </Field>
          <Field label="New password again" error={differ ? 'The two differ' : undefined}>
            <input
              type="password"
              autoComplete="new-password"
              required
              maxLength={256}
              value={again}
              onChange={(event) => setAgain(event.target.value)}
            />
          </Field>
          <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
          <p className="muted">All other browsers are logged out. API keys stay as they are.</p>
        </>
      )}
    </FormDialog>
  );
}
