import { useEffect } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Schema } from '../../api/client';
import { listingsQuery } from '../../api/rentals';
import { Field } from '../../kit/field';
import { countOf } from '../../lib/money';

/** One listing or all; of an owner, those of which it has a share on these days. */
export function ListingChoice({
  value,
  onChange,
  targets,
  error,
}: {
  value: string;
  onChange: (listing: string) => void;
  /** Of the owner and the days that were chosen; undefined: of all owners. */
  targets: Schema<'RunTargetsResponse'> | undefined;
  error: string | undefined;
}) {
  const all = useQuery(listingsQuery).data ?? [];
  const listings = targets ? targets.listings : all;
  // What another owner has is not asked for by mistake.
  const gone = value !== '' && targets !== undefined && !listings.some(({ id }) => String(id) === value);
  useEffect(() => {
    if (gone) onChange('');
  }, [gone, onChange]);
  return (
    <Field
      label="Listing"
      error={error}
      hint={
        targets &&
        (targets.listingsTotal === 0
          ? 'The owner has no share of a listing on these days'
          : `${countOf(targets.listingsTotal, 'listing')} of the owner on these days`)
      }
    >
      <select className="native-select" value={gone ? '' : value} onChange={(event) => onChange(event.target.value)}>
        <option value="">All of them</option>
        {listings.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </Field>
  );
}
