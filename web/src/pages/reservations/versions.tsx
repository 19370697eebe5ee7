import { Instant } from '../../kit/instant';
import { Section } from '../../kit/section';
import styles from './reservations.module.css';
import { reasonText, type StayDetails, type StayFacts } from './reservations-query';

/** What was ever told of the stay, the last first, and what each changed. */
export function Versions({ stay: { versions } }: { stay: StayDetails }) {
  if (versions.length === 0) return null;
  return (
    <Section title={`What its sources told (${versions.length})`}>
      <div className="card scroll-x" tabIndex={0} role="region" aria-label="What its sources told">
        <table className={`plain-table ${styles.tight}`}>
          <thead>
            <tr>
              <th scope="col">Version</th>
              <th scope="col">Told by</th>
              <th scope="col">When</th>
              <th scope="col">Changed</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {versions.map((one, n) => (
              <tr key={one.version}>
                <td className="num">{one.version}</td>
                <td>{one.source === 'manual' ? 'a person' : one.source}</td>
                <td>
                  <Instant at={one.createdAt} />
                </td>
                <td>
                  <bdi>{changesText(versions[n + 1]?.facts, one.facts)}</bdi>
                </td>
                <td>
                  <bdi>{one.reason}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

const NAMES: Partial<Record<keyof StayFacts, string>> = {
  checkIn: 'arrival',
  checkOut: 'departure',
  listingId: 'listing',
  bookedOn: 'booked on',
  channelFee: 'channel fee',
  paymentFee: 'payment fee',
  taxRemittedBy: 'tax handed on by',
  paidToOwner: 'paid to the owner',
  sourceStatus: 'status in its source',
  review: 'to look at',
};

/** `rent 900.00 → 950.00, departure 2026-03-07 → 2026-03-08`. */
export function changesText(before: StayFacts | undefined, after: StayFacts): string {
  if (!before) return 'The first that was told';
  const changes = (Object.keys(after) as (keyof StayFacts)[]).flatMap((name) => {
    const [was, is] = [said(before[name]), said(after[name])];
    return was === is ? [] : [`${NAMES[name] ?? name} ${was} → ${is}`];
  });
  return changes.join(', ') || 'Nothing';
}

function said(value: StayFacts[keyof StayFacts]): string {
  if (Array.isArray(value)) return value.map(reasonText).join('; ') || 'nothing';
  if (value === null) return '—';
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}
