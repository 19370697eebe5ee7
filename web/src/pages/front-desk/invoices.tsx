import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { useLocale } from '../../api/hotels';
import { useMay } from '../../api/session';
import { AmountField } from '../../kit/amount-field';
import { Button } from '../../kit/button';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { Loaded } from '../../kit/loaded';
import { Money } from '../../kit/money';
import { Section } from '../../kit/section';
import { useTell } from '../../kit/toast';
import { moneyText } from '../../lib/money';
import { dateText } from '../../lib/time';
import { readAmount } from '../../lib/typed-amount';
import { isZero } from './amounts';
import { type Booking, type Invoice, invoicesQuery, useRefresh } from './desk-query';
import styles from './front-desk.module.css';

const KINDS = { invoice: 'Invoice', credit_note: 'Credit note' };

/** What was issued for the booking, as PDF and as XML. */
export function Invoices({ booking }: { booking: Booking }) {
  const query = useQuery(invoicesQuery(booking.id));
  const [credit, setCredit] = useState<Invoice>();
  const may = useMay('ADMIN', 'MANAGER');
  const locale = useLocale();
  return (
    <Section title="Invoices">
      <Loaded query={query} lines={2}>
        {({ invoices }) =>
          invoices.length === 0 ? (
            <p className="muted">None is issued yet.</p>
          ) : (
            <div className="card scroll-x" tabIndex={0} role="region" aria-label="Invoices of the booking">
              <table className="plain-table">
                <thead>
                  <tr>
                    <th scope="col">Number</th>
                    <th scope="col">Issued</th>
                    <th scope="col">To</th>
                    <th scope="col" className={styles.amount}>
                      Total
                    </th>
                    <th scope="col" className={styles.amount}>
                      Balance
                    </th>
                    <th scope="col">Files</th>
                    {may && (
                      <th scope="col">
                        <span className="sr">Actions</span>
                      </th>
                    )}
                  </tr>
                </thead>
                <tbody>
                  {invoices.map((invoice) => (
                    <tr key={invoice.id}>
                      <td>
                        {KINDS[invoice.kind]} <code>{invoice.number}</code>
                      </td>
                      <td className="num">{dateText(invoice.issueDate, locale)}</td>
                      <td>
                        <bdi>{invoice.buyer.name}</bdi>
                      </td>
                      <td className={styles.amount}>
                        <Money amount={invoice.gross} currency={invoice.currency} />
                      </td>
                      <td className={styles.amount}>
                        {invoice.kind === 'invoice' ? (
                          <Money amount={invoice.balance} currency={invoice.currency} />
                        ) : (
                          <span title="A credit note has none">—</span>
                        )}
                      </td>
                      <td>
                        <span className="row">
                          <a href={`/api/v1/invoices/${invoice.id}/pdf`} target="_blank" rel="noreferrer">
                            PDF<span className="sr"> of {invoice.number}</span>
                          </a>
                          <a href={`/api/v1/invoices/${invoice.id}/e-invoice`} target="_blank" rel="noreferrer">
                            E-invoice<span className="sr"> of {invoice.number}</span>
                          </a>
                        </span>
                      </td>
                      {may && (
                        <td className={styles.amount}>
                          {invoice.kind === 'invoice' && invoice.paymentState !== 'credited' && (
                            <Button kind="quiet" onClick={() => setCredit(invoice)}>
                              Credit…
                            </Button>
                          )}
                        </td>
                      )}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
      {credit && <CreditNote invoice={credit} onClose={() => setCredit(undefined)} />}
    </Section>
  );
}

function CreditNote({ invoice, onClose }: { invoice: Invoice; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [amount, setAmount] = useState('');
  const locale = useLocale();
  const refresh = useRefresh();
  const tell = useTell();
  const rule = { currency: invoice.currency };
  const typed = readAmount(amount, rule).amount;
  const part = amount.trim() !== '';
  const run = async () => {
    const body = { reason: reason.trim(), ...(typed && { amount: typed }) };
    const note = await bodyOf(
      api.POST('/api/v1/invoices/{id}/credit-notes', { params: { path: { id: invoice.id } }, body }),
    );
    await refresh();
    tell.done(`Credit note ${note.number} is issued`, moneyText(note.gross, note.currency, locale));
  };
  return (
    <FormDialog
      title={`Credit ${invoice.number}?`}
      verb={part ? 'Credit this much' : 'Credit all that is left'}
      danger
      ready={reason.trim() !== '' && (!part || (typed !== undefined && !isZero(typed)))}
      run={run}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <p>
            A credit note has a number of its own and cannot be taken back. The invoice was{' '}
            <Money amount={invoice.gross} currency={invoice.currency} />, of which{' '}
            <Money amount={invoice.credited} currency={invoice.currency} /> is credited.
          </p>
          <Field label="Reason" error={errors['reason']}>
            <input
              autoFocus
              required
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </Field>
          <AmountField
            label={`Amount, ${invoice.currency} (default: all that is left)`}
            error={errors['amount']}
            rule={rule}
            value={amount}
            onChange={setAmount}
          />
        </>
      )}
    </FormDialog>
  );
}
