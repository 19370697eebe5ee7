import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import { useLocale } from '../../api/hotels';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { Instant } from '../../kit/instant';
import { Loaded } from '../../kit/loaded';
import { Money } from '../../kit/money';
import { useTell } from '../../kit/toast';
import { countOf, moneyText } from '../../lib/money';
import { isZero } from './amounts';
import { type Booking, cancellationQuery, useRefresh } from './desk-query';
import styles from './front-desk.module.css';

/** Says what cancelling costs now, and from when on how much, before it is done. */
export function CancelBooking({ booking, onClose }: { booking: Booking; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [waive, setWaive] = useState(false);
  const [because, setBecause] = useState('');
  const query = useQuery(cancellationQuery(booking.id));
  const locale = useLocale();
  const refresh = useRefresh();
  const tell = useTell();
  const fee = query.data?.fee;
  const costs = fee !== undefined && !isZero(fee);
  const run = async () => {
    const body = {
      ...(reason.trim() && { reason: reason.trim() }),
      ...(costs && waive && { waiveFee: because.trim() }),
    };
    await api.POST('/api/v1/bookings/{id}/cancel', { params: { path: { id: booking.id } }, body });
    await refresh();
    tell.done(`The booking of ${booking.guestName} is cancelled`, 'It can be brought back while its nights are free.');
  };
  return (
    <FormDialog
      title={`Cancel the booking of ${booking.guestName}?`}
      verb={costs && !waive ? `Cancel and charge ${moneyText(fee, booking.currency, locale)}` : 'Cancel without a fee'}
      danger
      ready={query.data !== undefined && (!costs || !waive || because.trim() !== '')}
      run={run}
      onClose={onClose}
    >
      <Loaded query={query} lines={3}>
        {(data) => (
          <>
            <p>
              {countOf(booking.nights.length, 'night')} {booking.nights.length === 1 ? 'goes' : 'go'} back for sale.
              Cancelling now{' '}
              {isZero(data.fee) ? (
                'costs nothing.'
              ) : (
                <>
                  costs{' '}
                  <strong>
                    <Money amount={data.fee} currency={data.currency} />
                  </strong>
                  .
                </>
              )}
            </p>
            {data.fees.length > 0 && (
              <table className={`plain-table ${styles.fees}`}>
                <thead>
                  <tr>
                    <th scope="col">From</th>
                    <th scope="col" className={styles.amount}>
                      Fee
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {data.fees.map(({ from, fee: then }) => (
                    <tr key={from}>
                      <td>
                        <Instant at={from} hotelId={booking.hotelId} />
                      </td>
                      <td className={styles.amount}>
                        <Money amount={then} currency={data.currency} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </>
        )}
      </Loaded>
      <Field label="Reason (optional)">
        <input value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} />
      </Field>
      {costs && (
        <label className="row">
          <input type="checkbox" checked={waive} onChange={(event) => setWaive(event.target.checked)} />
          Do not charge the fee
        </label>
      )}
      {costs && waive && (
        <Field label="Why the fee is not charged">
          <input required value={because} onChange={(event) => setBecause(event.target.value)} maxLength={500} />
        </Field>
      )}
    </FormDialog>
  );
}
