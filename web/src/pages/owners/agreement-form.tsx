import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { useLocale, useZone } from '../../api/hotels';
import { type Listing, listingsQuery, type Owner, ownersQuery } from '../../api/rentals';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { TextChoice } from '../../kit/text-choice';
import { useTell } from '../../kit/toast';
import { dateIn, dateText } from '../../lib/time';
import type { Agreement } from './owners-query';
import { SampleStay } from './sample-stay';
import { TermsFields } from './terms-fields';
import { termsOf, type TermsValues, valuesOf } from './terms-values';

/** Terms from a day on, which begin as those of the version before, or the terms of one version corrected. */
export function AgreementForm({
  of,
  versions,
  correct,
  onClose,
}: {
  of: { owner: Owner } | { listing: Listing };
  versions: Agreement[];
  correct?: Agreement | undefined;
  onClose: () => void;
}) {
  const ofOwner = 'owner' in of;
  const owners = useQuery(ownersQuery).data ?? [];
  const listings = useQuery(listingsQuery).data ?? [];
  /** The other side: the listing where the page is the owner's, the owner where it is the listing's. */
  const [other, setOther] = useState(() => {
    const known = new Set(versions.map((one) => String(ofOwner ? one.listingId : one.ownerId)));
    return known.size === 1 ? [...known][0]! : '';
  });
  const today = dateIn(useZone());
  const [from, setFrom] = useState(today);
  const [typed, setTyped] = useState<Partial<TermsValues>>({});
  const locale = useLocale();
  const client = useQueryClient();
  const tell = useTell();
  const ownerId = ofOwner ? of.owner.id : (correct?.ownerId ?? Number(other));
  const listingId = ofOwner ? (correct?.listingId ?? Number(other)) : of.listing.id;
  const before = versions
    .filter((one) => one.ownerId === ownerId && one.listingId === listingId && one.from < from)
    .toSorted((a, b) => b.from.localeCompare(a.from))[0];
  const values = { ...valuesOf((correct ?? before)?.terms), ...typed };
  const currency = owners.find(({ id }) => id === ownerId)?.currency ?? correct?.currency ?? 'EUR';
  const choices = ofOwner
    ? listings.filter(({ status }) => status === 'active').map(({ id, name }) => [String(id), name] as const)
    : owners.filter(({ active }) => active).map(({ id, name }) => [String(id), name] as const);
  const run = async () => {
    const terms = termsOf(values);
    await bodyOf(
      correct
        ? api.PATCH('/api/v1/agreements/{id}', { params: { path: { id: correct.id } }, body: { terms } })
        : api.POST('/api/v1/agreements', { body: { ownerId, listingId, from, terms } }),
    );
    await client.invalidateQueries({ queryKey: ['owners'] });
    tell.done(correct ? 'The terms are corrected' : `New terms hold from ${dateText(from, locale)}`);
  };
  return (
    <FormDialog
      title={correct ? `Correct the terms from ${dateText(correct.from, locale)}` : 'Terms from a day on'}
      verb={correct ? 'Correct them' : 'Agree on them'}
      ready={correct !== undefined || (other !== '' && from !== '')}
      run={run}
      onClose={onClose}
      wide
    >
      {(errors) => (
        <>
          {correct ? (
            <p className="muted">
              Drafts are calculated with them when they are made again. Once a final statement was made with this
              version it is refused: then terms from a later day on are the way.
            </p>
          ) : (
            <div className="form-row">
              <Field label={ofOwner ? 'Listing' : 'Owner'} error={errors[ofOwner ? 'listingId' : 'ownerId']}>
                <TextChoice required none="Choose one" choices={choices} value={other} onChange={setOther} />
              </Field>
              <Field
                label="First day"
                hint={
                  before
                    ? `The version from ${dateText(before.from, locale)} ends the day before; its terms are here`
                    : 'There is no version before'
                }
                error={errors['from']}
              >
                <input type="date" required value={from} onChange={(event) => setFrom(event.target.value)} />
              </Field>
            </div>
          )}
          <TermsFields
            values={values}
            currency={currency}
            errors={errors}
            onChange={(some) => setTyped((all) => ({ ...all, ...some }))}
          />
          <SampleStay values={values} currency={currency} from={correct?.from ?? from} />
        </>
      )}
    </FormDialog>
  );
}
