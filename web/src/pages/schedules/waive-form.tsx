import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { ApiError } from '../../api/problem';
import { Button } from '../../kit/button';
import { ErrorView } from '../../kit/error-view';
import { Field } from '../../kit/field';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import type { Slot } from './slots-query';

/** Decides that missed slots need not run, and why. */
export function WaiveForm({
  slots,
  onDone,
  onClose,
}: {
  slots: readonly Slot[];
  onDone: () => void;
  onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const client = useQueryClient();
  const tell = useTell();
  const waive = useMutation({
    mutationFn: async () => {
      for (const { scheduleId, fireAt } of slots)
        await api.POST('/api/v1/schedules/{id}/slots/{fireAt}/waive', {
          params: { path: { id: scheduleId, fireAt } },
          body: { reason: reason.trim() },
        });
    },
    onSuccess: () => {
      tell.done(`${countOf(slots.length, 'slot')} waived`);
      onDone();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['schedules'] }),
  });
  const fields = waive.error instanceof ApiError ? waive.error.fields : {};
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        waive.mutate();
      }}
    >
      <p>
        {slots.length === 1
          ? 'It will not be run and does'
          : `These ${countOf(slots.length, 'slot')} will not be run and do`}{' '}
        not count as missed. This cannot be taken back; Run now still runs the schedule once.
      </p>
      <Field label="Reason" hint="It stays beside the slot." error={fields['reason']}>
        <input value={reason} required maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </Field>
      {waive.error && <ErrorView error={waive.error} />}
      <div className="dialog-actions">
        <Button onClick={onClose}>Keep {slots.length === 1 ? 'it' : 'them'}</Button>
        <Button kind="danger" type="submit" busy={waive.isPending} disabled={!reason.trim()}>
          Waive {countOf(slots.length, 'slot')}
        </Button>
      </div>
    </form>
  );
}
