import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { useLocale } from '../../api/hotels';
import { useWorkshopZone } from '../../api/workshop';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { useTell } from '../../kit/toast';
import { moneyText } from '../../lib/money';
import { addDays, dateIn, dateText } from '../../lib/time';
import type { Order } from './orders-query';

interface Props {
  order: Order;
  onClose: () => void;
}

/** A change of the order: what it is shown on is asked for again afterwards, also when it is refused. */
export function useChange() {
  const client = useQueryClient();
  return async <T,>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } finally {
      await Promise.all([['orders'], ['who-did']].map((queryKey) => client.invalidateQueries({ queryKey })));
    }
  };
}

export function ShipForm({ order: { id, number, recipient, total, currency }, onClose }: Props) {
  const [carrier, setCarrier] = useState('');
  const [tracking, setTracking] = useState('');
  const change = useChange();
  const locale = useLocale();
  const tell = useTell();
  const run = async () => {
    const body = { carrier: carrier.trim(), ...(tracking.trim() && { tracking: tracking.trim() }) };
    await change(bodyOf(api.POST('/api/v1/orders/{id}/ship', { params: { path: { id } }, body })));
    tell.done(`${number} is on its way to ${recipient.name}`);
  };
  return (
    <FormDialog title={`Ship ${number}`} verb="Ship it" ready={carrier.trim() !== ''} run={run} onClose={onClose}>
      {(errors) => (
        <>
          <p>
            A mail goes to <bdi>{recipient.email}</bdi>, and the invoice of {moneyText(total, currency, locale)} is
            written. Neither can be taken back.
          </p>
          <Field label="Carrier" error={errors['carrier']}>
            <input required maxLength={100} value={carrier} onChange={(event) => setCarrier(event.target.value)} />
          </Field>
          <Field label="Tracking number (optional)" error={errors['tracking']}>
            <input maxLength={200} value={tracking} onChange={(event) => setTracking(event.target.value)} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}

export function PromiseForm({ order: { id, number, recipient, promisedOn }, onClose }: Props) {
  const today = dateIn(useWorkshopZone());
  const [day, setDay] = useState(addDays(promisedOn ?? today, 1));
  const [reason, setReason] = useState('');
  const change = useChange();
  const locale = useLocale();
  const tell = useTell();
  const run = async () => {
    const body = { promisedOn: day, ...(reason.trim() && { reason: reason.trim() }) };
    await change(bodyOf(api.PATCH('/api/v1/orders/{id}', { params: { path: { id } }, body })));
    tell.done(`${number} is promised for ${dateText(day, locale)}`);
  };
  return (
    <FormDialog
      title={`Promise ${number} for another day`}
      verb="Promise it"
      ready={day !== '' && day !== promisedOn}
      run={run}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <p className="muted">
            {promisedOn === null
              ? 'It was promised for no day yet.'
              : `It is promised for ${dateText(promisedOn, locale)}.`}{' '}
            A mail tells <bdi>{recipient.name}</bdi> of the new day.
          </p>
          <Field label="Day it is shipped on" error={errors['promisedOn']}>
            <input type="date" required value={day} onChange={(event) => setDay(event.target.value)} />
          </Field>
          <Field label="Why (optional)" hint="The customer reads it" error={errors['reason']}>
            <input maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}

export function CancelOrder({ order: { id, number, recipient, state }, onClose }: Props) {
  const [reason, setReason] = useState('');
  const change = useChange();
  const tell = useTell();
  const run = async () => {
    const body = { reason: reason.trim() };
    await change(bodyOf(api.POST('/api/v1/orders/{id}/cancel', { params: { path: { id } }, body })));
    tell.done(`${number} is cancelled`);
  };
  return (
    <FormDialog
      title={`Cancel ${number} of ${recipient.name}`}
      verb="Cancel the order"
      danger
      ready={reason.trim() !== ''}
      run={run}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <p>
            {state === 'in_production' ? 'Its production ends, and it' : 'It'} will not be made. That cannot be taken
            back; the customer gets no mail of it.
          </p>
          <Field label="Why" error={errors['reason']}>
            <input required maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
