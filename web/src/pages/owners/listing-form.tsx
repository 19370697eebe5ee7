import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, bodyOf } from '../../api/client';
import type { Listing } from '../../api/rentals';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { TextChoice } from '../../kit/text-choice';
import { useTell } from '../../kit/toast';
import { currenciesWith, zonesWith } from '../../lib/choices';
import { viewerZone } from '../../lib/time';

const STATUSES = [
  ['active', 'Managed'],
  ['offboarded', 'No longer managed'],
] as const;

/** A new listing, or another word about one. */
export function ListingForm({ listing, onClose }: { listing?: Listing; onClose: () => void }) {
  const [name, setName] = useState(listing?.name ?? '');
  const [code, setCode] = useState(listing?.code ?? '');
  const [currency, setCurrency] = useState(listing?.currency ?? 'EUR');
  const [timezone, setTimezone] = useState(listing?.timezone ?? viewerZone());
  const [status, setStatus] = useState<Listing['status']>(listing?.status ?? 'active');
  const client = useQueryClient();
  const navigate = useNavigate();
  const tell = useTell();
  const run = async () => {
    const body = { name: name.trim(), code: code.trim(), currency, timezone, status };
    const { id } = await bodyOf(
      listing
        ? api.PATCH('/api/v1/listings/{id}', { params: { path: { id: listing.id } }, body })
        : api.POST('/api/v1/listings', { body }),
    );
    await Promise.all([
      client.invalidateQueries({ queryKey: ['listings'] }),
      client.invalidateQueries({ queryKey: ['owners'] }),
    ]);
    tell.done(listing ? `${body.name} is changed` : `${body.name} is added`);
    if (!listing) void navigate({ to: `/listings/${id}` });
  };
  return (
    <FormDialog
      title={listing ? `Change ${listing.name}` : 'New listing'}
      verb={listing ? 'Change it' : 'Add the listing'}
      ready={name.trim() !== '' && code.trim() !== ''}
      run={run}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field label="Name" error={errors['name']}>
            <input required value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
          <Field label="Code" hint="Your own short name for it" error={errors['code']}>
            <input required value={code} onChange={(event) => setCode(event.target.value)} />
          </Field>
          <div className="form-row">
            <Field label="Currency of its stays" error={errors['currency']}>
              <TextChoice
                choices={currenciesWith(currency).map((one) => [one, one] as const)}
                value={currency}
                onChange={setCurrency}
              />
            </Field>
            <Field label="Time zone" error={errors['timezone']}>
              <TextChoice
                choices={zonesWith(timezone).map((one) => [one, one] as const)}
                value={timezone}
                onChange={setTimezone}
              />
            </Field>
          </div>
          <Field label="State" hint="What is past is stated all the same" error={errors['status']}>
            <TextChoice choices={STATUSES} value={status} onChange={setStatus} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
