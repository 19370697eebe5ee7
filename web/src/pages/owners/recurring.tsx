import { useState } from 'react';
import { Pencil, Plus } from 'lucide-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { useLocale } from '../../api/hotels';
import { type Listing, useOwnerName } from '../../api/rentals';
import { Button } from '../../kit/button';
import { Loaded } from '../../kit/loaded';
import { Money } from '../../kit/money';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { useTell } from '../../kit/toast';
import { dateText } from '../../lib/time';
import { flag, useUrlState } from '../../lib/url-state';
import styles from './owners.module.css';
import { recurringQuery } from './owners-query';
import { CATEGORIES, type Recurrence, RecurringForm, rhythmText } from './recurring-form';

const ADDRESS = { ended: flag() };

/** What is spent for the listing every month or week; each time becomes an expense when a statement of its day is made. */
export function Recurring({ listing }: { listing: Listing }) {
  const [{ ended }, set] = useUrlState(ADDRESS);
  const query = useQuery(recurringQuery(listing.id, ended));
  const [form, setForm] = useState<'new' | Recurrence>();
  const ownerName = useOwnerName();
  const locale = useLocale();
  const client = useQueryClient();
  const tell = useTell();
  const date = (day: string) => dateText(day, locale, { weekday: undefined });
  const setActive = async ({ id, description }: Recurrence, active: boolean) => {
    try {
      await bodyOf(api.PATCH('/api/v1/recurring-expenses/{id}', { params: { path: { id } }, body: { active } }));
      tell.undo(active ? `${description} goes on` : `No more of ${description} is made`, () =>
        setActive({ id, description } as Recurrence, !active),
      );
    } catch (error) {
      tell.failed(error, 'It could not be changed');
    }
    await client.invalidateQueries({ queryKey: ['owners', 'listing', listing.id, 'recurring'] });
  };
  return (
    <Section
      title="Recurring expenses"
      actions={
        <span className="row">
          <Button aria-pressed={ended} onClick={() => set({ ended: !ended })}>
            With ended ones
          </Button>
          <Button icon={Plus} onClick={() => setForm('new')}>
            New recurring expense
          </Button>
        </span>
      }
    >
      <Loaded query={query} lines={2}>
        {({ recurringExpenses }) =>
          recurringExpenses.length === 0 ? (
            <p className="muted">
              {ended ? 'There never was any.' : 'There is none. What is spent once is noted as an expense.'}
            </p>
          ) : (
            <div className="card scroll-x" tabIndex={0} role="region" aria-label="Recurring expenses of the listing">
              <table className={`plain-table ${styles.tight}`}>
                <thead>
                  <tr>
                    <th scope="col">What</th>
                    <th scope="col">State</th>
                    <th scope="col" className={styles.end}>
                      Each time
                    </th>
                    <th scope="col">When</th>
                    <th scope="col">Charged to</th>
                    <th scope="col">From</th>
                    <th scope="col">To</th>
                    <th scope="col">
                      <span className="sr">Change it</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {recurringExpenses.map((one) => (
                    <tr key={one.id}>
                      <td>
                        <bdi>{one.description}</bdi> <span className="muted">{CATEGORIES[one.category]}</span>
                      </td>
                      <td>{one.active ? <State of="done" word="Active" /> : <State of="cancelled" word="Ended" />}</td>
                      <td className={styles.end}>
                        <Money amount={one.amount} currency={one.currency} />
                      </td>
                      <td>{rhythmText(one)}</td>
                      <td>{one.ownerId === null ? 'All owners, by share' : <bdi>{ownerName(one.ownerId)}</bdi>}</td>
                      <td>{date(one.from)}</td>
                      <td>{one.to ? date(one.to) : 'For good'}</td>
                      <td>
                        <span className="row">
                          <Button
                            kind="quiet"
                            icon={Pencil}
                            aria-label={`Change ${one.description}`}
                            onClick={() => setForm(one)}
                          />
                          <Button
                            kind="quiet"
                            aria-label={`${one.active ? 'End' : 'Go on with'} ${one.description}`}
                            onClick={() => void setActive(one, !one.active)}
                          >
                            {one.active ? 'End it' : 'Go on'}
                          </Button>
                        </span>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
      {form !== undefined && (
        <RecurringForm
          listing={listing}
          change={form === 'new' ? undefined : form}
          onClose={() => setForm(undefined)}
        />
      )}
    </Section>
  );
}
