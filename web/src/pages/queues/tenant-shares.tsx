import { useQuery } from '@tanstack/react-query';
import { Empty } from '../../kit/empty';
import { Instant } from '../../kit/instant';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { Section } from '../../kit/section';
import { countText } from '../../lib/money';
import { sharesQuery } from './queues-query';

/** For the operator: whose jobs wait and run in a queue, and how much of its time each company took. */
export function TenantShares({ name }: { name: string }) {
  const query = useQuery(sharesQuery(name));
  return (
    <Section title="Companies">
      <Loaded query={query}>
        {({ tenants }) =>
          tenants.length === 0 ? (
            <Empty title="No company had a job here in the last hour" />
          ) : (
            <div className="card scroll-x" tabIndex={0} role="region" aria-label="Companies with jobs in the queue">
              <table className="plain-table">
                <thead>
                  <tr>
                    <th scope="col">Company</th>
                    <th scope="col">Share of the time</th>
                    <th scope="col">Waiting</th>
                    <th scope="col">Running</th>
                    <th scope="col">Oldest due since</th>
                    <th scope="col">Ended in the last hour</th>
                  </tr>
                </thead>
                <tbody>
                  {tenants.map((one) => (
                    <tr key={one.tenant}>
                      <th scope="row">
                        <Link to="/operator/jobs" search={{ tenant: one.tenant, job: name }}>
                          <bdi>{one.name}</bdi>
                        </Link>
                      </th>
                      <td className="num">{one.share} %</td>
                      <td className="num">{countText(one.waiting)}</td>
                      <td className="num">{countText(one.running)}</td>
                      <td>
                        <Instant at={one.oldest} none="Nothing waits" age />
                      </td>
                      <td className="num">{countText(one.finished)}</td>
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
