import { useKindTitle } from '../../api/job-kinds';
import { Dialog } from '../../kit/dialog';
import { Fact, Facts } from '../../kit/facts';
import { IdText } from '../../kit/id-text';
import { Instant } from '../../kit/instant';
import { Link } from '../../kit/link';
import { State } from '../../kit/state';
import { between } from '../../lib/time';
import { attemptsText, TenantLink } from './job-columns';
import type { JobOfAll } from './operator-query';

/** All that an operator sees of one job. */
export function JobFacts({ job, onClose }: { job: JobOfAll | undefined; onClose: () => void }) {
  const titleOf = useKindTitle();
  if (!job) return null;
  return (
    <Dialog open onClose={onClose} title={titleOf(job.jobName)} side>
      <div className="row">
        <State of={job.status} />
        <code>{job.jobName}</code>
        <IdText id={job.id} />
      </div>
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
      <Facts>
        <Fact name="Tenant">
          <TenantLink tenant={job.tenant} />
        </Fact>
        <Fact name="Queue">
          <Link to={`/queues/${job.jobName}`}>{titleOf(job.jobName)}</Link>
        </Fact>
        <Fact name="Asked for">
          <Instant at={job.createdAt} seconds />
        </Fact>
        <Fact name="Runs at">
          <Instant at={job.runAt} seconds />
        </Fact>
        <Fact name="Started">
          <Instant at={job.startedAt} none="Not started" seconds />
        </Fact>
        <Fact name="Ended">
          <Instant at={job.completedAt} none="Has not ended" seconds />
        </Fact>
        <Fact name="Took">{between(job.startedAt, job.completedAt) ?? '—'}</Fact>
        <Fact name="Attempts">{attemptsText(job)}</Fact>
        <Fact name="Worker">{job.worker ? <bdi>{job.worker}</bdi> : <span title="None has it">—</span>}</Fact>
      </Facts>
      <p className="muted">
        Its data, its result and its hotel are the tenant’s. Whoever works there retries it, or mends its data.
      </p>
    </Dialog>
  );
}
