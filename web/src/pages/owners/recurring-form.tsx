import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { type Listing, ownersQuery } from '../../api/rentals';
import { AmountField } from '../../kit/amount-field';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { TextChoice } from '../../kit/text-choice';
import { useTell } from '../../kit/toast';
import { dateIn } from '../../lib/time';
import { readAmount } from '../../lib/typed-amount';
import { entriesOf } from './terms-fields';

export type Recurrence = Schema<'RecurringExpenseResponse'>;
type Category = Recurrence['category'];

export const CATEGORIES: Record<Category, string> = {
  cleaning: 'Cleaning',
  deep_cleaning: 'Deep cleaning',
  laundry: 'Laundry',
  maintenance: 'Maintenance',
  repairs: 'Repairs',
  supplies: 'Supplies',
  utilities: 'Utilities',
  internet: 'Internet',
  insurance: 'Insurance',
  taxes: 'Taxes',
  marketing: 'Marketing',
  furnishing: 'Furnishing',
  other: 'Other',
};
const RHYTHMS: Record<Recurrence['rhythm'], string> = { monthly: 'Every month', weekly: 'Every week' };
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const DAYS = {
  weekly: WEEKDAYS.map((name, n) => [String(n + 1), name] as const),
  monthly: Array.from({ length: 31 }, (_, n) => [String(n + 1), n === 30 ? 'The last day' : String(n + 1)] as const),
};

/** `Every month on day 5`, `Every week on Monday`. */
export function rhythmText({ rhythm, onDay }: Pick<Recurrence, 'rhythm' | 'onDay'>): string {
  if (rhythm === 'weekly') return `Every week on ${WEEKDAYS[onDay - 1]}`;
  return `Every month on ${onDay === 31 ? 'its last day' : `day ${onDay}`}`;
}

/** What is spent again and again; a change is for expenses that are still to be made. */
export function RecurringForm({
  listing,
  change,
  onClose,
}: {
  listing: Listing;
  change?: Recurrence | undefined;
  onClose: () => void;
}) {
  const [description, setDescription] = useState(change?.description ?? '');
  const [category, setCategory] = useState<Category>(change?.category ?? 'internet');
  const [amount, setAmount] = useState(change?.amount ?? '');
  const [rhythm, setRhythm] = useState(change?.rhythm ?? 'monthly');
  const [onDay, setOnDay] = useState(String(change?.onDay ?? 1));
  const [from, setFrom] = useState(change?.from ?? dateIn(listing.timezone));
  const [to, setTo] = useState(change?.to ?? '');
  const [owner, setOwner] = useState(String(change?.ownerId ?? ''));
  const owners = useQuery(ownersQuery).data ?? [];
  const client = useQueryClient();
  const tell = useTell();
  const rule = { currency: change?.currency ?? listing.currency };
  const run = async () => {
    const body = {
      ...{ category, description: description.trim(), amount: readAmount(amount, rule).amount!, onDay: Number(onDay) },
      ...{ to: to || null, ownerId: owner ? Number(owner) : null },
    };
    await bodyOf(
      change
        ? api.PATCH('/api/v1/recurring-expenses/{id}', { params: { path: { id: change.id } }, body })
        : api.POST('/api/v1/recurring-expenses', { body: { ...body, listingId: listing.id, rhythm, from } }),
    );
    await client.invalidateQueries({ queryKey: ['owners', 'listing', listing.id, 'recurring'] });
    tell.done(change ? `${body.description} is changed` : `${body.description} is added`);
  };
  return (
    <FormDialog
      title={change ? `Change ${change.description}` : `New recurring expense of ${listing.name}`}
      verb={change ? 'Change it' : 'Add it'}
      ready={description.trim() !== '' && amount.trim() !== ''}
      run={run}
      onClose={onClose}
    >
      {(errors) => (
        <>
          {change && <p className="muted">It changes expenses that are still to be made, none that were made.</p>}
          <Field label="What" hint="The owner sees it" error={errors['description']}>
            <input
              required
              maxLength={300}
              value={description}
              onChange={(event) => setDescription(event.target.value)}
            />
          </Field>
          <div className="form-row">
            <Field label="Kind" error={errors['category']}>
              <TextChoice choices={entriesOf(CATEGORIES)} value={category} onChange={setCategory} />
            </Field>
            <AmountField
              label={`Each time, ${rule.currency}`}
              error={errors['amount']}
              required
              rule={rule}
              value={amount}
              onChange={setAmount}
            />
          </div>
          <div className="form-row">
            <Field label="How often" error={errors['rhythm']}>
              <TextChoice
                choices={entriesOf(RHYTHMS)}
                value={rhythm}
                disabled={change !== undefined}
                onChange={(next) => {
                  setRhythm(next);
                  setOnDay('1');
                }}
              />
            </Field>
            <Field label="On" error={errors['onDay']}>
              <TextChoice choices={DAYS[rhythm]} value={onDay} onChange={setOnDay} />
            </Field>
          </div>
          <div className="form-row">
            <Field label="From" error={errors['from']}>
              <input
                type="date"
                required
                disabled={change !== undefined}
                value={from}
                onChange={(event) => setFrom(event.target.value)}
              />
            </Field>
            <Field label="Last day (optional)" error={errors['to']}>
              <input type="date" min={from} value={to} onChange={(event) => setTo(event.target.value)} />
            </Field>
          </div>
          <Field label="Charged to" error={errors['ownerId']}>
            <TextChoice
              none="All its owners on each day, by their shares"
              choices={owners.map(({ id, name }) => [String(id), name] as const)}
              value={owner}
              onChange={setOwner}
            />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
