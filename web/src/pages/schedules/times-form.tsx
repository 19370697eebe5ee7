import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { useKindTitle } from '../../api/job-kinds';
import { FormDialog } from '../../kit/form-dialog';
import { Field } from '../../kit/field';
import { TextChoice } from '../../kit/text-choice';
import { useTell } from '../../kit/toast';
import styles from './schedules.module.css';
import { nameOf, type Schedule } from './schedules-query';

const UNITS = { 60: 'minutes', 3600: 'hours', 86400: 'days' } as const;
type Unit = '60' | '3600' | '86400';
const CHOICES = Object.entries(UNITS) as [Unit, string][];
interface Span {
  count: string;
  unit: Unit;
}

/** Seconds in the largest unit that says them without a fraction. */
function spanOf(seconds: number): Span {
  const unit = (['86400', '3600', '60'] as const).find((one) => seconds % Number(one) === 0);
  return unit ? { count: String(seconds / Number(unit)), unit } : { count: String(seconds / 60), unit: '60' };
}
const secondsOf = ({ count, unit }: Span) => Math.round(Number(count) * Number(unit));

/** When a slot of it counts as late: not begun in time, or not done in time. */
export function TimesForm({ schedule, onClose }: { schedule: Schedule; onClose: () => void }) {
  const [grace, setGrace] = useState(() => spanOf(schedule.graceSeconds));
  const [hasDue, setHasDue] = useState(schedule.dueSeconds !== null);
  const [due, setDue] = useState(() => spanOf(schedule.dueSeconds ?? 7200));
  const client = useQueryClient();
  const tell = useTell();
  const name = nameOf(schedule, useKindTitle());
  const run = async () => {
    const body = { graceSeconds: secondsOf(grace), dueSeconds: hasDue ? secondsOf(due) : null };
    await bodyOf(api.PATCH('/api/v1/schedules/{id}', { params: { path: { id: schedule.id } }, body: body as never }));
    await Promise.all([['schedules'], ['tonight']].map((queryKey) => client.invalidateQueries({ queryKey })));
    tell.done(`The schedule ${name} has other times`, 'They count from its next slot on.');
  };
  return (
    <FormDialog title={`When a job of ${name} is late`} verb="Set the times" run={run} onClose={onClose}>
      {(errors) => (
        <>
          <label className={styles.check}>
            <input type="checkbox" checked={hasDue} onChange={(event) => setHasDue(event.target.checked)} />
            Its jobs have a time by which they should be done
          </label>
          {hasDue && (
            <SpanField
              label="Is late when not done within"
              unitOf="to be done"
              hint="Of its slot. Tonight marks beforehand what will not make it."
              error={errors['dueSeconds']}
              span={due}
              onChange={setDue}
            />
          )}
          <SpanField
            label="Is late or missed when not begun within"
            unitOf="to begin"
            hint="Of its slot."
            error={errors['graceSeconds']}
            span={grace}
            onChange={setGrace}
          />
        </>
      )}
    </FormDialog>
  );
}

function SpanField({
  label,
  unitOf,
  hint,
  error,
  span,
  onChange,
}: {
  label: string;
  unitOf: 'to be done' | 'to begin';
  hint: string;
  error: string | undefined;
  span: Span;
  onChange: (span: Span) => void;
}) {
  return (
    <div className={styles.span}>
      <Field label={label} hint={hint} error={error}>
        <input
          type="number"
          required
          min={0}
          step="any"
          value={span.count}
          onChange={(event) => onChange({ ...span, count: event.target.value })}
        />
      </Field>
      <TextChoice
        aria-label={`Unit of the time it has ${unitOf}`}
        choices={CHOICES}
        value={span.unit}
        onChange={(unit) => onChange({ ...span, unit })}
      />
    </div>
  );
}
