import { Fragment } from 'react';
import type { Schema } from '../api/client';
import { Instant } from './instant';
import { State } from './state';
import { between } from '../lib/time';

/** The attempts of a job, the latest first: that is the one people look for. */
export function Attempts({ log, hotelId }: { log: readonly Schema<'AttemptResponse'>[]; hotelId: number | null }) {
  return (
    <div className="card scroll-x" tabIndex={0} role="region" aria-label="Attempts of the job">
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">No.</th>
            <th scope="col">Outcome</th>
            <th scope="col">Started</th>
            <th scope="col">Took</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {log.toReversed().map(({ attempt, outcome, startedAt, endedAt, error, retryAt }, at, all) => (
            <Fragment key={`${attempt} ${startedAt}`}>
              {ended(outcome, retryAt) && all[at - 1] && (
                <tr>
                  <td colSpan={5} className="muted">
                    Before it was run again
                  </td>
                </tr>
              )}
              <tr>
                <td className="num">{attempt}</td>
                <td>
                  <State of={outcome} word={outcome.charAt(0).toUpperCase() + outcome.slice(1)} />
                </td>
                <td>
                  <Instant at={startedAt} hotelId={hotelId} seconds />
                </td>
                <td className="num">{between(startedAt, endedAt) ?? '—'}</td>
                <td className="in-words">
                  {error && (
                    <>
                      <code>{error.code}</code> <bdi>{error.message}</bdi>
                    </>
                  )}
                  {retryAt && (
                    <span className="muted">
                      {' '}
                      again <Instant at={retryAt} hotelId={hotelId} seconds />
                    </span>
                  )}
                </td>
              </tr>
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The job was over with this attempt: what came later began anew, and is counted anew. */
function ended(outcome: string, retryAt: string | null): boolean {
  return outcome === 'completed' || outcome === 'cancelled' || (outcome === 'failed' && retryAt === null);
}
