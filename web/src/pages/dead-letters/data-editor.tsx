import { useMemo, useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, bodyOf } from '../../api/client';
import { kindsQuery } from '../../api/job-kinds';
import { ApiError } from '../../api/problem';
import { Button } from '../../kit/button';
import { DataDiff } from '../../kit/data-diff';
import { ErrorView } from '../../kit/error-view';
import { Field } from '../../kit/field';
import { asSchema, fromForm, type JsonSchema, toValues } from '../../kit/form/schema';
import { type FormValues, SchemaForm } from '../../kit/form/schema-form';
import { Loaded } from '../../kit/loaded';
import { useTell } from '../../kit/toast';
import { checkData } from './check-data';
import type { Letter } from './letters-query';

type Data = Record<string, unknown>;

/** Corrected data for a letter: by the form of its kind or as JSON, with what differs from the data that failed. */
export default function DataEditor(props: { letter: Letter; onClose: () => void }) {
  const query = useQuery(kindsQuery);
  return (
    <Loaded query={query}>
      {({ kinds }) => {
        const kind = kinds.find(({ name }) => name === props.letter.jobName);
        const schema = kind && asSchema(kind.schema);
        // Without fields there is no form.
        const fields = Object.keys(schema?.properties ?? {}).length;
        return <Editor {...props} schema={fields > 0 ? schema : undefined} />;
      }}
    </Loaded>
  );
}

function Editor({ letter, onClose, schema }: { letter: Letter; onClose: () => void; schema: JsonSchema | undefined }) {
  const [asJson, setAsJson] = useState(schema === undefined);
  /** What the form began with: the data that failed, or what was written as JSON since. */
  const [base, setBase] = useState<Data>(letter.data);
  const [values, setValues] = useState<FormValues>(() => toValues(schema, letter.data));
  const [text, setText] = useState(() => JSON.stringify(letter.data, null, 2));
  const parsed = useMemo(() => parse(text), [text]);
  const formed = useMemo(() => (schema ? fromForm(schema, base, values) : base), [schema, base, values]);
  const data = asJson ? parsed.data : formed;
  const wrong = data === undefined ? {} : checkData(schema, data);
  const client = useQueryClient();
  const navigate = useNavigate();
  const tell = useTell();
  const requeue = useMutation({
    mutationFn: (body: { data: Data }) =>
      bodyOf(api.POST('/api/v1/jobs/dead-letters/{id}/requeue', { params: { path: { id: letter.id } }, body })),
    onSuccess: (job) => {
      tell.done('Requeued with the corrected data', 'The letter keeps the data that failed.');
      void client.invalidateQueries({ queryKey: ['dead-letters'] });
      void client.invalidateQueries({ queryKey: ['jobs'] });
      void navigate({ to: `/jobs/${job.id}` });
    },
  });
  const refused = requeue.error instanceof ApiError ? requeue.error.fields : {};
  const fields = { ...stripped(refused), ...wrong };
  const problem = asJson ? (parsed.problem ?? Object.values(fields)[0]) : undefined;
  const switchTo = (json: boolean) => {
    if (json) setText(JSON.stringify(formed, null, 2));
    else if (parsed.data) {
      setBase(parsed.data);
      setValues(toValues(schema, parsed.data));
    }
    setAsJson(json);
  };
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (data && Object.keys(wrong).length === 0) requeue.mutate({ data });
      }}
    >
      <div className="problem" role="note" aria-label="Why it was given up">
        <p>
          <bdi>{letter.error.message}</bdi>
        </p>
      </div>
      {schema ? (
        <div className="row" role="group" aria-label="How to edit">
          <Button aria-pressed={!asJson} disabled={parsed.data === undefined} onClick={() => asJson && switchTo(false)}>
            Form
          </Button>
          <Button aria-pressed={asJson} onClick={() => !asJson && switchTo(true)}>
            JSON
          </Button>
        </div>
      ) : (
        <p className="muted">This kind is started by the system alone and has no form. The server checks the data.</p>
      )}
      {asJson || !schema ? (
        <Field label="Data" error={problem}>
          <textarea
            rows={12}
            spellCheck={false}
            value={text}
            onChange={(event) => {
              requeue.reset();
              setText(event.target.value);
            }}
            style={{ fontFamily: 'var(--mono)', fontSize: 12 }}
          />
        </Field>
      ) : (
        <SchemaForm
          schema={schema}
          values={values}
          onChange={(changed) => {
            requeue.reset();
            setValues(changed);
          }}
          errors={fields}
        />
      )}
      {data && <DataDiff before={letter.data} after={data} />}
      {requeue.error && <ErrorView error={requeue.error} />}
      <div className="dialog-actions">
        <Button onClick={onClose}>Keep as it is</Button>
        <Button
          kind="primary"
          type="submit"
          busy={requeue.isPending}
          disabled={data === undefined || Object.keys(wrong).length > 0}
        >
          Requeue with these data
        </Button>
      </div>
    </form>
  );
}

function parse(text: string): { data?: Data; problem?: string } {
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { data: value as Data };
    return { problem: 'The data are an object: { "name": value, … }' };
  } catch (error) {
    return { problem: `Not JSON: ${(error as Error).message}` };
  }
}

/** The server names fields of the body, `data.startDate`; the form those of the data. */
function stripped(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([path, message]) => [path.replace(/^data\./, ''), message]));
}
