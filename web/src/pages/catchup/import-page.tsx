import { useEffect, useRef, useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '../../kit/button';
import { ErrorView } from '../../kit/error-view';
import { FileDrop } from '../../kit/file-drop';
import { Field } from '../../kit/field';
import { Link } from '../../kit/link';
import { PageHead } from '../../kit/page-head';
import { Section } from '../../kit/section';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import { Areas } from './areas';
import { ImportAnswerView } from './import-answer';
import { FREQUENCIES, type Frequency, type ImportAnswer, sendPeople } from './people-query';

/** A file of contacts: first what it would bring, then the import, and what has come of it. */
export default function ImportPage() {
  const [file, setFile] = useState<File>();
  const [frequency, setFrequency] = useState<Frequency>('quarterly');
  const client = useQueryClient();
  const tell = useTell();
  const preview = useMutation({ mutationFn: (one: File) => sendPeople(one) });
  const keep = useMutation({
    mutationFn: () => sendPeople(file!, frequency),
    onSuccess: async ({ added, known }) => {
      await client.invalidateQueries({ queryKey: ['catchup'] });
      tell.done(`${countOf(added, 'person', 'people')} added`, known > 0 ? `${known} were there already` : undefined);
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
      {keep.data && file ? (
        <Section title={<bdi>{file.name}</bdi>}>
          <Done answer={keep.data} />
          <ImportAnswerView answer={keep.data} />
        </Section>
      ) : (
        preview.data &&
        file &&
        !preview.isPending && (
          <Section title={<bdi>{file.name}</bdi>}>
            <p>
              {countOf(preview.data.added, 'person', 'people')} would be added, {preview.data.known}{' '}
              {preview.data.known === 1 ? 'is' : 'are'} there already, {preview.data.unreadable} cannot be read.
            </p>
            <ImportAnswerView answer={preview.data} />
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
        )
      )}
    </div>
  );
}

/** The button that was pressed is gone: what comes next has the focus. */
function Done({ answer: { added, known, unreadable } }: { answer: ImportAnswer }) {
  const next = useRef<HTMLAnchorElement>(null);
  useEffect(() => next.current?.focus(), []);
  return (
    <>
      <p>
        {countOf(added, 'person', 'people')} {added === 1 ? 'was' : 'were'} added, {known}{' '}
        {known === 1 ? 'was' : 'were'} there already, {unreadable} could not be read.
      </p>
      <div className="row">
        <Link ref={next} to="/catchup/people" className="button button-primary">
          See your people
        </Link>
      </div>
    </>
  );
}
