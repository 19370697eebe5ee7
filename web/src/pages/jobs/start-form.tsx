import { useEffect, useRef, useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, bodyOf } from '../../api/client';
import { inSentence, type JobKind, kindsQuery } from '../../api/job-kinds';
import { ApiError } from '../../api/problem';
import { Button } from '../../kit/button';
import { ErrorView } from '../../kit/error-view';
import { Field } from '../../kit/field';
import { asSchema } from '../../kit/form/schema';
import { type FormValues, SchemaForm, toData } from '../../kit/form/schema-form';
import { Loaded } from '../../kit/loaded';
import { Select } from '../../kit/select';
import { useTell } from '../../kit/toast';

/** The kinds that the person's role may start, as the server says. */
export default function StartForm({ onDone }: { onDone: () => void }) {
  const query = useQuery(kindsQuery);
  const byTitle = (kinds: readonly JobKind[]) => kinds.toSorted((a, b) => a.title.localeCompare(b.title));
  return <Loaded query={query}>{({ kinds }) => <Form kinds={byTitle(kinds)} onDone={onDone} />}</Loaded>;
}

function Form({ kinds, onDone }: { kinds: readonly JobKind[]; onDone: () => void }) {
  const [name, setName] = useState(kinds[0]?.name ?? '');
  const [values, setValues] = useState<FormValues>({});
  const kind = kinds.find((one) => one.name === name);
  const form = useRef<HTMLFormElement>(null);
  // It comes after the dialog has been opened.
  useEffect(() => form.current?.querySelector<HTMLElement>('[role=combobox]')?.focus(), []);
  const client = useQueryClient();
  const navigate = useNavigate();
  const tell = useTell();
  const start = useMutation({
    mutationFn: () =>
      bodyOf(api.POST('/api/v1/jobs', { body: { type: name, data: toData(asSchema(kind!.schema), values) } as never })),
    onSuccess: (job) => {
      onDone();
      tell.done(`The job (${inSentence(kind!.title)}) has been asked for`);
      void client.invalidateQueries({ queryKey: ['jobs'] });
      void navigate({ to: `/jobs/${(job as { id: string }).id}` });
    },
  });
  if (!kind) return <p>There is no kind of job that your role may start.</p>;
  const fields = start.error instanceof ApiError ? start.error.fields : {};
  return (
    <form
      ref={form}
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate();
      }}
    >
      <Field
        label="Kind"
        hint={
          <>
            {kind.summary}. <code title="Its kind, as the API names it">{kind.name}</code>
          </>
        }
      >
        <Select
          value={name}
          onChange={(next) => {
            setName(next);
            setValues({});
            start.reset();
          }}
          choices={kinds.map((one) => ({ value: one.name, label: one.title }))}
        />
      </Field>
      <SchemaForm schema={asSchema(kind.schema)} values={values} onChange={setValues} errors={fields} prefix="data." />
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
