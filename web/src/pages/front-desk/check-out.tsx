import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { businessDayQuery } from '../../api/business-day';
import { api, bodyOf } from '../../api/client';
import { useLocale } from '../../api/hotels';
import { FormDialog } from '../../kit/form-dialog';
import { Money } from '../../kit/money';
import { useTell } from '../../kit/toast';
import { countOf, moneyText } from '../../lib/money';
import { addDays } from '../../lib/time';
import { isZero, METHODS, type Method } from './amounts';
import { type Booking, type Folio, useRefresh } from './desk-query';
import styles from './front-desk.module.css';

/** Shows what is owed before the guest leaves, and takes the payment on the way. */
export function CheckOut({ booking, folio, onClose }: { booking: Booking; folio?: Folio; onClose: () => void }) {
  const today = useQuery(businessDayQuery(booking.hotelId)).data?.businessDate;
  const [method, setMethod] = useState<Method | ''>('');
  const locale = useLocale();
  const refresh = useRefresh();
  const tell = useTell();
  const { currency } = booking;
  // Whoever leaves on the day of the arrival pays that night.
  const left = today === undefined || today > booking.arrival ? today : addDays(booking.arrival, 1);
  const unused = left === undefined ? 0 : booking.nights.filter(({ date }) => date >= left).length;
  const owes = folio !== undefined && !isZero(folio.balance) && !folio.balance.startsWith('-');
  const run = async () => {
    const path = { id: booking.id };
    const done = await bodyOf(api.POST('/api/v1/bookings/{id}/check-out', { params: { path } }));
    let owed = done.balance;
    if (method && !isZero(owed) && !owed.startsWith('-'))
      owed =
        (await payAll(booking.id, method).catch((error: unknown) => {
          tell.failed(error, 'The guest has left, but the payment was refused');
        })) ?? owed;
    await refresh();
    tell.done(
      `${booking.guestName} has left`,
      isZero(owed) ? 'The bill is even; the room is dirty.' : `Balance ${moneyText(owed, currency, locale)}`,
    );
  };
  return (
    <FormDialog
      title={`Check out ${booking.guestName}`}
      verb={owes && !method ? 'Check out, still owing' : 'Check out'}
      run={run}
      onClose={onClose}
    >
      <div className={styles.sums}>
        <span>
          Charged{' '}
          <strong>
            <Money amount={folio?.gross} currency={currency} />
          </strong>
        </span>
        <span>
          Paid{' '}
          <strong>
            <Money amount={folio?.paid} currency={currency} />
          </strong>
        </span>
        {folio && !isZero(folio.depositHeld) && (
          <span>
            Deposit{' '}
            <strong>
              <Money amount={folio.depositHeld} currency={currency} />
            </strong>
          </span>
        )}
        <span>
          Balance{' '}
          <strong>
            <Money amount={folio?.balance} currency={currency} />
          </strong>
        </span>
      </div>
      <p>
        Nights that were slept and are not on the bill yet are charged now, and deposits pay what they can.
        {unused > 0 && ` ${countOf(unused, 'night')} not used ${unused === 1 ? 'goes' : 'go'} back for sale.`}
      </p>
      <label className="field">
        <span>What is left is paid by</span>
        <select
          className="native-select"
          value={method}
          onChange={(event) => setMethod(event.target.value as Method | '')}
        >
          <option value="">Nothing is paid now</option>
          {METHODS.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </label>
    </FormDialog>
  );
}

/** All windows of a folio: the folio itself comes with the first hundred. */
async function windowsOf({ id, windows, windowsTotal }: Folio): Promise<Folio['windows']> {
  const all = [...windows];
  while (all.length < windowsTotal) {
    const params = { path: { id }, query: { limit: 100, offset: all.length } };
    const page = await bodyOf(api.GET('/api/v1/folios/{id}/windows', { params }));
    if (page.windows.length === 0) break;
    all.push(...page.windows);
  }
  return all;
}

/** Pays what each window owes now, with what the check-out has charged; answers what is left. */
async function payAll(bookingId: string, method: Method): Promise<string> {
  const path = { id: bookingId };
  let folio: Folio = await bodyOf(api.GET('/api/v1/bookings/{id}/folio', { params: { path } }));
  for (const { number, balance } of await windowsOf(folio)) {
    if (isZero(balance) || balance.startsWith('-')) continue;
    const params = { path: { id: folio.id } };
    const body = { window: number, method, amount: balance };
    folio = await bodyOf(api.POST('/api/v1/folios/{id}/payments', { params, body }));
  }
  return folio.balance;
}
