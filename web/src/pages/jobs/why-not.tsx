import { Fragment } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Schema } from '../../api/client';
import { ErrorView } from '../../kit/error-view';
import { Instant } from '../../kit/instant';
import { Link } from '../../kit/link';
import { type Job, whyQuery } from './jobs-query';

type Reason = Schema<'ReasonResponse'>;
const ISO = /(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z)/;

/** Why a job does not run, in the order in which the reasons must change, and when it is expected to start. */
export function WhyNot({ job: { id, jobName, hotelId } }: { job: Pick<Job, 'id' | 'jobName' | 'hotelId'> }) {
  const query = useQuery(whyQuery(id));
  const { data } = query;
  if (!data) return query.isError ? <ErrorView error={query.error} onRetry={() => void query.refetch()} /> : null;
  if (data.reasons.length === 0 && !data.expectedStart) return null;
  return (
    <div className="card" role="note">
      <h2>Why it does not run yet</h2>
      <ul className="bullets">
        {data.reasons.map((reason, n) => (
          // Several pauses have the same code.
          <li key={`${reason.code} ${n}`}>
            <Words text={reason.message} hotelId={hotelId} />
            {reason.until && !ISO.test(reason.message) && (
              <>
                {' '}
                · until <Instant at={reason.until} hotelId={hotelId} seconds age />
              </>
            )}
            <Way reason={reason} jobName={jobName} id={id} />
          </li>
        ))}
      </ul>
      <p className="muted">
        {data.expectedStart ? (
          <>
            Expected to start <Instant at={data.expectedStart} hotelId={hotelId} seconds age />
          </>
        ) : (
          'When it starts cannot be told.'
        )}
      </p>
    </div>
  );
}

/** Instants in the words of the server, in the zone in which the page shows all others. */
function Words({ text, hotelId }: { text: string; hotelId: number | null }) {
  return (
    <bdi>
      {text.split(ISO).map((part, n) => (
        <Fragment key={n}>{ISO.test(part) ? <Instant at={part} hotelId={hotelId} seconds age /> : part}</Fragment>
      ))}
    </bdi>
  );
}

/** Where what holds it back is seen, and can be changed by those who may. */
function Way({ reason: { code }, jobName, id }: { reason: Reason; jobName: string; id: string }) {
  switch (code) {
    case 'PAUSED':
    case 'TENANT_CAP':
    case 'RATE_LIMIT':
    case 'NO_WORKER':
      return (
        <>
          {' '}
          <Link to={`/queues/${jobName}`}>{code === 'PAUSED' ? 'Its pause' : 'Its queue'}</Link>
        </>
      );
    case 'BEHIND':
    case 'RUNG':
      return (
        <>
          {' '}
          <Link to="/jobs" search={{ job: jobName, due: 'waiting', sort: 'createdAt' }}>
            Those that wait
          </Link>
          {', '}
          <Link to="/jobs" search={{ job: jobName, status: 'RUNNING' }}>
            those that run
          </Link>
        </>
      );
    case 'CHILDREN':
      return (
        <>
          {' '}
          <Link to="/jobs" search={{ batch: id }}>
            Its jobs
          </Link>
        </>
      );
    default:
      return null;
  }
}
