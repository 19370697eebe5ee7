import { useEffect, useState } from 'react';
import { asApiError } from '../api/problem';
import { Button } from './button';

/** What went wrong in words, what to do, and what helps somebody to find it in the log. The rest of the page stays. */
export function ErrorView({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { problem, requestId, retryAfter } = asApiError(error);
  const wait = useCountdown(retryAfter, error);
  return (
    <div className="problem">
      <div role="alert">
        <p className="problem-title">{problem.detail || problem.title}</p>
        {problem.errors && problem.errors.length > 0 && (
          <ul>
            {problem.errors.map(({ path, message }) => (
              <li key={`${path} ${message}`}>
                <bdi>{message}</bdi>
              </li>
            ))}
          </ul>
        )}
        <p className="problem-foot muted">
          <code>{problem.code}</code>
          {problem.status > 0 && <> · {problem.status}</>}
          {requestId && (
            <>
              {' '}
              · request <code>{requestId}</code>
            </>
          )}
        </p>
      </div>
      {/* Beside the alert, which would be read out again each second. */}
      {onRetry ? (
        <Button onClick={onRetry} disabled={wait > 0}>
          {wait > 0 ? `Try again in ${wait} s` : 'Try again'}
        </Button>
      ) : (
        retryAfter !== undefined && <p>{wait > 0 ? `Try again in ${wait} s.` : 'It can be tried again now.'}</p>
      )}
    </div>
  );
}

/** Seconds left of those that the server asked to wait. */
function useCountdown(seconds: number | undefined, of: unknown): number {
  const [left, setLeft] = useState(seconds ?? 0);
  useEffect(() => {
    setLeft(seconds ?? 0);
    if (!seconds) return;
    const timer = setInterval(() => setLeft((before) => Math.max(0, before - 1)), 1000);
    return () => clearInterval(timer);
  }, [seconds, of]);
  return left;
}
