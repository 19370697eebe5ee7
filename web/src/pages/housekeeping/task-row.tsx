import { Check, MoreHorizontal, Play, RotateCcw, X } from 'lucide-react';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { Menu, type MenuEntry } from '../../kit/menu';
import { State } from '../../kit/state';
import { type Attendant, isOver, type Task } from './house-query';
import styles from './housekeeping.module.css';
import type { useTaskActions } from './task-actions';
import type { ReasonFor } from './task-reason';

const TYPES: Record<Task['type'], string> = {
  departure: 'Departure',
  stayover: 'Stay-over',
  refresh: 'Refresh',
  inspection: 'Inspection',
  turndown: 'Turndown',
  deep: 'Deep clean',
};
const STATES: Record<Task['state'], string | undefined> = {
  open: 'To do',
  started: 'Under way',
  done: undefined,
  failed: 'Not passed',
  cancelled: undefined,
};

/** One task: the room large, its one next step as a button, the rest in a menu. */
export function TaskRow({
  task,
  attendants,
  actions,
  onReason,
}: {
  task: Task;
  attendants: readonly Attendant[];
  actions: ReturnType<typeof useTaskActions>;
  onReason: (task: Task, of: ReasonFor) => void;
}) {
  const may = useMay('ADMIN', 'MANAGER');
  const over = isOver(task);
  const inspection = task.type === 'inspection';
  const entries: MenuEntry[] = [
    ...(task.state === 'open'
      ? [
          ...attendants
            .filter(({ id, active }) => active && id !== task.attendantId)
            .map((one) => ({ label: `Give to ${one.name}`, run: () => void actions.assign(task, one) })),
          ...(task.attendantId === null
            ? []
            : [{ label: 'Give to nobody', run: () => void actions.assign(task, null) }]),
        ]
      : []),
    { label: 'Postpone…', run: () => onReason(task, 'postpone'), apart: task.state === 'open' },
    { label: 'Cancel the task…', danger: true, run: () => onReason(task, 'cancel') },
  ];
  return (
    <li className={`${styles.task} ${over ? styles.over : ''}`} data-task={task.id}>
      <div className={styles.about}>
        <div className={styles.line}>
          <strong className={styles.room}>{task.room}</strong>
          <span>{TYPES[task.type]}</span>
          <span className="num muted">{task.minutes} min</span>
          {task.priority === 1 && !over && <State of="late" word="First" />}
        </div>
        <div className={styles.line}>
          <State of={task.state} word={STATES[task.state]} />
          {task.doNotDisturb && <State of="paused" word="Do not disturb" />}
          {task.source === 'rework' && <span className="muted">once more</span>}
        </div>
        {task.note && (
          <div className="muted">
            <bdi>{task.note}</bdi>
          </div>
        )}
      </div>
      {may && (task.state === 'done' || task.state === 'cancelled') && (
        <div className={styles.buttons}>
          <Button
            kind="quiet"
            icon={RotateCcw}
            aria-label={`Open the task of room ${task.room} again`}
            onClick={() => onReason(task, 'reopen')}
          />
        </div>
      )}
      {may && !over && (
        <div className={styles.buttons}>
          {inspection ? (
            <>
              <Button
                icon={Check}
                kind="primary"
                onClick={() => void actions.step(task, 'passed')}
                aria-label={`Room ${task.room} passed`}
              >
                Passed
              </Button>
              <Button icon={X} aria-label={`Room ${task.room} did not pass`} onClick={() => onReason(task, 'failed')} />
            </>
          ) : task.state === 'open' ? (
            <Button icon={Play} aria-label={`Start room ${task.room}`} onClick={() => void actions.step(task, 'start')}>
              Start
            </Button>
          ) : (
            <Button
              icon={Check}
              kind="primary"
              aria-label={`Finish room ${task.room}`}
              onClick={() => void actions.step(task, 'finish')}
            >
              Finish
            </Button>
          )}
          <Menu
            trigger={
              <button
                type="button"
                className="button button-quiet button-icon"
                aria-label={`More to do with room ${task.room}`}
              />
            }
            entries={entries}
          >
            <MoreHorizontal size={16} aria-hidden />
          </Menu>
        </div>
      )}
    </li>
  );
}
