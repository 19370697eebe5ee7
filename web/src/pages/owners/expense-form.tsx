import { useRef, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { type Listing, useOwnerName } from '../../api/rentals';
import { AmountField } from '../../kit/amount-field';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { TextChoice } from '../../kit/text-choice';
import { useTell } from '../../kit/toast';
import { currenciesWith } from '../../lib/choices';
import { dateIn } from '../../lib/time';
import { readAmount } from '../../lib/typed-amount';
import styles from './owners.module.css';
import { ownershipQuery, putReceipt } from './owners-query';
import { CATEGORIES } from './recurring-form';
import { entriesOf } from './terms-fields';

export type Expense = Schema<'ExpenseResponse'>;

/** What a receipt may be, as an input has it. */
const RECEIPTS = '.pdf,.jpg,.jpeg,.png,.webp,.heic,.tif,.tiff';

/** What was spent once, with its receipt; a change of one that a final statement tells of is adjusted on the next. */
export function ExpenseForm({
  listing,
  change,
  onClose,
}: {
  listing: Listing;
  change?: Expense | undefined;
  onClose: () => void;
}) {
  const [description, setDescription] = useState(change?.description ?? '');
  const [category, setCategory] = useState<Expense['category']>(change?.category ?? 'maintenance');
  const [amount, setAmount] = useState(change?.amount ?? '');
  const [currency, setCurrency] = useState(change?.currency ?? listing.currency);
  const [day, setDay] = useState(change?.day ?? dateIn(listing.timezone));
  const [vendor, setVendor] = useState(change?.vendor ?? '');
  const [owner, setOwner] = useState(String(change?.ownerId ?? ''));
  const [receipt, setReceipt] = useState<File>();
  const [without, setWithout] = useState(false);
  /** It was kept, and its receipt was refused: tried again it is the same expense. */
  const made = useRef<string>(undefined);
  const shares = useQuery(ownershipQuery(listing.id)).data?.shares ?? [];
  const ownerName = useOwnerName();
  const client = useQueryClient();
  const tell = useTell();
  const rule = { currency };
  const run = async () => {
    const body = {
      ...{ category, description: description.trim(), amount: readAmount(amount, rule).amount!, day },
      ...{ vendor: vendor.trim() || null, ownerId: owner ? Number(owner) : null },
    };
    const id = change?.id ?? made.current;
    try {
      const { id: kept } = await bodyOf(
        id
          ? api.PATCH('/api/v1/expenses/{id}', { params: { path: { id } }, body })
          : api.POST('/api/v1/expenses', { body: { ...body, listingId: listing.id, currency } }),
      );
      made.current = kept;
      if (receipt) await putReceipt(kept, receipt);
      else if (without) await api.DELETE('/api/v1/expenses/{id}/receipt', { params: { path: { id: kept } } });
    } finally {
      await client.invalidateQueries({ queryKey: ['owners', 'listing', listing.id, 'expenses'] });
    }
    tell.done(
      change ? `${body.description} is changed` : `${body.description} is noted`,
      'A statement that is open has it once it is calculated again.',
    );
  };
  const owners = [...new Set(shares.map(({ ownerId }) => ownerId).concat(change?.ownerId ?? []))];
  return (
    <FormDialog
      title={change ? `Change ${change.description}` : `New expense of ${listing.name}`}
      verb={change ? 'Change it' : 'Note it'}
      ready={description.trim() !== '' && amount.trim() !== ''}
      run={run}
      onClose={onClose}
    >
      {(errors) => (
        <>
          {change && <p className="muted">What a final statement tells stays there; the next one adjusts it.</p>}
          <Field label="What" hint="The owner sees it" error={errors['description']}>
            <input
              required
              maxLength={300}
              value={description}
              onChange={(event) => setDescription(event.target.value)}
            />
          </Field>
          <div className="form-row">
            <Field
              label="Kind"
              hint="Cleaning is the one after a stay, which the guest’s cleaning fee pays for"
              error={errors['category']}
            >
              <TextChoice choices={entriesOf(CATEGORIES)} value={category} onChange={setCategory} />
            </Field>
            <Field label="Day" hint="The statement of this day shows it" error={errors['day']}>
              <input type="date" required value={day} onChange={(event) => setDay(event.target.value)} />
            </Field>
          </div>
          <div className="form-row">
            <AmountField
              label="Amount"
              error={errors['amount']}
              required
              rule={rule}
              value={amount}
              onChange={setAmount}
            />
            <Field label="Currency" error={errors['currency']}>
              <TextChoice
                choices={currenciesWith(currency).map((code) => [code, code] as const)}
                value={currency}
                disabled={change !== undefined}
                onChange={setCurrency}
              />
            </Field>
          </div>
          <Field label="Paid to (optional)" error={errors['vendor']}>
            <input maxLength={200} value={vendor} onChange={(event) => setVendor(event.target.value)} />
          </Field>
          <Field label="Charged to" error={errors['ownerId']}>
            <TextChoice
              none="All its owners on this day, by their shares"
              choices={owners.map((id) => [String(id), ownerName(id)] as const)}
              value={owner}
              onChange={setOwner}
            />
          </Field>
          <Field
            label={change?.receiptUrl ? 'Another receipt (optional)' : 'Receipt (optional)'}
            hint="PDF, JPEG, PNG, WebP, HEIC or TIFF, at most 20 MB"
            error={errors['file']}
          >
            <input type="file" accept={RECEIPTS} onChange={(event) => setReceipt(event.target.files?.[0])} />
          </Field>
          {change?.receiptUrl && !receipt && (
            <label className={styles.check}>
              <input type="checkbox" checked={without} onChange={(event) => setWithout(event.target.checked)} />
              Take its receipt away
            </label>
          )}
        </>
      )}
    </FormDialog>
  );
}
