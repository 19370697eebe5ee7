import { useState } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, bodyOf, type Schema } from '../../api/client';
import { useOwnZone } from '../../api/preferences';
import { ApiError } from '../../api/problem';
import { ownersQuery } from '../../api/rentals';
import { Button } from '../../kit/button';
import { ErrorView } from '../../kit/error-view';
import { Field } from '../../kit/field';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import { ListingChoice } from './listing-choice';
import { Made } from './made';
import { CALCULATIONS } from './period';
import { targetsQuery } from './runs-query';
import styles from './statements.module.css';
import { addMonths, daysOf, monthIn } from './statements-query';

type Calculation = '' | keyof typeof CALCULATIONS;
type Answer = Schema<'StatementsMadeResponse'> | Schema<'RunStartedResponse'>;

/** For whom, which days, how: the statements of one owner are there at once, those of all are made in the background. */
export default function GenerateForm({ month, owner, onClose }: { month: string; owner: number; onClose: () => void }) {
  const owners = useQuery(ownersQuery).data ?? [];
  const [who, setWho] = useState<'all' | 'one'>(owner ? 'one' : 'all');
  const [ownerId, setOwnerId] = useState(owner ? String(owner) : '');
  const [listing, setListing] = useState('');
  const { zone } = useOwnZone();
  const [range, setRange] = useState(daysOf(month || addMonths(monthIn(zone), -1)));
  const [calculation, setCalculation] = useState<Calculation>('');
  const [grouping, setGrouping] = useState<'listing' | 'owner'>('listing');
  const [notify, setNotify] = useState(false);
  const chosen = ownerId ? Number(ownerId) : undefined;
  const targets = useQuery(targetsQuery(who === 'all' ? 'all' : chosen, range));
  const client = useQueryClient();
  const navigate = useNavigate();
  const tell = useTell();
  const make = useMutation({
    mutationFn: (): Promise<Answer> =>
      bodyOf(
        api.POST('/api/v1/statements/generate', {
          body: {
            ownerId: who === 'all' ? 'all' : Number(ownerId),
            startDate: range.from,
            endDate: range.to,
            grouping,
            ...(listing && { propertyId: Number(listing) }),
            ...(calculation && { calculationType: calculation }),
            notify: who === 'all' && notify,
          },
        }) as Promise<{ data?: Answer }>,
      ),
    onSuccess: (answer) => {
      void client.invalidateQueries({ queryKey: ['statements'] });
      if ('jobId' in answer) {
        onClose();
        tell.done('The statements are being made', 'You can close this window: it goes on without it.');
        void navigate({ to: `/statements/runs/${answer.jobId}` });
        return;
      }
      const [only, ...others] = answer.statements;
      if (!only?.statementId || others.length > 0 || answer.errors.length > 0) return;
      onClose();
      tell.done(only.reason === 'unchanged' ? 'It was there already, with the same figures' : 'The statement is made');
      void navigate({ to: `/statements/${only.statementId}` });
    },
  });
  if (make.data && !('jobId' in make.data)) return <Made made={make.data} onClose={onClose} />;
  const fields = make.error instanceof ApiError ? make.error.fields : {};
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <fieldset className={styles.choices}>
        <legend>For whom</legend>
        <label>
          <input type="radio" name="who" checked={who === 'all'} onChange={() => setWho('all')} /> All owners
        </label>
        <label>
          <input type="radio" name="who" checked={who === 'one'} onChange={() => setWho('one')} /> One owner
        </label>
      </fieldset>
      {who === 'one' && (
        <Field label="Owner" error={fields['ownerId']}>
          <select
            className="native-select"
            required
            value={ownerId}
            onChange={(event) => setOwnerId(event.target.value)}
          >
            <option value="">Choose an owner</option>
            {owners.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Field>
      )}
      <div className="form-row">
        <Field label="First day" error={fields['startDate']}>
          <input
            type="date"
            required
            value={range.from}
            onChange={(event) => setRange({ ...range, from: event.target.value })}
          />
        </Field>
        <Field label="Last day, included" error={fields['endDate']}>
          <input
            type="date"
            required
            min={range.from}
            value={range.to}
            onChange={(event) => setRange({ ...range, to: event.target.value })}
          />
        </Field>
      </div>
      <span className="row">
        <Button kind="quiet" onClick={() => setRange(daysOf(addMonths(monthIn(zone), -1)))}>
          Last month
        </Button>
        <Button kind="quiet" onClick={() => setRange(daysOf(monthIn(zone)))}>
          This month
        </Button>
      </span>
      <Field label="When the money of a stay counts" error={fields['calculationType']}>
        <select
          className="native-select"
          value={calculation}
          onChange={(event) => setCalculation(event.target.value as Calculation)}
        >
          <option value="">As each agreement says</option>
          {Object.entries(CALCULATIONS).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </Field>
      <fieldset className={styles.choices}>
        <legend>Statements</legend>
        <label>
          <input
            type="radio"
            name="grouping"
            checked={grouping === 'listing'}
            onChange={() => setGrouping('listing')}
          />{' '}
          One for each listing
        </label>
        <label>
          <input type="radio" name="grouping" checked={grouping === 'owner'} onChange={() => setGrouping('owner')} />{' '}
          One for all listings of an owner
        </label>
      </fieldset>
      <ListingChoice
        value={listing}
        onChange={setListing}
        targets={who === 'one' && chosen !== undefined ? targets.data : undefined}
        error={fields['propertyId']}
      />
      {who === 'all' && (
        <label className="row">
          <input type="checkbox" checked={notify} onChange={(event) => setNotify(event.target.checked)} /> Send me a
          mail when all are done
        </label>
      )}
      <p className="muted">
        {who === 'all' && targets.data && (
          <>
            {countOf(targets.data.owners, 'owner')}, {countOf(targets.data.listingsTotal, 'listing')}.{' '}
          </>
        )}
        {who === 'all' ? 'It goes on in the background, and its page shows how far it is.' : 'It is there at once.'}{' '}
        Drafts of these days are calculated again; what is final stays as it is.
      </p>
      {make.error && <ErrorView error={make.error} />}
      <div className="dialog-actions">
        <Button onClick={onClose}>Close</Button>
        <Button kind="primary" type="submit" busy={make.isPending}>
          Generate
        </Button>
      </div>
    </form>
  );
}
