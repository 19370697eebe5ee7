import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { inSentence, useKindTitle } from '../../api/job-kinds';
import { ApiError } from '../../api/problem';
import { Button } from '../../kit/button';
import { ErrorView } from '../../kit/error-view';
import { Field } from '../../kit/field';
import { useTell } from '../../kit/toast';
import type { Limit } from './queues-query';

export function LimitForm({ name, limit, onClose }: { name: string; limit: Limit | undefined; onClose: () => void }) {
  const [tenant, setTenant] = useState(limit?.tenant ?? '');
  const [maxRunning, setMaxRunning] = useState(String(limit?.maxRunning ?? ''));
  const [jobs, setJobs] = useState(String(limit?.rate?.jobs ?? ''));
  const [perSeconds, setPerSeconds] = useState(String(limit?.rate?.perSeconds ?? ''));
  const client = useQueryClient();
  const tell = useTell();
  const titleOf = useKindTitle();
  const save = useMutation({
    mutationFn: () =>
      api.PUT('/api/v1/jobs/queues/{name}/limits', {
        params: { path: { name }, ...(tenant.trim() && { query: { tenant: tenant.trim() } }) },
        body: {
          ...(maxRunning && { maxRunning: Number(maxRunning) }),
          ...(jobs && { rate: { jobs: Number(jobs), perSeconds: Number(perSeconds) } }),
        },
      }),
    onSuccess: () => {
      tell.done(`The cap of ${inSentence(titleOf(name))} has been set`);
      void client.invalidateQueries({ queryKey: ['queues'] });
      onClose();
    },
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
      <Field
        label="Tenant (optional)"
        hint="Its short name; left empty: each tenant without its own."
        error={fields['tenant']}
      >
        <input value={tenant} onChange={(event) => setTenant(event.target.value)} autoComplete="off" />
      </Field>
      <Field label="Jobs of a tenant at a time (optional)" error={fields['maxRunning']}>
        <input type="number" min={1} value={maxRunning} onChange={(event) => setMaxRunning(event.target.value)} />
      </Field>
      <div className="form-row">
        <Field label="Jobs started (optional)" error={fields['rate.jobs'] ?? fields['rate']}>
          <input type="number" min={1} value={jobs} onChange={(event) => setJobs(event.target.value)} />
        </Field>
        <Field label="In so many seconds" error={fields['rate.perSeconds']}>
          <input
            type="number"
            min={1}
            max={86_400}
            required={jobs !== ''}
            value={perSeconds}
            onChange={(event) => setPerSeconds(event.target.value)}
          />
        </Field>
      </div>
      <p className="muted">Jobs above the cap wait; none is lost. What is left empty is not capped.</p>
      {save.error && <ErrorView error={save.error} />}
      <div className="dialog-actions">
        <Button onClick={onClose}>Keep as it is</Button>
        <Button kind="primary" type="submit" busy={save.isPending} disabled={!maxRunning && !jobs}>
          Set the cap
        </Button>
      </div>
    </form>
  );
}
