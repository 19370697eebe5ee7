import { useState } from 'react';
import { Pencil } from 'lucide-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client';
import { inSentence, useKindTitle } from '../../api/job-kinds';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { useConfirm } from '../../kit/confirm';
import { Dialog } from '../../kit/dialog';
import { Loaded } from '../../kit/loaded';
import { Section } from '../../kit/section';
import { useTell } from '../../kit/toast';
import { countOf, countText } from '../../lib/money';
import { durationText } from '../../lib/time';
import { LimitForm } from './limit-form';
import { type Limit, limitsQuery } from './queues-query';

/** How many jobs of a tenant run at a time and start in a time: what the kind declares, and what the operator set. */
export function Limits({ name }: { name: string }) {
  const operator = useMay('OPERATOR');
  const query = useQuery(limitsQuery(name));
  const [edited, setEdited] = useState<Limit | 'new'>();
  const client = useQueryClient();
  const confirm = useConfirm();
  const tell = useTell();
  const title = inSentence(useKindTitle()(name));
  const remove = async ({ tenant }: Limit) => {
    const yes = await confirm({
      title: `Remove the cap of ${title} for ${tenant ?? 'every tenant'}?`,
      consequence: 'From now on what the kind declares counts again: more jobs may start at once.',
      verb: 'Remove the cap',
    });
    if (!yes) return;
    try {
      const params = { path: { name }, ...(tenant && { query: { tenant } }) };
      await api.DELETE('/api/v1/jobs/queues/{name}/limits', { params });
      tell.done('The cap has been removed');
    } catch (error) {
      tell.failed(error);
    }
    await client.invalidateQueries({ queryKey: ['queues'] });
  };
  return (
    <Section
      title="Caps"
      actions={
        operator && (
          <Button icon={Pencil} onClick={() => setEdited('new')}>
            Set a cap
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {(all) => {
          const limits = all.filter(({ maxRunning, rate }) => maxRunning !== null || rate !== null);
          return limits.length === 0 ? (
            <p className="muted">None: as many run as workers take.</p>
          ) : (
            <div className="card scroll-x" tabIndex={0} role="region" aria-label="Caps of the queue">
              <table className="plain-table">
                <thead>
                  <tr>
                    <th scope="col">For</th>
                    <th scope="col">At a time</th>
                    <th scope="col">Starts</th>
                    <th scope="col">Set by</th>
                    {operator && (
                      <th scope="col">
                        <span className="sr">Change</span>
                      </th>
                    )}
                  </tr>
                </thead>
                <tbody>
                  {limits.map((limit) => (
                    <tr key={`${limit.tenant} ${limit.source}`}>
                      <td>{limit.tenant ?? 'Each tenant'}</td>
                      <td className="num">
                        {limit.maxRunning === null ? <span title="No cap">—</span> : countOf(limit.maxRunning, 'job')}
                      </td>
                      <td className="num">
                        {limit.rate === null ? (
                          <span title="No cap">—</span>
                        ) : (
                          `${countText(limit.rate.jobs)} in ${durationText(limit.rate.perSeconds * 1000)}`
                        )}
                      </td>
                      <td>{limit.source === 'kind' ? 'The kind itself' : 'The operator'}</td>
                      {operator && (
                        <td>
                          <span className="row">
                            <Button onClick={() => setEdited(limit)}>Change</Button>
                            {limit.source === 'operator' && (
                              <Button kind="quiet" onClick={() => void remove(limit)}>
                                Remove
                              </Button>
                            )}
                          </span>
                        </td>
                      )}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          );
        }}
      </Loaded>
      <Dialog open={edited !== undefined} onClose={() => setEdited(undefined)} title={`Cap ${title}`}>
        {edited && (
          <LimitForm name={name} limit={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />
        )}
      </Dialog>
    </Section>
  );
}
