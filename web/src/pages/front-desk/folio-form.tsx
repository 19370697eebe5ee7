import { useState } from 'react';
import { useQuery, queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { useLocale } from '../../api/hotels';
import { AmountField } from '../../kit/amount-field';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { useTell } from '../../kit/toast';
import { moneyText } from '../../lib/money';
import { readAmount } from '../../lib/typed-amount';
import { isZero, METHODS, type Method, negated, rateText } from './amounts';
import { type Folio, useRefresh } from './desk-query';

/** What can be posted on a folio. */
export type FolioDeed = 'charge' | 'payment' | 'refund' | 'deposit' | 'deposit-back' | 'deposit-apply';

const TITLES: Record<FolioDeed, string> = {
  charge: 'Post a charge',
  payment: 'Take a payment',
  refund: 'Give a payment back',
  deposit: 'Take a deposit',
  'deposit-back': 'Give a deposit back',
  'deposit-apply': 'Pay with the deposit',
};
const VERBS: Record<FolioDeed, string> = {
  charge: 'Charge',
  payment: 'Take',
  refund: 'Give back',
  deposit: 'Take',
  'deposit-back': 'Give back',
  'deposit-apply': 'Pay',
};

const UNCHOSEN = '?';

function taxesQuery(hotelId: number) {
  return queryOptions({
    queryKey: ['front-desk', 'taxes', hotelId],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/api/v1/hotels/{id}/tax-categories', { params: { path: { id: hotelId } }, signal })),
    staleTime: 10 * 60_000,
  });
}

/** The amount that is likely meant. */
function likely(deed: FolioDeed, folio: Folio, number: number): string {
  const window = folio.windows.find((one) => one.number === number) ?? folio;
  const owed = window.balance.startsWith('-') || isZero(window.balance) ? '' : window.balance;
  if (deed === 'payment') return owed;
  if (deed === 'refund') return window.balance.startsWith('-') ? negated(window.balance) : '';
  if (deed === 'deposit-back') return window.depositHeld;
  return '';
}

/** What is charged goes on a bill that is not written yet, what is paid to one that owes. */
function likelyWindow(deed: FolioDeed, { windows }: Folio): number {
  const fits = windows.find(({ invoicedAt, balance }) => (deed === 'charge' ? invoicedAt === null : !isZero(balance)));
  return (fits ?? windows[0])?.number ?? 1;
}

export function FolioForm({
  deed,
  folio,
  window: first,
  onClose,
}: {
  deed: FolioDeed;
  folio: Folio;
  window?: number;
  onClose: () => void;
}) {
  const [window, setWindow] = useState(first ?? likelyWindow(deed, folio));
  const [amount, setAmount] = useState(() => likely(deed, folio, window));
  const [description, setDescription] = useState('');
  const [quantity, setQuantity] = useState('1');
  // Nothing is likely: a charge outside the scope of tax by oversight is a wrong invoice.
  const [tax, setTax] = useState<string>();
  const [department, setDepartment] = useState<'rooms' | 'food' | 'other'>('other');
  const [method, setMethod] = useState<Method>('card');
  const [reference, setReference] = useState('');
  const taxes = useQuery({ ...taxesQuery(folio.hotelId), enabled: deed === 'charge' }).data?.taxCategories ?? [];
  const locale = useLocale();
  const refresh = useRefresh();
  const tell = useTell();
  const params = { path: { id: folio.id } };
  const back = deed === 'refund' || deed === 'deposit-back';
  const rule = { currency: folio.currency };
  const typed = readAmount(amount, rule).amount;
  const value = back && typed ? negated(typed) : (typed ?? '');
  const isMoney = deed !== 'charge' && deed !== 'deposit-apply';
  const post = () => {
    const money = { window, method, amount: value, ...(reference.trim() && { reference: reference.trim() }) };
    if (deed === 'payment' || deed === 'refund')
      return api.POST('/api/v1/folios/{id}/payments', { params, body: money });
    if (deed === 'deposit' || deed === 'deposit-back')
      return api.POST('/api/v1/folios/{id}/deposits', { params, body: money });
    if (deed === 'deposit-apply') {
      const body = { window, ...(value && { amount: value }) };
      return api.POST('/api/v1/folios/{id}/deposits/apply', { params, body });
    }
    const charge = { window, description: description.trim(), amount: value, quantity: Number(quantity), department };
    return api.POST('/api/v1/folios/{id}/charges', { params, body: { ...charge, ...(tax && { taxCode: tax }) } });
  };
  const run = async () => {
    const after = await bodyOf(post());
    await refresh();
    tell.done(`${TITLES[deed]}: done`, `Balance ${moneyText(after.balance, after.currency, locale)}`);
  };
  const needsAmount = deed !== 'deposit-apply' || amount.trim() !== '';
  return (
    <FormDialog
      title={TITLES[deed]}
      verb={VERBS[deed]}
      ready={
        (!needsAmount || typed !== undefined) && (deed !== 'charge' || (description.trim() !== '' && tax !== undefined))
      }
      run={run}
      onClose={onClose}
    >
      {(errors) => (
        <>
          {deed === 'charge' && (
            <Field label="What" error={errors['description']}>
              <input
                autoFocus
                required
                maxLength={200}
                value={description}
                onChange={(event) => setDescription(event.target.value)}
                placeholder="E.g. Minibar"
              />
            </Field>
          )}
          <div className="form-row">
            <AmountField
              label={`Amount${deed === 'charge' ? ' of one' : deed === 'deposit-apply' ? ' (default: all)' : ''}, ${folio.currency}`}
              error={errors['amount']}
              rule={rule}
              value={amount}
              onChange={setAmount}
            />
            {deed === 'charge' && (
              <Field label="How many" error={errors['quantity']}>
                <input
                  type="number"
                  min={1}
                  required
                  value={quantity}
                  onChange={(event) => setQuantity(event.target.value)}
                />
              </Field>
            )}
            {isMoney && (
              <Field label="By">
                <select
                  className="native-select"
                  value={method}
                  onChange={(event) => setMethod(event.target.value as Method)}
                >
                  {METHODS.map((one) => (
                    <option key={one}>{one}</option>
                  ))}
                </select>
              </Field>
            )}
          </div>
          {deed === 'charge' && (
            <div className="form-row">
              <Field label="Tax">
                <select
                  className="native-select"
                  required
                  value={tax ?? UNCHOSEN}
                  onChange={(event) => setTax(event.target.value)}
                >
                  <option value={UNCHOSEN} disabled>
                    Choose one
                  </option>
                  {taxes.map(({ code, name, rate }) => (
                    <option key={code} value={code}>
                      {name}, {rateText(rate)} %
                    </option>
                  ))}
                  <option value="">Outside the scope of tax</option>
                </select>
              </Field>
              <Field label="Department">
                <select
                  className="native-select"
                  value={department}
                  onChange={(event) => setDepartment(event.target.value as 'rooms' | 'food' | 'other')}
                >
                  <option>rooms</option>
                  <option>food</option>
                  <option>other</option>
                </select>
              </Field>
            </div>
          )}
          {isMoney && (
            <Field label="Reference (optional)" hint="The terminal's or the bank's; never the number of a card">
              <input value={reference} maxLength={100} onChange={(event) => setReference(event.target.value)} />
            </Field>
          )}
          {folio.windows.length > 1 && (
            <Field label="Window">
              <select
                className="native-select"
                value={window}
                onChange={(event) => {
                  const next = Number(event.target.value);
                  if (amount === likely(deed, folio, window)) setAmount(likely(deed, folio, next));
                  setWindow(next);
                }}
              >
                {folio.windows.map(({ number, payer }) => (
                  <option key={number} value={number}>
                    {number}. {payer.name}
                  </option>
                ))}
              </select>
            </Field>
          )}
        </>
      )}
    </FormDialog>
  );
}
