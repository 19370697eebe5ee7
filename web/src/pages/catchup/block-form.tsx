import { useId, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { TextChoice } from '../../kit/text-choice';
import { useTell } from '../../kit/toast';
import styles from './catchup.module.css';
import { WEEKDAYS } from './preferences-query';

export type Block = Schema<'ManualBlockResponse'>;
type Kind = Block['kind'];
export const KINDS: Record<Kind, string> = { busy: 'Busy', commute: 'On the way' };

/** Time that is kept every week; once is kept in the week itself, by its hours. */
export function BlockForm({ zone, onClose }: { zone: string; onClose: () => void }) {
  const [title, setTitle] = useState('');
  const [kind, setKind] = useState<Kind>('busy');
  const [weekdays, setWeekdays] = useState<number[]>([]);
  const [from, setFrom] = useState('18:00');
  const [to, setTo] = useState('19:30');
  const [since, setSince] = useState('');
  const [until, setUntil] = useState('');
  const client = useQueryClient();
  const tell = useTell();
  const group = useId();
  const run = async () => {
    const weekly = { weekdays: [...weekdays].sort(), from, to, ...(since && { since }), ...(until && { until }) };
    const body = { kind, weekly, ...(title.trim() && { title: title.trim() }) };
    await bodyOf(api.POST('/api/v1/catchup/blocks', { body }));
    await client.invalidateQueries({ queryKey: ['catchup'] });
    tell.done(`${title.trim() || KINDS[kind]} is kept every week`);
  };
  return (
    <FormDialog
      title="Keep time every week"
      verb="Keep it"
      ready={weekdays.length > 0 && from !== '' && to !== ''}
      run={run}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field label="What (optional)" hint="Only you can read it" error={errors['title']}>
            <input maxLength={200} value={title} onChange={(event) => setTitle(event.target.value)} />
          </Field>
          <div className="field" role="group" aria-labelledby={group}>
            <span id={group}>On</span>
            <span className={styles.days}>
              {WEEKDAYS.map((name, n) => (
                <label key={name} className={styles.check}>
                  <input
                    type="checkbox"
                    checked={weekdays.includes(n + 1)}
                    onChange={({ target }) =>
                      setWeekdays((before) =>
                        target.checked ? [...before, n + 1] : before.filter((one) => one !== n + 1),
                      )
                    }
                  />
                  {name}
                </label>
              ))}
            </span>
            {errors['weekly.weekdays'] && <span className="field-error">✕ {errors['weekly.weekdays']}</span>}
          </div>
          <div className="form-row">
            <Field label="From" hint={`By the clock of ${zone}`} error={errors['weekly.from']}>
              <input type="time" required value={from} onChange={(event) => setFrom(event.target.value)} />
            </Field>
            <Field
              label="To"
              hint={to <= from ? 'On the next day' : undefined}
              error={errors['weekly.to'] ?? errors['weekly']}
            >
              <input type="time" required value={to} onChange={(event) => setTo(event.target.value)} />
            </Field>
          </div>
          <div className="form-row">
            <Field label="First day (optional)" error={errors['weekly.since']}>
              <input type="date" value={since} onChange={(event) => setSince(event.target.value)} />
            </Field>
            <Field label="Last day (optional)" error={errors['weekly.until']}>
              <input type="date" min={since} value={until} onChange={(event) => setUntil(event.target.value)} />
            </Field>
          </div>
          <Field label="How it is kept" hint="On the way: no buffer is kept beside it" error={errors['kind']}>
            <TextChoice choices={Object.entries(KINDS) as [Kind, string][]} value={kind} onChange={setKind} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
