import { ChevronRight } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useChosenHotel, useHotels, useLocale } from '../../api/hotels';
import { Instant } from '../../kit/instant';
import { Link } from '../../kit/link';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { countOf, countText } from '../../lib/money';
import { dateIn, dateText, viewerZone } from '../../lib/time';
import { atRisk } from './at-risk';
import { pausedQuery } from './paused-query';
import { counts, type Need, type Night } from './tonight-query';
import styles from './tonight.module.css';
import { Warnings } from './warnings';
import { kindWords } from './words';

/** What somebody has to look at, each with the way to its cure; or one sentence that there is nothing. */
export function Needs({ night, isPresent }: { night: Night; isPresent: boolean }) {
  const { needs, needsTotal } = night;
  const [hotel] = useChosenHotel();
  // What stands still stands still now; of another night nothing is known about it.
  const paused = useQuery({ ...pausedQuery(hotel?.id), enabled: isPresent });
  const risks = atRisk(night);
  const watch = risks.length > 0 || (isPresent && (paused.data?.total ?? 0) > 0);
  const warnings = watch && <Warnings risks={risks} paused={isPresent ? paused.data : undefined} />;
  if (needsTotal === 0)
    return watch ? (
      <Section title="Watch out">{warnings}</Section>
    ) : isPresent && paused.isPending ? null : (
      <Calm night={night} />
    );
  return (
    <Section title={`Needs you (${countText(needsTotal)})`}>
      <ul className={styles.needs} aria-label="Needs you">
        {needs.map((need) => (
          <NeedRow
            key={`${need.what} ${need.letterId ?? need.jobId ?? need.scheduleId ?? need.hotelId} ${need.at}`}
            need={need}
          />
        ))}
      </ul>
      {warnings}
      {needsTotal > needs.length && (
        <p className="muted">
          The latest of each sort; {countText(needsTotal - needs.length)} more under{' '}
          <Link to="/dead-letters">dead letters</Link> and{' '}
          <Link to="/schedules/slots" search={{ state: 'missed' }}>
            missed slots
          </Link>
          .
        </p>
      )}
    </Section>
  );
}

function Calm({ night }: { night: Night }) {
  const { slots, done } = counts(night);
  const [next] = night.next;
  return (
    <p className={styles.calm} role="status">
      Nothing needs you.
      {slots > 0 && ` ${countText(done)} of ${countOf(slots, 'job')} so far ${done === 1 ? 'is' : 'are'} done.`}
      {next && (
        <>
          {' '}
          The next, {kindWords(next.kind).toLowerCase()}, runs at <Instant at={next.at} hotelId={next.hotelId} clock />.
        </>
      )}
    </p>
  );
}

function NeedRow({ need }: { need: Need }) {
  const hotels = useHotels();
  const locale = useLocale();
  const [, choose] = useChosenHotel();
  const { what, hotelId, at } = need;
  const hotel = hotels.find(({ id }) => id === hotelId);
  const kind = need.kind && kindWords(need.kind);
  const zone = hotel?.timezone ?? viewerZone();
  const { word, text, to, search, verb } = {
    dead: {
      word: 'dead',
      text: (
        <>
          {kind} was given up: <bdi>{need.error?.message}</bdi>
        </>
      ),
      to: `/dead-letters/${need.letterId}`,
      search: {},
      verb: 'Mend and run again',
    },
    missed: {
      word: 'missed',
      text: (
        <>
          {kind} did not run
          {need.scheduleName && (
            <>
              {' '}
              (<bdi>{need.scheduleName}</bdi>)
            </>
          )}
        </>
      ),
      to: `/schedules/${need.scheduleId}`,
      search: { night: at ? dateIn(zone, at) : undefined, state: 'missed' },
      verb: 'Run it, or waive it',
    },
    'failed-items': {
      word: 'failed',
      text: (
        <>
          {kind} is done but for {countOf(need.items ?? 0, 'item')}
        </>
      ),
      to: `/jobs/${need.jobId}`,
      search: {},
      verb: 'See why, and retry',
    },
    blockers: {
      word: 'blocker',
      text: (
        <>
          {need.businessDate && dateText(need.businessDate, locale)} cannot be closed: {blockers(need)}
        </>
      ),
      to: '/close-day',
      search: {},
      verb: 'Open the checklist',
    },
  }[what];
  return (
    <li className={styles.need}>
      <Link
        to={to}
        search={search}
        className={styles.needLink}
        // The page shows the hotel that is chosen above.
        onClick={() => what === 'blockers' && choose(hotelId ?? undefined)}
      >
        <span className={styles.needState}>
          <State of={word} word={what === 'failed-items' ? 'Items' : what === 'blockers' ? 'Blocked' : undefined} />
        </span>
        <span className={styles.needText}>
          {text}
          <span className={styles.needWhere}>
            {hotel ? <bdi>{hotel.name}</bdi> : hotelId === null ? 'All hotels' : `Hotel ${hotelId}`} ·{' '}
            {what === 'blockers' && 'since '}
            <Instant at={at} hotelId={hotelId} />
          </span>
        </span>
        <span className={styles.needVerb}>
          {verb}
          <ChevronRight size={14} aria-hidden />
        </span>
      </Link>
    </li>
  );
}

/** `2 arrivals, 1 departure, invoice generation`. */
function blockers({ arrivals = 0, departures = 0, nightJobs = [] }: Need): string {
  return [
    arrivals > 0 && `${countOf(arrivals, 'guest')} still expected`,
    departures > 0 && `${countOf(departures, 'guest')} still to leave`,
    nightJobs.length > 0 && `${nightJobs.map((job) => kindWords(job).toLowerCase()).join(', ')} not run`,
  ]
    .filter(Boolean)
    .join('; ');
}
