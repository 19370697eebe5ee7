import { useEffect, useState, type FormEvent } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { asApiError, type ApiError } from '../../api/problem';
import { logIn, sessionQuery } from '../../api/session';
import { Button } from '../../kit/button';
import { ErrorView } from '../../kit/error-view';
import { Field } from '../../kit/field';
import { PageHead } from '../../kit/page-head';
import { text, useUrlState } from '../../lib/url-state';
import styles from './login.module.css';

// As long as an address of a list with many filters may be.
const ADDRESS = { to: text('/', 4_000) };

/** Only a path of this console: a link must not lead somebody who logs in to another site. */
function ownPath(to: string): string {
  return /^\/(?![/\\])/.test(to) && !to.startsWith('/login') ? to : '/';
}

export default function LoginPage() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const session = useQuery(sessionQuery);
  const [{ to }] = useUrlState(ADDRESS);
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);
  const known = Boolean(session.data);
  useEffect(() => {
    if (known) void navigate({ href: ownPath(to), replace: true });
  }, [known, navigate, to]);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(undefined);
    try {
      await logIn(client, form.get('email') as string, form.get('password') as string);
    } catch (refusal) {
      setError(asApiError(refusal));
      setBusy(false);
    }
  };
  return (
    <main className={styles.page}>
      <div className={styles.box}>
        <img src="/favicon.svg" alt="" width={36} height={36} />
        <PageHead title="Log in to Nightshift" />
        <form className="form" onSubmit={(event) => void submit(event)}>
          <Field label="E-mail">
            <input name="email" type="email" autoComplete="username" autoFocus required maxLength={254} />
          </Field>
          <Field label="Password">
            <input name="password" type="password" autoComplete="current-password" required maxLength={256} />
          </Field>
          {error && <ErrorView error={error} />}
          <Button kind="primary" type="submit" busy={busy}>
            {busy ? 'Logging in…' : 'Log in'}
          </Button>
        </form>
        <p className="muted">
          No password yet? The link in your invitation leads to where you choose one. After <code>npm start</code> the
          demo’s people are in <code>.nightshift/credentials.json</code>.
        </p>
      </div>
    </main>
  );
}
