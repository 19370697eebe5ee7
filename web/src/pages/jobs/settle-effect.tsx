import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { TextChoice } from '../../kit/text-choice';
import { useTell } from '../../kit/toast';
import type { Effect } from './jobs-query';

type Outcome = 'done' | 'not-done';

const OUTCOMES = [
  ['done', 'It was done'],
  ['not-done', 'It was not done'],
] as const;
const FOLLOWS: Record<Outcome, string> = {
  done: 'The job, run again, does not do it again.',
  'not-done': 'The job, run again, does it. If it was done after all, it happens twice.',
};

/** What somebody found out about an effect whose outcome the job does not know. */
export function SettleEffect({ effect, onClose }: { effect: Effect; onClose: () => void }) {
  const [outcome, setOutcome] = useState<Outcome | ''>('');
  const [note, setNote] = useState('');
  const client = useQueryClient();
  const tell = useTell();
  const run = async () => {
    const body = { outcome: outcome as Outcome, note: note.trim() };
    await bodyOf(api.POST('/api/v1/effects/{id}/settle', { params: { path: { id: effect.id } }, body }));
    await client.invalidateQueries({ queryKey: ['jobs'] });
    tell.done(outcome === 'done' ? 'Settled as done' : 'Settled as not done', 'Retry the job to go on with it.');
  };
  return (
    <FormDialog
      title={`Was this ${effect.kind} done?`}
      verb="Settle it"
      ready={outcome !== '' && note.trim() !== ''}
      run={run}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <p>
            <bdi>{effect.key}</bdi>
          </p>
          <Field label="What you found" error={errors['outcome']} hint={outcome === '' ? undefined : FOLLOWS[outcome]}>
            <TextChoice choices={OUTCOMES} value={outcome} onChange={setOutcome} none="Choose" />
          </Field>
          <Field
            label="How you know"
            error={errors['note']}
            hint="E.g. seen in the provider's log. It cannot be changed."
          >
            <textarea rows={3} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
