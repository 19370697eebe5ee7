import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { type Owner, useListingName } from '../../api/rentals';
import { AmountField } from '../../kit/amount-field';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { TextChoice } from '../../kit/text-choice';
import { useTell } from '../../kit/toast';
import { readAmount } from '../../lib/typed-amount';
import { sharesQuery } from './owners-query';

/** What the owner was owed when its statements began here: once for each listing, or for all together. */
export function OpeningForm({ owner, onClose }: { owner: Owner; onClose: () => void }) {
  const [listing, setListing] = useState('');
  const [amount, setAmount] = useState('');
  const [date, setDate] = useState('');
  const [note, setNote] = useState('Balance of the last statement of the former program');
  const shares = useQuery(sharesQuery(owner.id)).data ?? [];
  const listingName = useListingName();
  const client = useQueryClient();
  const tell = useTell();
  const rule = { currency: owner.currency, negative: true };
  const run = async () => {
    const params = { path: { id: owner.id } };
    const listingId = listing ? Number(listing) : null;
    const body = { listingId, amount: readAmount(amount, rule).amount!, date, note: note.trim() };
    await bodyOf(api.POST('/api/v1/owners/{id}/opening-balances', { params, body }));
    await client.invalidateQueries({ queryKey: ['owners', 'one', owner.id, 'balance'] });
    tell.done(`The opening balance is kept, ${listingName(listingId)}`, 'The first statement opens with it.');
  };
  const listings = [...new Set(shares.map((share) => share.listing.id))];
  return (
    <FormDialog
      title={`Opening balance of ${owner.name}`}
      verb="Keep it"
      ready={amount.trim() !== '' && date !== '' && note.trim() !== ''}
      run={run}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field
            label="Of the statements"
            hint="As they are made here: one for each listing, or one for all"
            error={errors['listingId']}
          >
            <TextChoice
              none="Of all listings together"
              choices={listings.map((id) => [String(id), listingName(id)] as const)}
              value={listing}
              onChange={setListing}
            />
          </Field>
          <div className="form-row">
            <AmountField
              label={`Owed to the owner, ${owner.currency}`}
              hint="With a minus where the owner owes"
              error={errors['amount']}
              required
              rule={rule}
              value={amount}
              onChange={setAmount}
            />
            <Field label="At the end of" hint="The first statement begins after it" error={errors['date']}>
              <input type="date" required value={date} onChange={(event) => setDate(event.target.value)} />
            </Field>
          </div>
          <Field label="Note" hint="It stands on the statement" error={errors['note']}>
            <input required maxLength={200} value={note} onChange={(event) => setNote(event.target.value)} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
