import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { TextChoice } from '../../kit/text-choice';
import { useTell } from '../../kit/toast';
import type { StayDetails } from './reservations-query';

const CHOICES = [
  ['confirmed', 'It counts, with these amounts'],
  ['cancelled', 'It was cancelled: what was kept counts'],
  ['no_show', 'The guest did not come: what was kept counts'],
  ['owner_stay', 'The owner stayed itself'],
] as const;
type Choice = (typeof CHOICES)[number][0];

/** What a person makes of a stay that its sources leave open. It holds until one of them tells something new. */
export function ResolveForm({ stay, onClose }: { stay: StayDetails; onClose: () => void }) {
  const [status, setStatus] = useState<Choice | ''>(stay.status === 'needs_review' ? '' : stay.status);
  const [reason, setReason] = useState('');
  const client = useQueryClient();
  const tell = useTell();
  const run = async () => {
    const body = { status: status as Choice, reason: reason.trim() };
    await bodyOf(api.POST('/api/v1/reservations/{id}/resolve', { params: { path: { id: stay.id } }, body }));
    await Promise.all([
      client.invalidateQueries({ queryKey: ['reservations'] }),
      client.invalidateQueries({ queryKey: ['who-did'] }),
    ]);
    tell.done(`${stay.code} is decided on`, 'Statements that are open have it once they are calculated again.');
  };
  return (
    <FormDialog
      title={`Decide on ${stay.code}`}
      verb="Decide so"
      ready={status !== '' && reason.trim() !== ''}
      run={run}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field label="What is it?" error={errors['status']}>
            <TextChoice none="Choose" choices={CHOICES} value={status} onChange={setStatus} />
          </Field>
          <Field label="Why" hint="Kept with the reservation" error={errors['reason']}>
            <input required maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
