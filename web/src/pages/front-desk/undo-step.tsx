import { useState } from 'react';
import { api } from '../../api/client';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { useTell } from '../../kit/toast';
import { type Booking, useRefresh } from './desk-query';

const FOLLOWS = {
  'check-in':
    'The guest is expected again and the room is free. It is possible on the business date of the check-in only.',
  'check-out':
    'The guest is in the house again, in the same room. It is possible on the business date of the check-out only.',
};

/** Takes a check-in or a check-out back, with the reason. */
export function UndoStep({
  booking,
  of,
  onClose,
}: {
  booking: Booking;
  of: 'check-in' | 'check-out';
  onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const refresh = useRefresh();
  const tell = useTell();
  const run = async () => {
    const request = { params: { path: { id: booking.id } }, body: { reason: reason.trim() } };
    if (of === 'check-in') await api.POST('/api/v1/bookings/{id}/undo-check-in', request);
    else await api.POST('/api/v1/bookings/{id}/undo-check-out', request);
    await refresh();
    tell.done(`The ${of} of ${booking.guestName} is taken back`);
  };
  return (
    <FormDialog
      title={`Take the ${of} of ${booking.guestName} back?`}
      verb="Take it back"
      ready={reason.trim() !== ''}
      run={run}
      onClose={onClose}
    >
      <p>{FOLLOWS[of]}</p>
      <Field label="Reason" hint="Kept with the booking">
        <input required value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} />
      </Field>
    </FormDialog>
  );
}
