import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { ApiError } from '../../api/problem';
import { Button } from '../../kit/button';
import { useConfirm } from '../../kit/confirm';
import { ErrorView } from '../../kit/error-view';
import { Field } from '../../kit/field';
import { Loaded } from '../../kit/loaded';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { useTell } from '../../kit/toast';
import { MyInstant } from './my-time';
import { inboxCodeQuery, phoneQuery } from './preferences-query';

/** The number that SMS go to; a code proves that it is hers. */
export function Phone() {
  const query = useQuery(phoneQuery);
  const [number, setNumber] = useState('');
  const [another, setAnother] = useState(false);
  const client = useQueryClient();
  const confirm = useConfirm();
  const tell = useTell();
  const refresh = () => client.invalidateQueries({ queryKey: ['catchup'] });
  const name = useMutation({
    mutationFn: (given: string) => bodyOf(api.PUT('/api/v1/catchup/phone', { body: { number: given } })),
    onSuccess: async (phone) => {
      client.setQueryData(phoneQuery.queryKey, phone);
      setAnother(false);
      tell.done(phone.verified ? 'The number is verified' : 'A code is on its way');
      await refresh();
    },
  });
  const remove = async () => {
    const yes = await confirm({
      title: 'Forget this number?',
      consequence: 'No SMS go there any more. It has to be verified again if you name it again.',
      verb: 'Forget it',
    });
    if (!yes) return;
    try {
      await api.DELETE('/api/v1/catchup/phone');
    } catch (error) {
      tell.failed(error);
    }
    await refresh();
  };
  const message = name.error instanceof ApiError ? name.error.fields['number'] : undefined;
  return (
    <Section title="Your number">
      <Loaded query={query} lines={2}>
        {(phone) => (
          <div className="card form">
            {phone.number !== null && (
              <p className="row">
                <strong className="num">{phone.number}</strong>
                {phone.optedOut ? (
                  <State of="paused" word="STOP was written from it: write START to take that back" />
                ) : phone.verified ? (
                  <State of="done" word="Verified" />
                ) : (
                  <State of="late" word="Not verified: no SMS go there yet" />
                )}
                <Button kind="quiet" onClick={() => setAnother(true)}>
                  Another number
                </Button>
                <Button kind="quiet" onClick={() => void remove()}>
                  Forget it
                </Button>
              </p>
            )}
            {(phone.number === null || another) && (
              <form
                className="form"
                onSubmit={(event) => {
                  event.preventDefault();
                  name.mutate(number);
                }}
              >
                <Field
                  label="Telephone number"
                  hint="With its country, as +351 912 345 678. A code is sent there."
                  error={message}
                >
                  <input
                    type="tel"
                    required
                    autoComplete="tel"
                    maxLength={32}
                    value={number}
                    onChange={(event) => setNumber(event.target.value)}
                  />
                </Field>
                {name.error && !message && <ErrorView error={name.error} />}
                <div className="row">
                  <Button type="submit" busy={name.isPending}>
                    Send the code
                  </Button>
                </div>
              </form>
            )}
            {phone.number !== null && !phone.verified && !another && (
              <Code expiresAt={phone.codeExpiresAt} onVerified={refresh} onAgain={() => setAnother(true)} />
            )}
          </div>
        )}
      </Loaded>
    </Section>
  );
}

function Code({
  expiresAt,
  onVerified,
  onAgain,
}: {
  expiresAt: string | null;
  onVerified: () => Promise<void>;
  onAgain: () => void;
}) {
  const [code, setCode] = useState('');
  const tell = useTell();
  const inbox = useQuery(inboxCodeQuery).data;
  const verify = useMutation({
    mutationFn: () => bodyOf(api.PUT('/api/v1/catchup/phone/code', { body: { code: code.trim() } })),
    onSuccess: async () => {
      tell.done('The number is verified');
      await onVerified();
    },
  });
  const message = verify.error instanceof ApiError ? verify.error.fields['code'] : undefined;
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        verify.mutate();
      }}
    >
      <Field
        label="Code"
        hint={
          <>
            Six digits that came by SMS
            {expiresAt && (
              <>
                ; they hold until <MyInstant at={expiresAt} />
              </>
            )}
            {inbox && <>. This server sends no SMS to telephones, so the code is read here: {inbox}</>}
          </>
        }
        error={message}
      >
        <input
          required
          inputMode="numeric"
          autoComplete="one-time-code"
          pattern="\d{6}"
          maxLength={6}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      </Field>
      {verify.error && !message && <ErrorView error={verify.error} />}
      <div className="row">
        <Button type="submit" busy={verify.isPending}>
          Verify
        </Button>
        <Button kind="quiet" onClick={onAgain}>
          Send another code
        </Button>
      </div>
    </form>
  );
}
