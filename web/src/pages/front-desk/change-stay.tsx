import { useState } from 'react';
import { Minus, Plus } from 'lucide-react';
import { api, bodyOf, type Schema } from '../../api/client';
import { useHotel, useLocale } from '../../api/hotels';
import { asApiError } from '../../api/problem';
import { Button } from '../../kit/button';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { useTell } from '../../kit/toast';
import { countOf, moneyText } from '../../lib/money';
import { addDays, dateIn, dateText } from '../../lib/time';
import { type Booking, useRefresh } from './desk-query';
import styles from './front-desk.module.css';
import { ReasonFields } from './sale-reasons';
import { nightsOf, refusalsOf, stayChange } from './stay-change';
import { StayDifference } from './stay-difference';

/** Other dates for a stay: what they cost and whether there is room is said before it is done. */
export function ChangeStay({
  booking,
  stay,
  onClose,
}: {
  booking: Booking;
  stay?: Schema<'StayRoomsResponse'>;
  onClose: () => void;
}) {
  const [arrival, setArrival] = useState(booking.arrival);
  const [departure, setDeparture] = useState(booking.departure);
  const [reason, setReason] = useState('');
  const [past, setPast] = useState('');
  const [refused, setRefused] = useState<Record<string, unknown>>({});
  const hotel = useHotel(booking.hotelId);
  const locale = useLocale();
  const refresh = useRefresh();
  const tell = useTell();
  const inHouse = booking.status === 'checked_in';
  const change = stayChange(booking, arrival, departure);
  const nights = nightsOf(arrival, departure).length;
  const today = dateIn(hotel?.timezone ?? 'UTC');
  const dayAfter = addDays(arrival, 1);
  // Whoever leaves before today has left: that is a check-out.
  const earliest = inHouse && today > dayAfter ? today : dayAfter;
  const restricted = refused['reason'] === 'RESTRICTED';
  const begun = refused['reason'] === 'PAST_ARRIVAL';
  const run = async () => {
    const body = {
      ...(change.arrives && { arrival }),
      ...(change.departs && { departure }),
      ...(restricted && reason.trim() && { overrideReason: reason.trim() }),
      ...(begun && past.trim() && { pastArrivalReason: past.trim() }),
    };
    try {
      const params = { path: { id: booking.id } };
      // Members with a default are in the type as if they had to be given.
      const request = { params, body: body as Schema<'UpdateBookingRequest'> };
      const changed = await bodyOf(api.PATCH('/api/v1/bookings/{id}', request));
      await refresh();
      tell.done(
        `${booking.guestName} stays until ${dateText(changed.departure, locale)}`,
        `${countOf(changed.nights.length, 'night')}, ${moneyText(changed.total, changed.currency, locale)}`,
      );
    } catch (error) {
      setRefused(asApiError(error).body);
      // What the desk sees is not what the server saw: somebody else has just taken the room.
      await refresh();
      throw error;
    }
  };
  const other = (next: () => void) => {
    setRefused({});
    next();
  };
  const by = (count: number) => other(() => setDeparture(addDays(departure, count)));
  return (
    <FormDialog
      title={`${inHouse ? 'Extend or shorten' : 'Change'} the stay of ${booking.guestName}`}
      verb={verbOf(booking.nights.length, nights, change.arrives)}
      ready={(change.arrives || change.departs) && nights > 0 && (!restricted || reason.trim() !== '')}
      run={run}
      onClose={onClose}
    >
      {(errors) => (
        <>
          {inHouse && (
            <p className="muted">The guest came on {dateText(booking.arrival, locale)}; the arrival stays.</p>
          )}
          <div className="form-row">
            {!inHouse && (
              <Field label="Arrival" error={errors['arrival']}>
                <input
                  type="date"
                  required
                  value={arrival}
                  onChange={({ target: { value } }) => {
                    if (!value) return;
                    other(() => setArrival(value));
                    if (departure <= value) setDeparture(addDays(value, 1));
                  }}
                />
              </Field>
            )}
            <Field label="Departure" error={errors['departure']}>
              <input
                type="date"
                required
                min={earliest}
                value={departure}
                onChange={({ target: { value } }) => value && other(() => setDeparture(value))}
              />
            </Field>
          </div>
          <div className="row">
            <Button icon={Minus} disabled={departure <= earliest} onClick={() => by(-1)}>
              A night less
            </Button>
            <Button icon={Plus} onClick={() => by(1)}>
              A night more
            </Button>
          </div>
          {nights > 0 && (change.arrives || change.departs) && (
            <StayDifference booking={booking} stay={stay} change={change} arrival={arrival} departure={departure} />
          )}
          <Refusals of={refused} />
          <ReasonFields
            override={restricted ? [reason, setReason] : undefined}
            past={begun ? [past, setPast] : undefined}
          />
        </>
      )}
    </FormDialog>
  );
}

/** What was refused, date by date, in the desk's words. */
function Refusals({ of }: { of: Record<string, unknown> }) {
  const locale = useLocale();
  const refusals = refusalsOf(of);
  if (refusals.length === 0) return null;
  return (
    <ul className={styles.refusals} aria-label="Why it was refused">
      {refusals.map(({ date, why }) => (
        <li key={`${date} ${why}`}>
          {dateText(date, locale)}: {why}
        </li>
      ))}
    </ul>
  );
}

function verbOf(before: number, after: number, arrives: boolean): string {
  if (after > before) return `Extend by ${countOf(after - before, 'night')}`;
  if (after > 0 && after < before) return `Shorten by ${countOf(before - after, 'night')}`;
  return arrives ? 'Move the stay' : 'Change the dates';
}
