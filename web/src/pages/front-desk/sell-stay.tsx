import { api } from '../../api/client';
import { asApiError } from '../../api/problem';
import { FormDialog } from '../../kit/form-dialog';
import { useTell } from '../../kit/toast';
import { type Booking, useRefresh } from './desk-query';
import { useSaleReasons } from './sale-reasons';

export type Sale = 'confirm' | 'reinstate';

/** Sells the stay of a booking that was tentative, cancelled or a no-show. */
export function sell(booking: Booking, to: Sale, body: object = {}) {
  const params = { path: { id: booking.id } };
  return to === 'confirm'
    ? api.POST('/api/v1/bookings/{id}/confirm', { params, body })
    : api.POST('/api/v1/bookings/{id}/reinstate', { params, body });
}

export const SOLD: Record<Sale, string> = { confirm: 'The booking is confirmed', reinstate: 'The booking is back' };

/** After it was refused for want of a reason: asks for that. */
export function SellStay({
  booking,
  to,
  refusal,
  onClose,
}: {
  booking: Booking;
  to: Sale;
  refusal: unknown;
  onClose: () => void;
}) {
  const { body: refused, message } = asApiError(refusal);
  const reasons = useSaleReasons(refused);
  const refresh = useRefresh();
  const tell = useTell();
  const run = async () => {
    await sell(booking, to, reasons.body).catch(reasons.refused);
    await refresh();
    tell.done(SOLD[to]);
  };
  return (
    <FormDialog
      title={to === 'confirm' ? `Confirm the booking of ${booking.guestName}` : `Bring ${booking.guestName} back`}
      verb={to === 'confirm' ? 'Confirm' : 'Bring back'}
      ready={reasons.ready}
      run={run}
      onClose={onClose}
    >
      <p>{message}</p>
      {reasons.fields}
    </FormDialog>
  );
}
