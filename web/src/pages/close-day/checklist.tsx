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

/** Whom or what a line is about: guests with their rooms, each with the way to the booking; night jobs by their names. */
function About({ line: { check, count, examples, bookings } }: { line: Check }) {
  const { to, tab } = CHECKS[check];
  const titleOf = useKindTitle();
  if (examples.length === 0) return null;
  const byCode = new Map(bookings?.map((booking) => [booking.code, booking]));
  const more = count - examples.length;
  return (
    <ul className={styles.examples}>
      {examples.map((name) => {
        const booking = byCode.get(name);
        return (
          <li key={name}>
            {booking ? (
              <Link to={`/front-desk/${booking.id}`}>
                {booking.room && <strong className="num">{booking.room} </strong>}
                <bdi>{booking.guestName}</bdi> <code className="muted">{name}</code>
              </Link>
            ) : check === 'NIGHT_JOBS' ? (
              <Link to={to} search={{ job: name }}>
                {titleOf(name)}
              </Link>
            ) : (
              <code>{name}</code>
            )}
          </li>
        );
      })}
      {more > 0 && (
        <li className="muted">
          and{' '}
          {tab ? (
            <Link to={to} search={{ tab }} className={styles.inline}>
              {more} more
            </Link>
          ) : (
            `${more} more`
          )}
        </li>
      )}
    </ul>
  );
}

/** What the day is asked before it is closed. Waiving is kept on this page until then, and can be taken back. */
export function Checklist({
  checks,
  waived,
  outdated,
  onWaive,
}: {
  checks: readonly Check[];
  waived: Partial<Record<Waivable, string>>;
  /** Those that found something else since they were waived. */
  outdated?: ReadonlySet<Waivable>;
  /** Without a reason: not waived after all. */
  onWaive?: (check: Waivable, reason: string | undefined) => void;
}) {
  const [asked, setAsked] = useState<Waivable>();
  const [reason, setReason] = useState('');
  const may = useMay('ADMIN', 'MANAGER');
  return (
    <div className="card">
      <ul className={styles.checks}>
        {checks.map((line) => {
          const { check, level, count, waived: before } = line;
          const { title, found } = CHECKS[check];
          const why = before ?? (isWaivable(check) ? waived[check] : undefined);
          return (
            <li key={check} className={styles.check}>
              <State of={why !== undefined ? 'waived' : level} word={why !== undefined ? 'Waived' : LEVELS[level]} />
              <div className={styles.what}>
                <strong>{title}</strong>{' '}
                {count === 0 ? <span className="muted">nothing found</span> : <span>{found(count)}</span>}
                <About line={line} />
                {isWaivable(check) && outdated?.has(check) && (
                  <p role="status">It has found something else since it was waived: it is to be waived anew.</p>
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
