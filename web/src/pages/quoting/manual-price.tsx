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

/**
 * Prices by hand, with the reason that stays in the quote: for what the rules leave to a person, or a price that was agreed. Parts of
 * which nothing is typed stay as they are.
 */
export function ManualPrice({ quote, onClose }: { quote: Quote; onClose: () => void }) {
  const client = useQueryClient();
  const concerned = quote.items.filter(
    ({ position, tiers }) => tiers.length === 0 || quote.reasons.some((one) => one.position === position),
  );
  const items = concerned.length > 0 ? concerned : quote.items;
  const rule = { currency: quote.currency };
  const [prices, setPrices] = useState<Record<string, string>>({});
  const [reason, setReason] = useState('');
  const [days, setDays] = useState<string>();
  const wanted = items.flatMap(({ position, quantities, tiers }) =>
    quantities.map((quantity) => {
      const key = `${position}:${quantity}`;
      const now = tiers.find((tier) => tier.quantity === quantity)?.unitPrice ?? '';
      return { key, position, quantity, typed: prices[key] ?? now };
    }),
  );
  // Only parts for which somebody has typed a price: all others stay as the rules price them.
  const touched = new Set(wanted.filter(({ key }) => prices[key] !== undefined).map(({ position }) => position));
  const changed = wanted.filter(({ position }) => touched.has(position));
  const ready =
    changed.length > 0 &&
    changed.every(({ typed }) => readAmount(typed, rule).amount !== undefined) &&
    reason.trim() !== '';
  const known = new Set(items.flatMap(({ tiers }) => tiers.map(({ leadDays }) => leadDays)));
  const usual = known.size === 1 ? [...known][0]! : null;
  return (
    <FormDialog
      title={`Set the price of ${quote.number} by hand`}
      verb="Set the price"
      onClose={onClose}
      ready={ready}
      wide
      run={async () => {
        const body = {
          prices: changed.map(({ position, quantity, typed }) => ({
            ...{ position, quantity, unitPrice: readAmount(typed, rule).amount! },
          })),
          reason: reason.trim(),
          // What is typed and taken back again is nothing typed, where there is no one number that it would take away.
          ...(days !== undefined &&
            !(days === '' && known.size !== 1) && { leadDays: days === '' ? null : Number(days) }),
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
                    required={touched.size === 0 || touched.has(position)}
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
          <Field
            label="Working days until it is shipped"
            hint={known.size > 1 ? 'Left empty, each keeps its own' : undefined}
            error={errors['leadDays']}
          >
            <input
              type="number"
              min={0}
              max={730}
              value={days ?? usual ?? ''}
              onChange={({ target }) => setDays(target.value)}
            />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
