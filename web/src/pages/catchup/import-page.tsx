import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from '../../kit/button';
import { ErrorView } from '../../kit/error-view';
import { FileDrop } from '../../kit/file-drop';
import { Field } from '../../kit/field';
import { PageHead } from '../../kit/page-head';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import { Areas } from './areas';
import { FREQUENCIES, type Frequency, type ImportAnswer, sendPeople } from './people-query';

/** A file of contacts: first what it would bring, then the import. */
export default function ImportPage() {
  const [file, setFile] = useState<File>();
  const [frequency, setFrequency] = useState<Frequency>('quarterly');
  const client = useQueryClient();
  const navigate = useNavigate();
  const tell = useTell();
  const preview = useMutation({ mutationFn: (one: File) => sendPeople(one) });
  const keep = useMutation({
    mutationFn: () => sendPeople(file!, frequency),
    onSuccess: async ({ added, known }) => {
      await client.invalidateQueries({ queryKey: ['catchup'] });
      tell.done(`${countOf(added, 'person', 'people')} added`, known > 0 ? `${known} were there already` : undefined);
      await navigate({ to: '/catchup/people' });
    },
  });
  const take = (one: File) => {
    setFile(one);
    keep.reset();
    preview.mutate(one);
  };
  return (
    <div className="page">
      <PageHead title="Import people" sub="From Google Contacts, Outlook, Apple or any other program" />
      <Areas />
      <FileDrop
        label="File of contacts"
        shortcut="n"
        accept=".csv,.vcf,text/csv,text/vcard"
        busy={preview.isPending}
        error={preview.error}
        onFiles={([one]) => take(one!)}
      >
        <p>
          Drop a CSV file or vCards here.{' '}
          <span className="muted">
            Read are name, e-mail, telephone, birthday, groups and, in a column “frequency”, weekly, monthly and so on.
            You see what the file would bring before anybody is added.
          </span>
        </p>
      </FileDrop>
      {preview.data && file && !preview.isPending && (
        <Section title={<bdi>{file.name}</bdi>}>
          <p>
            {countOf(preview.data.added, 'person', 'people')} would be added, {preview.data.known} are there already,{' '}
            {preview.data.unreadable} cannot be read.
          </p>
          <Preview answer={preview.data} />
          <div className="row">
            <Field label="How often you want to meet those for whom the file does not say it">
              <select
                className="native-select"
                value={frequency}
                onChange={(event) => setFrequency(event.target.value as Frequency)}
              >
                {FREQUENCIES.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </select>
            </Field>
          </div>
          {keep.error && <ErrorView error={keep.error} />}
          <div className="row">
            <Button
              kind="primary"
              busy={keep.isPending}
              disabled={preview.data.added === 0}
              onClick={() => keep.mutate()}
            >
              Add {countOf(preview.data.added, 'person', 'people')}
            </Button>
          </div>
        </Section>
      )}
    </div>
  );
}

const OUTCOMES = {
  new: { state: 'done', word: 'New' },
  known: { state: 'skipped', word: 'There already' },
  unreadable: { state: 'failed', word: 'Not readable' },
} as const;

function Preview({ answer: { entries, leftOut } }: { answer: ImportAnswer }) {
  return (
    <div className="card scroll-x" tabIndex={0} role="region" aria-label="What the file holds">
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">What</th>
            <th scope="col">Name</th>
            <th scope="col">E-mail</th>
            <th scope="col">Telephone</th>
            <th scope="col">Birthday</th>
            <th scope="col">To look at</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ line, outcome, name, emails, phone, birthday, problem, warnings, matchedBy }) => (
            <tr key={line}>
              <td className="num">{line}</td>
              <td>
                <State of={OUTCOMES[outcome].state} word={OUTCOMES[outcome].word} />
              </td>
              <td>
                <bdi>{name ?? '—'}</bdi>
              </td>
              <td>
                <bdi>{emails.join(', ')}</bdi>
              </td>
              <td className="num">
                <bdi>{phone}</bdi>
              </td>
              <td className="num">{birthday}</td>
              <td>
                {[problem, ...warnings].filter(Boolean).map((words) => (
                  <div key={words}>
                    <bdi>{words}</bdi>
                  </div>
                ))}
                {matchedBy && <span className="muted">known by {matchedBy}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {leftOut > 0 && <p className="muted">and {countOf(leftOut, 'more', 'more')}</p>}
    </div>
  );
}
