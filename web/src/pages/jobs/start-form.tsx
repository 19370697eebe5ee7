import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { KINDS } from 'virtual:job-kinds';
import { api, bodyOf } from '../../api/client';
import { ApiError } from '../../api/problem';
import { useMe } from '../../api/session';
import { Button } from '../../kit/button';
import { ErrorView } from '../../kit/error-view';
import { Field } from '../../kit/field';
import { type FormValues, SchemaForm, toData } from '../../kit/form/schema-form';
import { Select } from '../../kit/select';
import { useTell } from '../../kit/toast';

/** The kinds of jobs come from the OpenAPI document at the build; who may start them is decided by the server. */
export default function StartForm({ onDone }: { onDone: () => void }) {
  const { role } = useMe().user;
  const kinds = KINDS.filter(({ startableBy }) => startableBy.includes(role));
  const [name, setName] = useState(kinds[0]?.name ?? '');
  const [values, setValues] = useState<FormValues>({});
  const kind = kinds.find((one) => one.name === name);
  const client = useQueryClient();
  const navigate = useNavigate();
  const tell = useTell();
  const start = useMutation({
    mutationFn: () =>
      bodyOf(api.POST('/api/v1/jobs', { body: { type: name, data: toData(kind!.payload, values) } as never })),
    onSuccess: (job) => {
      onDone();
      tell.done(`${name} has been asked for`);
      void client.invalidateQueries({ queryKey: ['jobs'] });
      void navigate({ to: `/jobs/${(job as { id: string }).id}` });
    },
  });
  if (!kind) return <p>There is no kind of job that your role may start.</p>;
  const fields = start.error instanceof ApiError ? start.error.fields : {};
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate();
      }}
    >
      <Field label="Kind" hint={kind.summary}>
        <Select
          value={name}
          onChange={(next) => {
            setName(next);
            setValues({});
            start.reset();
          }}
          choices={kinds.map((one) => ({ value: one.name, label: one.name }))}
        />
      </Field>
      <SchemaForm schema={kind.payload} values={values} onChange={setValues} errors={fields} prefix="data." />
      {start.error && <ErrorView error={start.error} />}
      <div className="dialog-actions">
        <Button onClick={onDone}>Close</Button>
        <Button kind="primary" type="submit" busy={start.isPending}>
          Start
        </Button>
      </div>
    </form>
  );
}
