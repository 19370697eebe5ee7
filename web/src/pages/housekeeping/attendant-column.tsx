import { Progress } from '../../kit/progress';
import { State } from '../../kit/state';
import { type Attendant, minutesOf, type Task } from './house-query';
import styles from './housekeeping.module.css';
import type { useTaskActions } from './task-actions';
import { TaskRow } from './task-row';
import type { ReasonFor } from './task-reason';

/** One attendant's tasks with the minutes they take of the shift. */
export function AttendantColumn({
  id,
  name,
  section,
  capacity,
  tasks,
  shows,
  attendants,
  actions,
  onReason,
  onShow,
}: {
  /** Null: tasks that nobody has, because no shift had room for them. */
  id: number | null;
  name: string;
  section?: string | null;
  capacity: number | undefined;
  tasks: readonly Task[];
  /** Which of them are drawn: those that are over only where they are asked for, or were seen before. */
  shows: (task: Task) => boolean;
  attendants: readonly Attendant[];
  actions: ReturnType<typeof useTaskActions>;
  onReason: (task: Task, of: ReasonFor) => void;
  /** Shows this list alone. */
  onShow?: () => void;
}) {
  const minutes = minutesOf(tasks);
  const done = minutesOf(tasks.filter(({ state }) => state === 'done'));
  const shown = tasks.filter(shows);
  const tooMuch = capacity !== undefined && minutes > capacity;
  return (
    <section className={`card ${styles.column}`} aria-label={name}>
      <div className={styles.head}>
        <div className={styles.name}>
          <h2>
            {onShow ? (
              <button type="button" className="table-sort" onClick={onShow}>
                <bdi>{name}</bdi>
              </button>
            ) : (
              <bdi>{name}</bdi>
            )}
          </h2>
          {section && (
            <span className="muted">
              <bdi>{section}</bdi>
            </span>
          )}
        </div>
        {id === null ? (
          <State of="late" word={`${minutes} min no shift has room for`} />
        ) : (
          <>
            <div className={styles.name}>
              <span className="num">
                {minutes} of {capacity ?? 0} min{done > 0 && <span className="muted">, {done} done</span>}
              </span>
              {tooMuch && <State of="late" word={`${minutes - (capacity ?? 0)} too many`} />}
            </div>
            <Progress percent={minutes === 0 ? 0 : (100 * done) / minutes} label={`What ${name} has done`} />
          </>
        )}
      </div>
      {shown.length === 0 ? (
        <p className={`muted ${styles.none}`}>{tasks.length === 0 ? 'Nothing to do.' : 'All is done.'}</p>
      ) : (
        <ul>
          {shown.map((task) => (
            <TaskRow key={task.id} task={task} attendants={attendants} actions={actions} onReason={onReason} />
          ))}
        </ul>
      )}
    </section>
  );
}
