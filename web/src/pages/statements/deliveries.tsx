import { useEffect } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Instant } from '../../kit/instant';
import { Loaded } from '../../kit/loaded';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { deliveriesQuery, type Statement } from './statements-query';
import styles from './statements.module.css';

/** What became of the mails with the statement. */
export function Deliveries({ statement }: { statement: Statement }) {
  const open = statement.state === 'draft' || statement.state === 'review';
  const query = useQuery({ ...deliveriesQuery(statement.id), enabled: !open });
  // A mail that the server has taken makes the statement sent.
  const client = useQueryClient();
  const taken = statement.state === 'final' && query.data?.deliveries.some(({ state }) => state === 'sent') === true;
  useEffect(() => {
    if (taken) void client.invalidateQueries({ queryKey: ['statements', 'one', statement.id], exact: true });
  }, [taken, client, statement.id]);
  if (open) return null;
  return (
    <Section title="Mails">
      <Loaded query={query} lines={2}>
        {({ deliveries }) =>
          deliveries.length === 0 ? (
            <p className="muted">It was not sent yet.</p>
          ) : (
            <div className="card scroll-x" tabIndex={0} role="region" aria-label="Mails with the statement">
              <table className={`plain-table ${styles.tight}`}>
                <thead>
                  <tr>
                    <th scope="col">Try</th>
                    <th scope="col">State</th>
                    <th scope="col">To</th>
                    <th scope="col">Asked for</th>
                    <th scope="col">Settled</th>
                    <th scope="col">The mail server said</th>
                  </tr>
                </thead>
                <tbody>
                  {deliveries.map((one) => (
                    <tr key={one.id}>
                      <td className="num">{one.attempt}</td>
                      <td>
                        <State of={one.state} word={one.state === 'bounced' ? 'Bounced' : undefined} />
                      </td>
                      <td>
                        <bdi>{one.toAddress}</bdi>
                      </td>
                      <td>
                        <Instant at={one.createdAt} />
                      </td>
                      <td>
                        <Instant at={one.settledAt} />
                      </td>
                      <td>
                        <bdi>{one.words}</bdi>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
    </Section>
  );
}
