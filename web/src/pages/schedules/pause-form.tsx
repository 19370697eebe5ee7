import { useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { useKindTitle } from '../../api/job-kinds';
import { ApiError } from '../../api/problem';
import { Button } from '../../kit/button';
import { ErrorView } from '../../kit/error-view';
import { Field } from '../../kit/field';
import { Instant } from '../../kit/instant';
import { useScheduleActions } from './schedule-actions';
import { nameOf, type Schedule } from './schedules-query';

/** Says what will not run before it is paused, and asks for the reason that others will read. */
export function PauseForm({ schedule, onClose }: { schedule: Schedule; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const { pause } = useScheduleActions();
  const titleOf = useKindTitle();
  const save = useMutation({ mutationFn: () => pause(schedule, reason.trim()), onSuccess: onClose });
  const fields = save.error instanceof ApiError ? save.error.fields : {};
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <div>
        <p>
          The schedule <bdi>{nameOf(schedule, titleOf)}</bdi> will not run until somebody resumes it
          {schedule.nextRuns.length > 0 && ', at first not at'}
        </p>
        <ul className="bullets">
          {schedule.nextRuns.map((at) => (
            <li key={at}>
              <Instant at={at} zone={schedule.timezone} age />
            </li>
          ))}
        </ul>
        <p className="muted">What falls into the pause is not made up for. A job that runs already goes on.</p>
      </div>
      <Field label="Reason (optional)" hint="Whoever asks why it does not run reads it." error={fields['reason']}>
        <input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </Field>
      {save.error && <ErrorView error={save.error} />}
      <div className="dialog-actions">
        <Button onClick={onClose}>Keep running</Button>
        <Button kind="primary" type="submit" busy={save.isPending}>
          Pause the schedule
        </Button>
      </div>
    </form>
  );
}
