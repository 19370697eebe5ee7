import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, bodyOf } from '../api/client';
import { useMay } from '../api/session';
import { actionWords, actorWords, outcomeWords } from '../lib/audit-words';
import { Button } from './button';
import { Instant } from './instant';
import { Loaded } from './loaded';
import { Section } from './section';

const FIRST = 10;
const MORE = 100;

function auditQuery(targets: readonly string[], limit: number) {
  const query = { target: targets.join(','), limit, offset: 0 };
  return queryOptions({
    queryKey: ['who-did', query],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/audit/targets', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

/**
 * Who did what to a thing and when, the latest first, for those who may see it. `targets`: collection and id as in the paths of the
 * API, e.g. `bookings/0198…`; `zone`: of what belongs to no hotel. Refused tries are among them, because somebody may ask who tried.
 */
export function WhoDid({
  targets,
  hotelId,
  zone,
  thing,
}: {
  targets: readonly string[];
  hotelId?: number | null;
  zone?: string;
  /** As it is shown: when it changes, somebody has done something to it. */
  thing?: unknown;
}) {
  const may = useMay('ADMIN', 'MANAGER');
  const [limit, setLimit] = useState(FIRST);
  const query = useQuery({ ...auditQuery(targets, limit), enabled: may });
  const client = useQueryClient();
  const before = useRef(thing);
  useEffect(() => {
    if (before.current === thing) return;
    before.current = thing;
    void client.invalidateQueries({ queryKey: ['who-did'] });
  }, [client, thing]);
  if (!may) return null;
  return (
    <Section title="Who did what">
      <Loaded query={query} lines={3}>
        {({ entries, total }) =>
          entries.length === 0 ? (
            <p className="muted">The audit trail has nothing of it: nobody has changed it by hand.</p>
          ) : (
            <div className="card scroll-x" tabIndex={0} role="region" aria-label="Who did what">
              <table className="plain-table who-did">
                <tbody>
                  {entries.map((entry) => {
                    const { name, by } = actorWords(entry);
                    const outcome = outcomeWords(entry.status);
                    const reason = entry.detail?.['reason'];
                    return (
                      <tr key={entry.id}>
                        <td>
                          <Instant at={entry.at} hotelId={hotelId} zone={zone} seconds />
                        </td>
                        <td>
                          <bdi>{name}</bdi>
                          {by && <span className="muted"> {by}</span>}
                        </td>
                        <td>
                          <span title={entry.action}>{actionWords(entry.action)}</span>
                          {typeof reason === 'string' && (
                            <>
                              : <bdi>{reason}</bdi>
                            </>
                          )}
                          {outcome && <span className="muted">, {outcome}</span>}
                        </td>
                      </tr>
                    );
                  })}
                </tbody>
              </table>
              {total > entries.length && limit === FIRST && (
                <Button kind="quiet" onClick={() => setLimit(MORE)}>
                  {total > MORE ? `The latest ${MORE} of ${total}` : `All ${total}`}
                </Button>
              )}
            </div>
          )
        }
      </Loaded>
    </Section>
  );
}
