import { useRef } from 'react';
import { Pencil, RotateCcw, Square } from 'lucide-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useHotel } from '../../api/hotels';
import { useKindTitle } from '../../api/job-kinds';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { Fact, Facts } from '../../kit/facts';
import { IdText } from '../../kit/id-text';
import { Instant } from '../../kit/instant';
import { JsonText } from '../../kit/json-text';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { Progress } from '../../kit/progress';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { WhoDid } from '../../kit/who-did';
import { countOf } from '../../lib/money';
import { isFinal } from '../../lib/states';
import { between } from '../../lib/time';
import { useLive } from '../../live/live';
import { useLiveQueries } from '../../live/live-queries';
import { useShortcut } from '../../shell/keys';
import { Attempts } from '../../kit/attempts';
import { CopyCurl } from './copy-curl';
import { JobEffects } from './effects';
import { mayCancel, mayRetry, useJobActions } from './job-actions';
import { JobItems } from './job-items';
import styles from './job.module.css';
import { type Job, jobQuery, letterOfJobQuery } from './jobs-query';
import { WhyNot } from './why-not';

export default function JobPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const query = useQuery(jobQuery(id));
  useJobEvents(id, query.data);
  return (
    <div className="page">
      <Loaded query={query} lines={10}>
        {(job) => <Details job={job} />}
      </Loaded>
    </div>
  );
}

/** Puts what the server tells of the job into what is shown of it. */
function useJobEvents(id: string, job: Job | undefined): void {
  const client = useQueryClient();
  const item = useRef<number | null>(null);
  useLive((event) => {
    const { queryKey } = jobQuery(id);
    if (event.kind === 'reload') return void client.invalidateQueries({ queryKey });
    if (event.kind !== 'job' || event.data.id !== id) return;
    const { data } = event;
    if (data.status !== 'active' || job?.status !== 'active')
      return void client.invalidateQueries({ queryKey: ['jobs'] });
    client.setQueryData(queryKey, (before: Job | undefined) => before && { ...before, progress: data.progress });
    if (data.lastItem === item.current) return;
    item.current = data.lastItem;
    void client.invalidateQueries({ queryKey });
  });
  // Of a batch: its jobs are counted here.
  useLiveQueries([jobQuery(id).queryKey], ({ kind, data }) => kind === 'job' && data.batchId === id);
}

function Details({ job }: { job: Job }) {
  const hotel = useHotel(job.hotelId);
  const may = useMay('ADMIN', 'MANAGER');
  const actions = useJobActions();
  const titleOf = useKindTitle();
  const cancel = may && mayCancel(job);
  // What is made again of a run of statements is counted by the run, which has a page of its own.
  const run = job.jobName === 'batch' && job.data['label'] === 'bulk_statement_generation';
  const retry = may && mayRetry(job) && !run;
  useShortcut(retry ? 'r' : undefined, 'Retry the job', () => void actions.retry([job]));
  useShortcut(cancel ? 'c' : undefined, 'Cancel the job', () => void actions.cancel([job]));
  const { items, attemptLog, children } = job;
  const letter = useQuery({ ...letterOfJobQuery(job.id), enabled: may && job.status === 'failed' }).data;
  const hasItems = items.ok + items.skipped + items.failed > 0;
  return (
    <div className="stack">
      <PageHead
        title={titleOf(job.jobName)}
        sub={
          <span className="row">
            <State of={job.status} word={job.cancelRequested && !isFinal(job.status) ? 'Stopping' : undefined} />
            {hotel && <bdi>{hotel.name}</bdi>}
            <code title="Its kind, as the API names it">{job.jobName}</code>
            <IdText id={job.id} />
          </span>
        }
      >
        {may && isFinal(job.status) && items.failed > 0 && (
          <Button icon={RotateCcw} onClick={() => void actions.retry([job], true)}>
            Retry {countOf(items.failed, 'failed item')}
          </Button>
        )}
        {retry && (
          <Button
            icon={RotateCcw}
            kind={items.failed > 0 || letter ? 'plain' : 'primary'}
            onClick={() => void actions.retry([job])}
          >
            Retry
          </Button>
        )}
        {letter && (
          <Link to={`/dead-letters/${letter.id}`} className="button button-primary">
            <Pencil size={15} aria-hidden /> Mend and run again
          </Link>
        )}
        {run && may && (
          <Link to={`/statements/runs/${job.id}`} className="button button-primary">
            Its run of statements
          </Link>
        )}
        {cancel && (
          <Button icon={Square} onClick={() => void actions.cancel([job])}>
            Cancel
          </Button>
        )}
      </PageHead>
      {!isFinal(job.status) && (
        <div className="row">
          <span style={{ flex: 1 }}>
            <Progress percent={job.progress} label="Progress of the job" />
          </span>
          <span className="num">{Math.round(job.progress)} %</span>
        </div>
      )}
      {job.error && (
        <div className="problem" role="note">
          <p className="problem-title">
            <bdi>{job.error.message}</bdi>
          </p>
          <p className="problem-foot muted">
            <code>{job.error.code}</code>
          </p>
        </div>
      )}
      {!isFinal(job.status) && job.status !== 'active' && <WhyNot job={job} />}
      <div className="card">
        <Facts>
          <Fact name="Asked for">
            <Instant at={job.createdAt} hotelId={job.hotelId} seconds />
          </Fact>
          <Fact name="Runs at">
            <Instant at={job.runAt} hotelId={job.hotelId} seconds />
          </Fact>
          <Fact name="Started">
            <Instant at={job.startedAt} hotelId={job.hotelId} seconds />
          </Fact>
          <Fact name="Ended">
            <Instant at={job.completedAt} hotelId={job.hotelId} seconds />
          </Fact>
          <Fact name="Took">{between(job.startedAt, job.completedAt) ?? '—'}</Fact>
          <Fact name="Due by">
            <Instant at={job.dueBy} hotelId={job.hotelId} none="No time it is due by" />
          </Fact>
          <Fact name="Attempts">
            {job.attempts} of {job.maxAttempts}
            {job.crashes > 0 && `, ${job.crashes} crashed`}
          </Fact>
          <Fact name="Priority">{job.priority}</Fact>
          {job.batchId && (
            <Fact name="Part of">
              <Link to={`/jobs/${job.batchId}`}>its batch</Link>
            </Fact>
          )}
          {children && (
            <Fact name="Its jobs">
              <Link to="/jobs" search={{ batch: job.id }}>
                {Object.entries(children)
                  .filter(([, count]) => count > 0)
                  .map(([status, count]) => `${count} ${status.toLowerCase()}`)
                  .join(', ') || 'none yet'}
              </Link>
            </Fact>
          )}
        </Facts>
      </div>
      {attemptLog.length > 0 && (
        <Section title="Attempts">
          <Attempts log={attemptLog} hotelId={job.hotelId} />
        </Section>
      )}
      {hasItems && <JobItems id={job.id} counts={items} hotelId={job.hotelId} />}
      <JobEffects id={job.id} running={job.status === 'active'} hotelId={job.hotelId} />
      <div className={styles.two}>
        <Section title="Data" actions={<CopyCurl job={job} />}>
          <JsonText value={job.data} label="Data of the job" />
        </Section>
        {job.result !== null && job.result !== undefined && (
          <Section title="Result">
            <JsonText value={job.result} label="Result of the job" />
          </Section>
        )}
      </div>
      <WhoDid targets={[`jobs/${job.id}`]} hotelId={job.hotelId} />
    </div>
  );
}
