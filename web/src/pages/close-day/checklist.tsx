import { useState } from 'react';
import { useKindTitle } from '../../api/job-kinds';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { Link } from '../../kit/link';
import { State } from '../../kit/state';
import { type Check, CHECKS, isWaivable, type Waivable } from './close-query';
import styles from './close-day.module.css';

const LEVELS = { ok: 'Settled', warning: 'Noted', blocker: 'Blocks' };

/** What the day is asked before it is closed. Waiving is kept on this page until then, and can be taken back. */
export function Checklist({
  checks,
  waived,
  onWaive,
}: {
  checks: readonly Check[];
  waived: Partial<Record<Waivable, string>>;
  /** Without a reason: not waived after all. */
  onWaive?: (check: Waivable, reason: string | undefined) => void;
}) {
  const [asked, setAsked] = useState<Waivable>();
  const [reason, setReason] = useState('');
  const may = useMay('ADMIN', 'MANAGER');
  const titleOf = useKindTitle();
  return (
    <div className="card">
      <ul className={styles.checks}>
        {checks.map(({ check, level, count, examples, waived: before }) => {
          const { title, found, to, tab } = CHECKS[check];
          const why = before ?? (isWaivable(check) ? waived[check] : undefined);
          return (
            <li key={check} className={styles.check}>
              <State of={why !== undefined ? 'waived' : level} word={why !== undefined ? 'Waived' : LEVELS[level]} />
              <div className={styles.what}>
                <strong>{title}</strong>{' '}
                {count === 0 ? <span className="muted">nothing found</span> : <span>{found(count)}</span>}
                {examples.length > 0 && (
                  <div className={styles.examples}>
                    {examples.map((name) => (
                      <Link
                        key={name}
                        to={to}
                        search={check === 'NIGHT_JOBS' ? { job: name } : { q: name, ...(tab && { tab }) }}
                      >
                        {check === 'NIGHT_JOBS' ? titleOf(name) : <code>{name}</code>}
                      </Link>
                    ))}
                    {count > examples.length && <span className="muted">and {count - examples.length} more</span>}
                  </div>
                )}
                {why !== undefined && (
                  <p className="muted">
                    Because: <bdi>{why}</bdi>
                  </p>
                )}
              </div>
              {onWaive && may && level === 'blocker' && isWaivable(check) && (
                <Button
                  onClick={() => {
                    if (why !== undefined) return onWaive(check, undefined);
                    setReason('');
                    setAsked(check);
                  }}
                >
                  {why === undefined ? 'Waive…' : 'Do not waive'}
                  <span className="sr"> {title}</span>
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {asked && onWaive && (
        <FormDialog
          title={`Waive: ${CHECKS[asked].title}`}
          verb="Waive"
          ready={reason.trim() !== ''}
          run={() => Promise.resolve(onWaive(asked, reason.trim()))}
          onClose={() => setAsked(undefined)}
        >
          <p>The day can be closed all the same; the reason is part of its audit.</p>
          <Field label="Reason">
            <input
              autoFocus
              required
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              placeholder="Guest called: comes at 3 a.m."
            />
          </Field>
        </FormDialog>
      )}
    </div>
  );
}
