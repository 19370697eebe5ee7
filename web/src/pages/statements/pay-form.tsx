import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { useLocale, useZone } from '../../api/hotels';
import { ApiError } from '../../api/problem';
import { AmountField } from '../../kit/amount-field';
import { Button } from '../../kit/button';
import { ErrorView } from '../../kit/error-view';
import { Field } from '../../kit/field';
import { useTell } from '../../kit/toast';
import { moneyText } from '../../lib/money';
import { dateIn } from '../../lib/time';
import { readAmount } from '../../lib/typed-amount';
import type { Statement } from './statements-query';

type Method = Schema<'PayStatementRequest'>['method'];
const METHODS: Record<Method, string> = {
  bank_transfer: 'Bank transfer',
  card: 'Card',
  cheque: 'Cheque',
  cash: 'Cash',
  paypal: 'PayPal',
  wise: 'Wise',
  other: 'Other',
};

/** Notes that the owner was paid, wholly or in part. No money moves by it. */
export function PayForm({ statement, onClose }: { statement: Statement; onClose: () => void }) {
  const { id, left, currency, ownerName } = statement;
  const today = dateIn(useZone());
  const locale = useLocale();
  const [date, setDate] = useState(today);
  const [amount, setAmount] = useState('');
  const rule = { currency };
  const paid = readAmount(amount, rule).amount;
  const [method, setMethod] = useState<Method>('bank_transfer');
  const [reference, setReference] = useState('');
  const client = useQueryClient();
  const tell = useTell();
  const pay = useMutation({
    mutationFn: () =>
      bodyOf(
        api.POST('/api/v1/statements/{id}/pay', {
          params: { path: { id } },
          body: { date, method, ...(paid && { amount: paid }), ...(reference && { reference }) },
        }),
      ),
    onSuccess: async ({ left }) => {
      onClose();
      tell.done(`Paid; ${moneyText(left, currency, locale)} is left`);
      await client.invalidateQueries({ queryKey: ['statements'] });
    },
  });
  const fields = pay.error instanceof ApiError ? pay.error.fields : {};
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        pay.mutate();
      }}
    >
      <p className="muted">
        It notes that money has left the account for <bdi>{ownerName}</bdi>; no money moves by it.{' '}
        {moneyText(left, currency, locale)} is still to be paid out.
      </p>
      <Field label="Day on which it left the account" error={fields['date']}>
        <input type="date" required value={date} onChange={(event) => setDate(event.target.value)} />
      </Field>
      <AmountField
        label={`Amount in ${currency}`}
        hint="Left empty: all that is still to be paid"
        error={fields['amount']}
        rule={rule}
        value={amount}
        onChange={setAmount}
      />
      <Field label="How" error={fields['method']}>
        <select className="native-select" value={method} onChange={(event) => setMethod(event.target.value as Method)}>
          {Object.entries(METHODS).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </Field>
      <Field label="Reference" error={fields['reference']}>
        <input value={reference} maxLength={200} onChange={(event) => setReference(event.target.value)} />
      </Field>
      {pay.error && <ErrorView error={pay.error} />}
      <div className="dialog-actions">
        <Button onClick={onClose}>Close</Button>
        <Button kind="primary" type="submit" busy={pay.isPending}>
          Note the payment
        </Button>
      </div>
    </form>
  );
}
