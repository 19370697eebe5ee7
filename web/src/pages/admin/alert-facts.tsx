import { useQuery } from '@tanstack/react-query';
import { useHotel } from '../../api/hotels';
import { useKindTitle } from '../../api/job-kinds';
import { Fact, Facts } from '../../kit/facts';
import { Instant } from '../../kit/instant';
import { Loaded } from '../../kit/loaded';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { Pager } from '../../kit/table';
import { integer, useUrlState } from '../../lib/url-state';
import { type Alert, alertEventsQuery, KIND_WORDS, measure } from './alerts-query';

const ADDRESS = { events: integer(0) };
const EVENT_STATES = { fired: 'failed', resolved: 'done', reminder: 'late' } as const;
const EVENT_WORDS = { fired: 'Fired', resolved: 'Well again', reminder: 'Told again' } as const;

export function AlertFacts({ alert }: { alert: Alert }) {
  const hotel = useHotel(alert.hotelId);
  const titleOf = useKindTitle();
  return (
    <div className="card">
      <Facts>
        <Fact name="Watches">{KIND_WORDS[alert.kind]}</Fact>
        <Fact name="Fires at">{measure(alert.unit, alert.threshold)}</Fact>
        <Fact name="Now">{measure(alert.unit, alert.lastValue)}</Fact>
        <Fact name="Looked at">
          <Instant at={alert.lastCheckedAt} hotelId={alert.hotelId} seconds />
        </Fact>
        <Fact name="State since">
          <Instant at={alert.stateSince} hotelId={alert.hotelId} />
        </Fact>
        <Fact name="Job">{alert.jobName === null ? 'All kinds' : titleOf(alert.jobName)}</Fact>
        <Fact name="Hotel">
          {alert.hotelId === null ? 'All' : <bdi>{hotel?.name ?? `Hotel ${alert.hotelId}`}</bdi>}
        </Fact>
        {alert.windowMinutes !== null && <Fact name="Over the last">{alert.windowMinutes} min</Fact>}
        {alert.minJobs !== null && <Fact name="From so many jobs">{alert.minJobs}</Fact>}
        {alert.emails.length > 0 && (
          <Fact name="E-mail to">
            <bdi>{alert.emails.join(', ')}</bdi>
          </Fact>
        )}
        {alert.webhookUrl && (
          <Fact name="Webhook">
            <bdi>{alert.webhookUrl}</bdi>
          </Fact>
        )}
        <Fact name="Told again">
          {alert.remindHours === null ? 'Never' : `Every ${alert.remindHours} h while it fires`}
        </Fact>
      </Facts>
    </div>
  );
}

/** When it fired, was told again and was well again. */
export function AlertEvents({ alert }: { alert: Alert }) {
  const [{ events: offset }, set] = useUrlState(ADDRESS);
  const query = useQuery(alertEventsQuery(alert.id, offset));
  return (
    <Section title="What it has told">
      <Loaded query={query} lines={3}>
        {({ events, total }) =>
          events.length === 0 ? (
            <p className="muted">Nothing so far.</p>
          ) : (
            <div className="card scroll-x" tabIndex={0} role="region" aria-label="What the rule has told">
              <table className="plain-table">
                <thead>
                  <tr>
                    <th scope="col">At</th>
                    <th scope="col">What</th>
                    <th scope="col">Measured</th>
                  </tr>
                </thead>
                <tbody>
                  {events.map((one) => (
                    <tr key={one.id}>
                      <td>
                        <Instant at={one.at} hotelId={alert.hotelId} seconds />
                      </td>
                      <td>
                        <State of={EVENT_STATES[one.kind]} word={EVENT_WORDS[one.kind]} />
                      </td>
                      <td className="num">{measure(alert.unit, one.value)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {total > 50 && <Pager offset={offset} limit={50} total={total} onOffset={(events) => set({ events })} />}
            </div>
          )
        }
      </Loaded>
    </Section>
  );
}
