import { useId, useState } from 'react';
import { Plus, Trash2 } from 'lucide-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf, type Schema } from '../../api/client';
import { useLocale } from '../../api/hotels';
import { type Listing, ownersQuery } from '../../api/rentals';
import { Button } from '../../kit/button';
import { Field } from '../../kit/field';
import { FormDialog } from '../../kit/form-dialog';
import { TextChoice } from '../../kit/text-choice';
import { useTell } from '../../kit/toast';
import { basisPoints, percentOf } from '../../lib/choices';
import { dateIn, dateText } from '../../lib/time';
import { uuid } from '../../lib/uuid';
import styles from './owners.module.css';
import { percentText } from './shares';

type Share = Schema<'OwnershipShareResponse'>;
interface Row {
  key: string;
  ownerId: string;
  percent: string;
}

/** Whose the listing is from a night on; nights before stay whose they were. */
export function OwnershipForm({
  listing,
  shares,
  onClose,
}: {
  listing: Listing;
  shares: Share[];
  onClose: () => void;
}) {
  const [from, setFrom] = useState(() => dateIn(listing.timezone));
  const [rows, setRows] = useState<Row[]>(() => {
    const now = shares.filter(({ to }) => to === null);
    return now.map(({ ownerId, shareBp }) => ({
      key: uuid(),
      ownerId: String(ownerId),
      percent: percentOf(shareBp),
    }));
  });
  const owners = useQuery(ownersQuery).data ?? [];
  const locale = useLocale();
  const client = useQueryClient();
  const tell = useTell();
  const label = useId();
  const points = rows.map(({ percent }) => basisPoints(percent));
  const sum = points.reduce<number>((total, one) => total + (one ?? 0), 0);
  const whole = rows.length === 0 || (sum === 10_000 && points.every((one) => one !== undefined && one > 0));
  /** Active ones, and those who have a share now. */
  const choices = owners
    .filter(({ id, active }) => active || rows.some(({ ownerId }) => ownerId === String(id)))
    .map(({ id, name }) => [String(id), name] as const);
  const set = (key: string, change: Partial<Row>) =>
    setRows((before) => before.map((row) => (row.key === key ? { ...row, ...change } : row)));
  const run = async () => {
    const body = { from, shares: rows.map(({ ownerId }, n) => ({ ownerId: Number(ownerId), shareBp: points[n]! })) };
    await bodyOf(api.PUT('/api/v1/listings/{id}/ownership', { params: { path: { id: listing.id } }, body }));
    await client.invalidateQueries({ queryKey: ['owners'] });
    tell.done(`${listing.name} has new shares from ${dateText(from, locale)}`);
  };
  return (
    <FormDialog
      title={`New shares of ${listing.name}`}
      verb={rows.length === 0 ? 'Nobody owns it from then on' : 'Set the shares'}
      danger={rows.length === 0}
      ready={from !== '' && whole && rows.every(({ ownerId }) => ownerId !== '')}
      run={run}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field
            label="First night"
            hint="Nights before stay whose they were, also those of a stay that is under way"
            error={errors['from']}
          >
            <input type="date" required value={from} onChange={(event) => setFrom(event.target.value)} />
          </Field>
          <div className="field" role="group" aria-labelledby={label}>
            <span id={label}>Owners and their shares</span>
            {rows.map(({ key, ownerId, percent }, n) => (
              <div key={key} className={styles.share}>
                <TextChoice
                  aria-label={`Owner ${n + 1}`}
                  required
                  none="Choose an owner"
                  choices={choices}
                  value={ownerId}
                  onChange={(next) => set(key, { ownerId: next })}
                />
                <input
                  aria-label={`Share of owner ${n + 1} in per cent`}
                  inputMode="decimal"
                  required
                  value={percent}
                  aria-invalid={points[n] === undefined || undefined}
                  onChange={(event) => set(key, { percent: event.target.value })}
                />
                <span aria-hidden>%</span>
                <Button
                  kind="quiet"
                  icon={Trash2}
                  aria-label={`Take owner ${n + 1} out`}
                  onClick={() => setRows((before) => before.filter((row) => row.key !== key))}
                />
              </div>
            ))}
            <span>
              <Button
                icon={Plus}
                onClick={() =>
                  setRows((before) => [
                    ...before,
                    { key: uuid(), ownerId: '', percent: sum < 10_000 ? percentOf(10_000 - sum) : '' },
                  ])
                }
              >
                Another owner
              </Button>
            </span>
            <span className={whole ? 'muted' : 'field-error'} role="status">
              {rows.length === 0
                ? 'Without an owner no statement is made for its nights.'
                : whole
                  ? `✓ Together ${percentText(sum, locale)}`
                  : points.includes(undefined)
                    ? '✕ Each needs a share above 0, with at most two decimals'
                    : `✕ Together ${percentText(sum, locale)}: they must be 100 %`}
            </span>
          </div>
        </>
      )}
    </FormDialog>
  );
}
