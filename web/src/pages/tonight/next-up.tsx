import { useHotels } from '../../api/hotels';
import { useKindTitle } from '../../api/job-kinds';
import { Instant } from '../../kit/instant';
import { Link } from '../../kit/link';
import { Section } from '../../kit/section';
import type { Next } from './tonight-query';
import styles from './tonight.module.css';

/** What fires next, the earliest first. */
export function NextUp({ next }: { next: readonly Next[] }) {
  const hotels = useHotels();
  const titleOf = useKindTitle();
  return (
    <Section title="Next" actions={<Link to="/schedules">All schedules</Link>}>
      {next.length === 0 ? (
        <p className="muted">Nothing more is owed in this night.</p>
      ) : (
        <ol className={styles.next}>
          {next.map(({ scheduleId, kind, scheduleName, hotelId, at }) => (
            <li key={scheduleId}>
              <Instant at={at} hotelId={hotelId} age />
              <Link to={`/schedules/${scheduleId}`}>{scheduleName ? <bdi>{scheduleName}</bdi> : titleOf(kind)}</Link>
              <span className="muted">
                {hotelId === null ? 'All hotels' : <bdi>{hotels.find(({ id }) => id === hotelId)?.name}</bdi>}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
