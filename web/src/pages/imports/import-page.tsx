import { Check, Trash2 } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ApiError } from '../../api/problem';
import { Button } from '../../kit/button';
import { ErrorView } from '../../kit/error-view';
import { Fact, Facts } from '../../kit/facts';
import { Instant } from '../../kit/instant';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { Progress } from '../../kit/progress';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { countText } from '../../lib/money';
import { useShortcut } from '../../shell/keys';
import { Batches } from './batches';
import { ImportRows } from './import-rows';
import { type Import, importQuery, isBeingKept, STATUS_WORDS } from './imports-query';
import { ListingsToMatch } from './listings-to-match';
import { Questions } from './questions';
import { useImportActions } from './import-actions';

export default function ImportPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const query = useQuery(importQuery(id));
  return (
    <div className="page">
      <Loaded query={query} lines={12}>
        {(file) => <Details file={file} />}
      </Loaded>
    </div>
  );
}

/** What a file would bring, what must be said first, and how far it is once it is confirmed. */
function Details({ file }: { file: Import }) {
  const { status, counts, questions, unknownListings, batches, error } = file;
  const actions = useImportActions(file);
  const preview = status === 'preview';
  const rejected = counts?.outcomes['rejected'] ?? 0;
  const ready = preview && questions.length === 0;
  useShortcut(ready ? 'e' : undefined, 'Keep the file', () => void actions.keep());
  return (
    <div className="stack">
      <PageHead
        title={file.name}
        sub={
          <span className="row">
            <State of={status} word={STATUS_WORDS[status]} />
            <span>{file.layout ?? 'No known kind'}</span>
            {file.jobId && <Link to={`/jobs/${file.jobId}`}>Its job</Link>}
          </span>
        }
      >
        {preview && (
          <>
            <Button icon={Trash2} onClick={() => void actions.remove()}>
              Delete
            </Button>
            <Button
              kind="primary"
              icon={Check}
              disabled={!ready}
              title={ready ? undefined : 'Answer the questions first'}
              onClick={() => void actions.keep()}
            >
              Keep it
            </Button>
          </>
        )}
      </PageHead>
      {error && (
        <ErrorView error={new ApiError({ status: 0, code: error.code, title: 'It failed', detail: error.message })} />
      )}
      {isBeingKept(file) && (
        <div className="card stack">
          <Progress percent={undefined} label="Keeping the file" />
          <p className="muted">You can close this window: it goes on without it.</p>
        </div>
      )}
      {preview && questions.length > 0 && <Questions file={file} />}
      {counts && (
        <div className="card">
          <Facts>
            <Fact name="Rows">{countText(counts.rows)}</Fact>
            <Fact name="New stays">{countText(counts.stays.new)}</Fact>
            <Fact name="Changed stays">{countText(counts.stays.changed)}</Fact>
            <Fact name="Known as they are">{countText(counts.stays.same)}</Fact>
            <Fact name="Without a listing or dates">{countText(counts.stays.waiting)}</Fact>
            <Fact name="Rows rejected">
              {rejected > 0 ? <State of="failed" word={countText(rejected)} /> : countText(0)}
            </Fact>
            <Fact name="Payouts">
              {countText(counts.batches.total)}
              {counts.batches.off > 0 && `, ${counts.batches.off} not the sum of its rows`}
            </Fact>
            <Fact name="Dates and amounts read as">
              {file.decided.dateOrder === 'dmy' ? 'day/month' : 'month/day'}, 1{file.decided.decimalMark}50{' '}
              {file.decided.currency}
            </Fact>
            <Fact name="Sent">
              <Instant at={file.createdAt} />
            </Fact>
            {file.finishedAt && (
              <Fact name="Finished">
                <Instant at={file.finishedAt} />
              </Fact>
            )}
          </Facts>
        </div>
      )}
      {unknownListings.length > 0 && <ListingsToMatch file={file} />}
      {batches.length > 0 && <Batches batches={batches} />}
      <ImportRows file={file} />
      {file.columns.length > 0 && (
        <Section title={`Columns of the file (${file.columns.length})`}>
          <p className="row">
            {file.columns.map((column, n) => (
              <code key={`${n} ${column}`}>
                <bdi>{column}</bdi>
              </code>
            ))}
          </p>
        </Section>
      )}
    </div>
  );
}
