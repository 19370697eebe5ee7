import { useState } from 'react';
import { api, bodyOf } from '../../api/client';
import { useHotel, useLocale } from '../../api/hotels';
import { FormDialog } from '../../kit/form-dialog';
import { Money } from '../../kit/money';
import { useTell } from '../../kit/toast';
import { countOf, moneyText, sumOfAmounts } from '../../lib/money';
import { addDays, dateIn } from '../../lib/time';
import { isZero, METHODS, type Method } from './amounts';
import { dueOf, nightsToCharge } from './bill-of-payers';
import { type Booking, type Folio, useRefresh, type Window } from './desk-query';
import styles from './front-desk.module.css';

/** Shows what is owed before the guest leaves, and takes the payment on the way. */
export function CheckOut({ booking, folio, onClose }: { booking: Booking; folio?: Folio; onClose: () => void }) {
  const hotel = useHotel(booking.hotelId);
  const [method, setMethod] = useState<Method | ''>('');
  const locale = useLocale();
  const refresh = useRefresh();
  const tell = useTell();
  const { currency } = booking;
  // Nights are slept by the calendar, whatever date the books are open for. Whoever leaves on the day of the arrival pays that night.
  const today = dateIn(hotel?.timezone ?? 'UTC');
  const left = today > booking.arrival ? today : addDays(booking.arrival, 1);
  const unused = booking.nights.filter(({ date }) => date >= left).length;
  const toCharge = nightsToCharge(booking.nights, folio?.lines ?? [], left);
  const uneven = unevenOf(folio?.windows ?? []);
  const owes =
    folio !== undefined && (dueOf(folio.windows).length > 0 || (toCharge.length > 0 && isZero(folio.depositHeld)));
  const balances = (windows: readonly Window[]) =>
    windows.map(({ number, payer, balance }) => `${number}. ${payer.name} ${moneyText(balance, currency, locale)}`);
  const run = async () => {
    const path = { id: booking.id };
    await bodyOf(api.POST('/api/v1/bookings/{id}/check-out', { params: { path } }));
    if (method)
      await payAll(booking.id, method).catch((error: unknown) => {
        tell.failed(error, 'The guest has left, but the payment was refused');
      });
    const left = await windowsOf(await folioOf(booking.id))
      .then(unevenOf)
      .catch(() => undefined);
    await refresh();
    const bill =
      left && (left.length === 0 ? 'The bill is even; the room is dirty.' : `Open: ${balances(left).join('; ')}`);
    tell.done(`${booking.guestName} has left`, bill);
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
      {uneven.length > 1 && (
        <p role="note">
          Each payer pays what is theirs, whatever others have paid too much: {balances(uneven).join('; ')}.
        </p>
      )}
      {toCharge.length > 0 && (
        <p role="note">
          {countOf(toCharge.length, 'night')} not on the bill yet, charged with the check-out:{' '}
          <strong>
            <Money amount={sumOfAmounts(toCharge.map(({ price }) => price))} currency={currency} />
          </strong>
          , and what comes with it, such as city tax.
          {left > today && ' Whoever leaves on the day of the arrival pays that night.'}
        </p>
      )}
      <p>
        Deposits pay what they can.
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

function unevenOf(windows: readonly Window[]): Window[] {
  return windows.filter(({ balance }) => !isZero(balance));
}

function folioOf(bookingId: string): Promise<Folio> {
  return bodyOf(api.GET('/api/v1/bookings/{id}/folio', { params: { path: { id: bookingId } } }));
}

/** Pays what each payer owes now, with what the check-out has charged, less what is held of their own. */
async function payAll(bookingId: string, method: Method): Promise<void> {
  const folio = await folioOf(bookingId);
  const params = { path: { id: folio.id } };
  for (const { window, amount } of dueOf(await windowsOf(folio)))
    await bodyOf(api.POST('/api/v1/folios/{id}/payments', { params, body: { window, method, amount } }));
}
