import { useState } from 'react';
import { Download, Pencil, Plus } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useLocale } from '../../api/hotels';
import { type Listing, useOwnerName } from '../../api/rentals';
import { Button } from '../../kit/button';
import { Loaded } from '../../kit/loaded';
import { Money } from '../../kit/money';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { Pager } from '../../kit/table';
import { dateText } from '../../lib/time';
import { flag, integer, useUrlState } from '../../lib/url-state';
import { useShortcut } from '../../shell/keys';
import { type Expense, ExpenseForm } from './expense-form';
import styles from './owners.module.css';
import { EXPENSES_PAGE, expensesQuery } from './owners-query';
import { CATEGORIES } from './recurring-form';
import { VoidExpense } from './void-expense';

const ADDRESS = { voided: flag(), spent: integer(0) };

/** What was spent for the listing, the last day first: by hand, by what recurs, and by files. */
export function Expenses({ listing }: { listing: Listing }) {
  const [{ voided, spent }, set] = useUrlState(ADDRESS);
  const query = useQuery(expensesQuery(listing.id, voided, spent));
  const [form, setForm] = useState<'new' | Expense>();
  const [voiding, setVoiding] = useState<Expense>();
  const ownerName = useOwnerName();
  const locale = useLocale();
  useShortcut('n', 'New expense', () => setForm('new'));
  return (
    <Section
      title="Expenses"
      actions={
        <span className="row">
          <Button aria-pressed={voided} onClick={() => set({ voided: !voided, spent: 0 })}>
            With void ones
          </Button>
          <Button icon={Plus} onClick={() => setForm('new')}>
            New expense
          </Button>
        </span>
      }
    >
      <Loaded query={query} lines={3}>
        {({ expenses, total }) =>
          expenses.length === 0 ? (
            <p className="muted">{voided ? 'There never was any.' : 'Nothing was spent for it yet.'}</p>
          ) : (
            <>
              <div className="card scroll-x" tabIndex={0} role="region" aria-label="Expenses of the listing">
                <table className={`plain-table ${styles.tight}`}>
                  <thead>
                    <tr>
                      <th scope="col">Day</th>
                      <th scope="col">What</th>
                      {voided && <th scope="col">State</th>}
                      <th scope="col" className={styles.end}>
                        Amount
                      </th>
                      <th scope="col">Charged to</th>
                      <th scope="col">Paid to</th>
                      <th scope="col">Receipt</th>
                      <th scope="col">
                        <span className="sr">Change it</span>
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {expenses.map((one) => (
                      <tr key={one.id}>
                        <td className="num">{dateText(one.day, locale, { weekday: undefined })}</td>
                        <td>
                          <bdi>{one.description}</bdi> <span className="muted">{CATEGORIES[one.category]}</span>
                        </td>
                        {voided && (
                          <td title={one.voidReason ?? undefined}>
                            {one.voidReason === null ? <State of="done" word="Counts" /> : <State of="void" />}
                          </td>
                        )}
                        <td className={styles.end}>
                          <Money amount={one.amount} currency={one.currency} />
                        </td>
                        <td>{one.ownerId === null ? 'All owners, by share' : <bdi>{ownerName(one.ownerId)}</bdi>}</td>
                        <td>
                          <bdi>{one.vendor ?? '—'}</bdi>
                        </td>
                        <td>
                          {one.receiptUrl ? (
                            <a href={one.receiptUrl} download className="row">
                              <Download size={14} aria-hidden /> Receipt
                              <span className="sr"> of {one.description}</span>
                            </a>
                          ) : (
                            <span title="None was put to it">—</span>
                          )}
                        </td>
                        <td>
                          {one.voidReason === null && (
                            <span className="row">
                              <Button
                                kind="quiet"
                                icon={Pencil}
                                aria-label={`Change ${one.description}`}
                                onClick={() => setForm(one)}
                              />
                              <Button
                                kind="quiet"
                                aria-label={`Void: ${one.description}`}
                                onClick={() => setVoiding(one)}
                              >
                                Void
                              </Button>
                            </span>
                          )}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
              {total > EXPENSES_PAGE && (
                <Pager offset={spent} limit={EXPENSES_PAGE} total={total} onOffset={(next) => set({ spent: next })} />
              )}
            </>
          )
        }
      </Loaded>
      {form !== undefined && (
        <ExpenseForm listing={listing} change={form === 'new' ? undefined : form} onClose={() => setForm(undefined)} />
      )}
      {voiding && <VoidExpense expense={voiding} onClose={() => setVoiding(undefined)} />}
    </Section>
  );
}
