import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { AmountField } from '../../kit/amount-field';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { countText } from '../../lib/money';
import { readAmount } from '../../lib/typed-amount';
import type { Quote } from './quoting-query';
import styles from './quoting.module.css';

/** Prices by hand, with the reason that stays in the quote: for what the rules leave to a person. */
export function ManualPrice({ quote, onClose }: { quote: Quote; onClose: () => void }) {
  const client = useQueryClient();
  const concerned = quote.items.filter(
    ({ position, tiers }) => tiers.length === 0 || quote.reasons.some((one) => one.position === position),
  );
  const items = concerned.length > 0 ? concerned : quote.items;
  const rule = { currency: quote.currency };
  const [prices, setPrices] = useState<Record<string, string>>({});
  const [reason, setReason] = useState('');
  const [days, setDays] = useState('');
  const wanted = items.flatMap(({ position, quantities, tiers }) =>
    quantities.map((quantity) => {
      const key = `${position}:${quantity}`;
      const now = tiers.find((tier) => tier.quantity === quantity)?.unitPrice ?? '';
      return { key, position, quantity, typed: prices[key] ?? now };
    }),
  );
  const ready = wanted.every(({ typed }) => readAmount(typed, rule).amount !== undefined) && reason.trim() !== '';
  return (
    <FormDialog
      title={`Set the price of ${quote.number} by hand`}
      verb="Set the price"
      onClose={onClose}
      ready={ready}
      wide
      run={async () => {
        const body = {
          prices: wanted.map(({ position, quantity, typed }) => ({
            ...{ position, quantity, unitPrice: readAmount(typed, rule).amount! },
          })),
          reason: reason.trim(),
          ...(days !== '' && { leadDays: Number(days) }),
        };
        await bodyOf(api.POST('/api/v1/quotes/{id}/price', { params: { path: { id: quote.id } }, body }));
        await client.invalidateQueries({ queryKey: ['quoting'] });
      }}
    >
      {(errors) => (
        <>
          {items.map(({ position, fileName, quantities }) => (
            <fieldset key={position} className={styles.fields} style={{ border: 0, margin: 0, padding: 0 }}>
              <legend>
                <bdi>{fileName}</bdi>
              </legend>
              {quantities.map((quantity) => {
                const { key, typed } = wanted.find((one) => one.position === position && one.quantity === quantity)!;
                return (
                  <AmountField
                    key={key}
                    label={`One of ${countText(quantity)}, ${quote.currency}`}
                    required
                    rule={rule}
                    value={typed}
                    onChange={(next) => setPrices({ ...prices, [key]: next })}
                  />
                );
              })}
            </fieldset>
          ))}
          <Field label="Reason" hint="It stays with the price" error={errors['reason'] ?? errors['prices']}>
            <input required maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />
          </Field>
          <Field label="Working days until it is shipped" error={errors['leadDays']}>
            <input type="number" min={0} max={730} value={days} onChange={({ target }) => setDays(target.value)} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
