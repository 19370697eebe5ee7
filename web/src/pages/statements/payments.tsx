import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { useLocale } from '../../api/hotels';
import { Button } from '../../kit/button';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { Money } from '../../kit/money';
import { useTell } from '../../kit/toast';
import { moneyText } from '../../lib/money';
import { dateText } from '../../lib/time';
import { paymentsQuery, type Statement } from './statements-query';
import styles from './statements.module.css';

type Payment = Schema<'PayoutResponse'>;

/** What was paid for the statement; what came back is taken back, and the statement is to be paid again. */
export function Payments({ statement }: { statement: Statement }) {
  const payments = useQuery(paymentsQuery(statement)).data?.payouts ?? [];
  const locale = useLocale();
  const [back, setBack] = useState<Payment>();
  if (payments.length === 0) return null;
  return (
    <>
      <h3>Paid for this statement</h3>
      <div className="card scroll-x" tabIndex={0} role="region" aria-label="Paid for this statement">
        <table className={`plain-table ${styles.tight}`}>
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col">Reference</th>
              <th scope="col" className={styles.end}>
                Amount
              </th>
              <th scope="col">
                <span className="sr">Take it back</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {payments.map((one) => (
              <tr key={one.id}>
                <td>{dateText(one.day, locale)}</td>
                <td>
                  <bdi>{one.reference ?? '—'}</bdi>
                </td>
                <td className={styles.end}>
                  <Money amount={one.amount} currency={one.currency} />
                </td>
                <td className={styles.end}>
                  <Button
                    kind="quiet"
                    aria-label={`Take back the payment of ${moneyText(one.amount, one.currency, locale)}`}
                    onClick={() => setBack(one)}
                  >
                    Take back
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {back && <TakeBack payment={back} onClose={() => setBack(undefined)} />}
    </>
  );
}

function TakeBack({ payment, onClose }: { payment: Payment; onClose: () => void }) {
  const { id, amount, currency } = payment;
  const [reason, setReason] = useState('');
  const client = useQueryClient();
  const tell = useTell();
  const sum = moneyText(amount, currency, useLocale());
  const run = async () => {
    await bodyOf(api.POST('/api/v1/payouts/{id}/void', { params: { path: { id } }, body: { reason: reason.trim() } }));
    await client.invalidateQueries({ queryKey: ['statements'] });
    tell.done(`The payment of ${sum} does not count any more`);
  };
  return (
    <FormDialog
      title={`Take back the payment of ${sum}?`}
      verb="Take it back"
      keep="Keep it"
      danger
      ready={reason.trim() !== ''}
      run={run}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <p>It does not count any more, and cannot be brought back: it came back, or was a mistake.</p>
          <Field label="Why" error={errors['reason']}>
            <input required maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
