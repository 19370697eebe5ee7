import { useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { inSentence, useKindTitle } from '../../api/job-kinds';
import { ApiError } from '../../api/problem';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { ErrorView } from '../../kit/error-view';
import { Field } from '../../kit/field';
import { countOf, countText } from '../../lib/money';
import { useQueueActions } from './queue-actions';
import { ALL } from './queues-query';

/** Says what stands still, and asks for the reason that whoever asks why a job does not run is told. */
export function PauseQueue({
  name,
  waiting,
  active,
  onClose,
}: {
  name: string;
  waiting: number;
  active: number;
  onClose: () => void;
}) {
  const operator = useMay('OPERATOR');
  const [reason, setReason] = useState('');
  const [tenant, setTenant] = useState('');
  const { pause } = useQueueActions();
  const titleOf = useKindTitle();
  const save = useMutation({
    mutationFn: () => pause(name, { reason: reason.trim(), tenant: tenant.trim() }),
    onSuccess: onClose,
  });
  const fields = save.error instanceof ApiError ? save.error.fields : {};
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <p>
        {name === ALL
          ? 'No job starts until somebody resumes them, but those that cancel many jobs, discard dead letters, send alerts or erase a person’s data'
          : `No job of this kind (${inSentence(titleOf(name))}) starts until somebody resumes it`}
        {operator ? ', for everybody or the tenant named here' : ''}.{' '}
        {waiting > 0
          ? `${countOf(waiting, 'job')} waiting now ${waiting === 1 ? 'stays' : 'stay'}.`
          : 'None waits now.'}{' '}
        {active > 0 && `The ${countText(active)} running go on to their end. `}Schedules go on asking for jobs.
      </p>
      <Field label="Reason" hint="Whoever asks why a job does not run reads it." error={fields['reason']}>
        <input value={reason} required maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </Field>
      {operator && (
        <Field label="Tenant (optional)" hint="Its short name; left empty: everybody." error={fields['tenant']}>
          <input value={tenant} onChange={(event) => setTenant(event.target.value)} autoComplete="off" />
        </Field>
      )}
      {save.error && <ErrorView error={save.error} />}
      <div className="dialog-actions">
        <Button onClick={onClose}>Keep running</Button>
        <Button kind="primary" type="submit" busy={save.isPending}>
          {name === ALL ? 'Pause all queues' : 'Pause the queue'}
        </Button>
      </div>
    </form>
  );
}
