import { lazy, Suspense, useState } from 'react';
import { Plus, X } from 'lucide-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type Schema } from '../../api/client';
import { Button } from '../../kit/button';
import { Dialog } from '../../kit/dialog';
import { Loaded } from '../../kit/loaded';
import { Money } from '../../kit/money';
import { Section } from '../../kit/section';
import { Skeleton } from '../../kit/skeleton';
import { useTell } from '../../kit/toast';
import { adjustmentsQuery, type Statement } from './statements-query';
import styles from './statements.module.css';

const AdjustForm = lazy(() => import('./adjust-form'));
type Adjustment = Schema<'AdjustmentResponse'>;
const KINDS: Record<Adjustment['kind'], string> = { amount: 'Amount', exclude: 'Left out', override: 'Set to' };

/** What people have set on the statement, with their reasons; as long as it is open, more is set and taken back. */
export function Adjustments({ statement }: { statement: Statement }) {
  const { id, state, stays } = statement;
  const open = state === 'draft' || state === 'review';
  const query = useQuery(adjustmentsQuery(id));
  const client = useQueryClient();
  const tell = useTell();
  const [adding, setAdding] = useState(false);
  const refresh = () => client.invalidateQueries({ queryKey: ['statements'] });
  const put = async ({ kind, reservationId, listingId, amount, date, description, reason }: Adjustment) => {
    const body = {
      ...{ kind, date, description, reason },
      ...(reservationId && { reservationId }),
      ...(kind === 'amount' && listingId && { listingId }),
      ...(amount && { amount }),
    };
    await api
      .POST('/api/v1/statements/{id}/adjustments', { params: { path: { id } }, body })
      .catch((error: unknown) => tell.failed(error, 'It could not be brought back'));
    await refresh();
  };
  const remove = async (one: Adjustment) => {
    try {
      const path = { id, adjustmentId: one.id };
      await api.DELETE('/api/v1/statements/{id}/adjustments/{adjustmentId}', { params: { path } });
      tell.undo('The adjustment is removed', () => put(one), one.description);
    } catch (error) {
      tell.failed(error, 'It could not be removed');
    }
    await refresh();
  };
  const codeOf = (reservationId: string | null) =>
    stays.find((stay) => stay.reservationId === reservationId)?.code ?? '';
  return (
    <Section
      title="Set by hand"
      actions={
        open && (
          <Button icon={Plus} onClick={() => setAdding(true)}>
            Adjust
          </Button>
        )
      }
    >
      <Loaded query={query} lines={2}>
        {({ adjustments }) =>
          adjustments.length === 0 ? (
            <p className="muted">
              Nothing was.{open && ' An amount can be added, and a stay left out or set to an amount.'}
            </p>
          ) : (
            <div className="card scroll-x" tabIndex={0} role="region" aria-label="Set by hand">
              <table className={`plain-table ${styles.tight}`}>
                <thead>
                  <tr>
                    <th scope="col">What</th>
                    <th scope="col">Description</th>
                    <th scope="col">Why</th>
                    <th scope="col" className={styles.end}>
                      Amount
                    </th>
                    {open && (
                      <th scope="col">
                        <span className="sr">Remove</span>
                      </th>
                    )}
                  </tr>
                </thead>
                <tbody>
                  {adjustments.map((one) => (
                    <tr key={one.id}>
                      <td>
                        {KINDS[one.kind]} <bdi>{codeOf(one.reservationId)}</bdi>
                      </td>
                      <td>
                        <bdi>{one.description}</bdi>
                      </td>
                      <td>
                        <bdi>{one.reason}</bdi>
                      </td>
                      <td className={styles.end}>
                        <Money amount={one.amount} currency={one.currency} none="The stay counts as 0" />
                      </td>
                      {open && (
                        <td className={styles.end}>
                          <Button
                            kind="quiet"
                            icon={X}
                            aria-label={`Remove ${one.description}`}
                            onClick={() => void remove(one)}
                          />
                        </td>
                      )}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
      <Dialog open={adding} onClose={() => setAdding(false)} title={`Adjust ${statement.number}`}>
        <Suspense fallback={<Skeleton />}>
          <AdjustForm statement={statement} onClose={() => setAdding(false)} />
        </Suspense>
      </Dialog>
    </Section>
  );
}
