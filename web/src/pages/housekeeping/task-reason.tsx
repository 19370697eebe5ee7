import { useState } from 'react';
import { api } from '../../api/client';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { useTell } from '../../kit/toast';
import type { Task } from './house-query';

export type ReasonFor = 'failed' | 'postpone' | 'cancel' | 'reopen';

const TEXTS: Record<ReasonFor, { title: string; verb: string; follows: string; label: string; told: string }> = {
  failed: {
    title: 'did not pass',
    verb: 'Send it back',
    follows: 'The room is dirty again, and whoever did it has it to do once more.',
    label: 'What was found (optional)',
    told: 'is to be done once more',
  },
  postpone: {
    title: 'has to wait',
    verb: 'Postpone',
    follows: 'The task is open again, with the reason beside it.',
    label: 'Why',
    told: 'waits',
  },
  cancel: {
    title: 'need not be done',
    verb: 'Cancel the task',
    follows: 'The next round of the day does not make it again.',
    label: 'Why',
    told: 'need not be done',
  },
  reopen: {
    title: 'is to be done after all',
    verb: 'Open the task again',
    follows: 'The room is as it was before, and an inspection that has not begun is cancelled.',
    label: 'Why',
    told: 'is to be done after all',
  },
};

/** What is told with a reason: a failed inspection, a task that waits, one that is not done, one that is done after all. */
export function TaskReason({
  task,
  of,
  refresh,
  reopen,
  onClose,
}: {
  task: Task;
  of: ReasonFor;
  refresh: () => Promise<void>;
  /** Takes a cancellation back. */
  reopen: (task: Task) => Promise<void>;
  onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const tell = useTell();
  const { title, verb, follows, label, told } = TEXTS[of];
  const params = { path: { id: task.id } };
  const run = async () => {
    const text = reason.trim();
    if (of === 'failed') {
      const body = { passed: false, ...(text && { note: text }) };
      await api.POST('/api/v1/housekeeping/tasks/{id}/inspect', { params, body });
    } else if (of === 'postpone')
      await api.POST('/api/v1/housekeeping/tasks/{id}/postpone', { params, body: { reason: text } });
    else if (of === 'reopen')
      await api.POST('/api/v1/housekeeping/tasks/{id}/reopen', { params, body: { reason: text } });
    else await api.POST('/api/v1/housekeeping/tasks/{id}/cancel', { params, body: { reason: text } });
    await refresh();
    if (of === 'cancel') tell.undo(`Room ${task.room} ${told}`, () => reopen(task));
    else tell.done(`Room ${task.room} ${told}`);
  };
  return (
    <FormDialog
      title={`Room ${task.room} ${title}`}
      verb={verb}
      ready={of === 'failed' || reason.trim() !== ''}
      run={run}
      onClose={onClose}
    >
      <p>{follows}</p>
      <Field label={label}>
        <input autoFocus maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
