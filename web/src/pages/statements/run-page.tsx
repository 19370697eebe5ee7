import { RotateCcw, Send, Square } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Button } from '../../kit/button';
import { ErrorView } from '../../kit/error-view';
import { ApiError } from '../../api/problem';
import { Fact, Facts } from '../../kit/facts';
import { Instant } from '../../kit/instant';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { Progress } from '../../kit/progress';
import { State } from '../../kit/state';
import { countOf, countText } from '../../lib/money';
import { between } from '../../lib/time';
import { useLiveQueries } from '../../live/live-queries';
import { useShortcut } from '../../shell/keys';
import { CALCULATIONS, Period } from './period';
import { useRunActions } from './run-actions';
import { RunItems } from './run-items';
import { isOver, paramText, type Run, runQuery } from './runs-query';
import styles from './statements.module.css';

/** A run from its first statement to its last; it goes on without this page, which finds it as it is. */
export default function RunPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const query = useQuery(runQuery(id));
  const { queryKey } = runQuery(id);
  useLiveQueries([queryKey], ({ kind, data }) => kind === 'job' && data.id === id, !query.data || isOver(query.data));
  return (
    <div className="page">
      <Loaded query={query} lines={10}>
        {(run) => <Details run={run} />}
      </Loaded>
    </div>
  );
}

function Details({ run }: { run: Run }) {
  const actions = useRunActions(run);
  const { params, progress, total, result, status } = run;
  const over = isOver(run);
  const summary = result?.summary;
  const failed = over ? (summary?.errors ?? 0) : 0;
  const made = over ? (summary?.generated ?? 0) + (summary?.unchanged ?? 0) : 0;
  useShortcut(failed > 0 ? 'r' : undefined, 'Make those that failed', () => void actions.retryFailed(failed));
  useShortcut(over ? undefined : 'c', 'Cancel the run', () => void actions.cancel());
  const calculation = paramText(params, 'calculationType') as keyof typeof CALCULATIONS | undefined;
  const percent = total > 0 ? (100 * progress) / total : over ? 100 : undefined;
  return (
    <div className="stack">
      <PageHead
        title={over ? 'Run of statements' : `Run of statements, ${countText(progress)} of ${countText(total)}`}
        sub={
          <span className="row">
            <State of={status} />
            <Period from={paramText(params, 'startDate') ?? ''} to={paramText(params, 'endDate') ?? ''} />
          </span>
        }
      >
        {failed > 0 && (
          <Button kind="primary" icon={RotateCcw} onClick={() => void actions.retryFailed(failed)}>
            Retry {countOf(failed, 'failed', 'failed')}
          </Button>
        )}
        {made > 0 && (
          <Button icon={Send} onClick={() => void actions.send()}>
            Send those that are final
          </Button>
        )}
        {!over && (
          <Button icon={Square} onClick={() => void actions.cancel()}>
            Cancel
          </Button>
        )}
      </PageHead>
      <div className="card stack">
        <div className={styles.progress}>
          <Progress percent={percent} label="Statements that have their outcome" />
          <strong className="num">
            {countText(progress)}&nbsp;of&nbsp;{countText(total)}
          </strong>
        </div>
        <Facts>
          <Fact name="Asked for">
            <Instant at={run.createdAt} />
          </Fact>
          <Fact name="Took">{between(run.startedAt, run.completedAt) ?? '—'}</Fact>
          <Fact name="Speed">
            {run.statementsPerSecond === null ? (
              <span title="None is made yet">—</span>
            ) : (
              `${countText(Math.round(run.statementsPerSecond * 10) / 10)} a second`
            )}
          </Fact>
          <Fact name="Money of a stay counts">
            {calculation ? CALCULATIONS[calculation] : 'As each agreement says'}
          </Fact>
          <Fact name="Statements">
            {paramText(params, 'grouping') === 'owner' ? 'One for all listings of an owner' : 'One for each listing'}
          </Fact>
          <Fact name="Work">
            <Link to={`/jobs/${run.id}`}>Its job</Link>
          </Fact>
        </Facts>
        {!over && <p className="muted">You can close this window: the run goes on, and this page finds it again.</p>}
      </div>
      {run.error && (
        <ErrorView
          error={new ApiError({ status: 0, code: run.error.code, title: 'The run failed', detail: run.error.message })}
        />
      )}
      {over && summary && <RunItems run={run} summary={summary} />}
    </div>
  );
}
