import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { useLocale } from '../../api/hotels';
import { ApiError } from '../../api/problem';
import { AmountField } from '../../kit/amount-field';
import { Button } from '../../kit/button';
import { ErrorView } from '../../kit/error-view';
import { Field } from '../../kit/field';
import { useTell } from '../../kit/toast';
import { dateText } from '../../lib/time';
import { readAmount } from '../../lib/typed-amount';
import type { Statement } from './statements-query';

type Kind = Schema<'AdjustmentRequest'>['kind'];
const KINDS: Record<Kind, string> = {
  amount: 'Add an amount',
  exclude: 'Leave a stay out',
  override: 'Set what a stay comes to',
};

/** Adds an amount, leaves a stay out, or sets what it comes to; with the reason. */
export default function AdjustForm({ statement, onClose }: { statement: Statement; onClose: () => void }) {
  const { id, stays, currency } = statement;
  const [kind, setKind] = useState<Kind>('amount');
  const [reservationId, setStay] = useState('');
  const [amount, setAmount] = useState('');
  const rule = { currency, negative: true };
  const [description, setDescription] = useState('');
  const [reason, setReason] = useState('');
  const client = useQueryClient();
  const tell = useTell();
  const locale = useLocale();
  const add = useMutation({
    mutationFn: () =>
      bodyOf(
        api.POST('/api/v1/statements/{id}/adjustments', {
          params: { path: { id } },
          body: {
            ...{ kind, description, reason },
            ...(kind !== 'amount' && { reservationId }),
            ...(kind !== 'exclude' && { amount: readAmount(amount, rule).amount }),
          },
        }),
      ),
    onSuccess: async () => {
      onClose();
      tell.done('Adjusted; the statement is calculated again');
      await client.invalidateQueries({ queryKey: ['statements'] });
    },
  });
  const fields = add.error instanceof ApiError ? add.error.fields : {};
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <Field label="What" error={fields['kind']}>
        <select className="native-select" value={kind} onChange={(event) => setKind(event.target.value as Kind)}>
          {Object.entries(KINDS).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </Field>
      {kind !== 'amount' && (
        <Field label="Stay" error={fields['reservationId']}>
          <select
            className="native-select"
            required
            value={reservationId}
            onChange={(event) => setStay(event.target.value)}
          >
            <option value="">Choose a stay</option>
            {stays.map((stay) => (
              <option key={stay.reservationId} value={stay.reservationId}>
                {stay.code} {stay.guest ?? ''}, {dateText(stay.checkIn, locale)}
              </option>
            ))}
          </select>
        </Field>
      )}
      {kind !== 'exclude' && (
        <AmountField
          label={`Amount in ${currency}`}
          hint="From the owner's side: what is taken away is negative"
          error={fields['amount']}
          required
          rule={rule}
          value={amount}
          onChange={setAmount}
        />
      )}
      <Field label="Description" hint="The owner sees it" error={fields['description']}>
        <input required maxLength={200} value={description} onChange={(event) => setDescription(event.target.value)} />
      </Field>
      <Field label="Why" hint="For your colleagues; the owner does not see it" error={fields['reason']}>
        <input required maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      {add.error && <ErrorView error={add.error} />}
      <div className="dialog-actions">
        <Button onClick={onClose}>Close</Button>
        <Button kind="primary" type="submit" busy={add.isPending}>
          Adjust
        </Button>
      </div>
    </form>
  );
}
