import { useMemo } from 'react';
import { ChevronRight } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useChosenHotel, useHotels, useLocale } from '../../api/hotels';
import { inSentence, type KindTitle, useKindTitle } from '../../api/job-kinds';
import { Button } from '../../kit/button';
import { Instant } from '../../kit/instant';
import { Link } from '../../kit/link';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { useInUse, useSteadyRows } from '../../kit/table';
import { countOf, countText } from '../../lib/money';
import { dateIn, dateText, viewerZone } from '../../lib/time';
import { atRisk } from './at-risk';
import { pausedQuery } from './paused-query';
import { counts, grouped, groupId, type Need, type NeedGroup, type Night } from './tonight-query';
import styles from './tonight.module.css';
import { Warnings } from './warnings';

/**
 * What somebody has to look at, each with the way to its cure; or one sentence that there is nothing. Rows keep their places while
 * they are in use (`useInUse`).
 */
export function Needs({ night, isPresent, isLatest }: { night: Night; isPresent: boolean; isLatest: boolean }) {
  const { needs, needsTotal } = night;
  const [hotel] = useChosenHotel();
  const groups = useMemo(() => grouped(needs), [needs]);
  const [isUsed, whileUsed] = useInUse();
  const holds = isUsed && isLatest;
  const key = JSON.stringify([night.date, hotel?.id, holds, needsTotal === 0]);
  const steady = useSteadyRows(key, groups, groupId);
  const rows = holds ? steady.rows : groups;
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
    <div {...whileUsed}>
      <Section
        title={`Needs you (${countText(needsTotal)})`}
        actions={
          holds &&
          steady.fresh > 0 && (
            <Button kind="primary" onClick={steady.show}>
              {steady.fresh} new
            </Button>
          )
        }
      >
        <ul className={styles.needs} aria-label="Needs you">
          {rows.map((group) => (
            <NeedRow key={groupId(group)} gone={holds && steady.gone.has(groupId(group))} {...group} />
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
    </div>
  );
}

function Calm({ night }: { night: Night }) {
  const titleOf = useKindTitle();
  const { slots, done } = counts(night);
  const [next] = night.next;
  const [hotel] = useChosenHotel();
  return (
    <p className={styles.calm}>
      {/* Told when it becomes so; what follows changes with every job, and is only read. */}
      <span role="status">
        Nothing needs you
        {hotel && (
          <>
            {' '}
            at <bdi>{hotel.name}</bdi>
          </>
        )}
        .
      </span>
      {slots > 0 && ` ${countText(done)} of ${countOf(slots, 'job')} so far ${done === 1 ? 'is' : 'are'} done.`}
      {next && (
        <>
          {' '}
          The next, {inSentence(titleOf(next.kind))}, runs at <Instant at={next.at} hotelId={next.hotelId} clock />.
        </>
      )}
    </p>
  );
}

/** Where the word of the state says too little. */
const WORDS: Partial<Record<Need['what'], string>> = {
  'failed-items': 'Items',
  blockers: 'Blocked',
  closable: 'To close',
  'channel-report': 'To report',
};

function NeedRow({ need, count, hotelIds, gone }: NeedGroup & { gone: boolean }) {
  const hotels = useHotels();
  const locale = useLocale();
  const titleOf = useKindTitle();
  const [, choose] = useChosenHotel();
  const { what, hotelId, at } = need;
  const hotel = hotels.find(({ id }) => id === hotelId);
  const kind = need.kind && titleOf(need.kind);
  const zone = hotel?.timezone ?? viewerZone();
  const isDay = what === 'blockers' || what === 'closable';
  const { word, text, to, search, verb } = {
    dead: {
      word: 'dead',
      text: (
        <>
          {count > 1 ? `${kind}: ${countOf(count, 'job')} given up with this error: ` : `${kind}: a job was given up: `}
          <bdi>{need.error?.message}</bdi>
        </>
      ),
      to:
        count > 1 ? `/dead-letters/groups/${encodeURIComponent(need.fingerprint!)}` : `/dead-letters/${need.letterId}`,
      search: {},
      verb: count > 1 ? `See all ${countText(count)}` : 'Mend and run again',
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
          {kind}: done but for {countOf(need.items ?? 0, 'item')}
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
          {need.businessDate && dateText(need.businessDate, locale)} cannot be closed: {blockers(need, titleOf)}
        </>
      ),
      to: '/close-day',
      search: {},
      verb: 'Open the checklist',
    },
    closable: {
      word: 'owed',
      text: (
        <>
          {need.businessDate && dateText(need.businessDate, locale)} is over and can be closed: nothing stands in the
          way
        </>
      ),
      to: '/close-day',
      search: {},
      verb: 'Close the day',
    },
    'channel-report': {
      word: 'owed',
      text: (
        <>
          <bdi>{need.guest}</bdi> did not come: tell <bdi>{need.channel}</bdi>, or it takes its commission
        </>
      ),
      to: `/front-desk/${need.bookingId}`,
      search: {},
      verb: 'Open the booking',
    },
  }[what];
  return (
    <li className={gone ? `${styles.need} ${styles.gone}` : styles.need}>
      <Link
        to={to}
        search={search}
        className={styles.needLink}
        // The page shows the hotel that is chosen above.
        onClick={() => isDay && choose(hotelId ?? undefined)}
      >
        <span className={styles.needState}>
          {gone ? <State of="done" word="Settled" /> : <State of={word} word={WORDS[what]} />}
        </span>
        <span className={styles.needText}>
          {/* One child: words and names of it stay in one line. */}
          <span>{text}</span>
          <span className={styles.needWhere}>
            {hotelIds.length > 1 ? (
              `${countOf(hotelIds.length, 'hotel')}, the latest`
            ) : hotel ? (
              <bdi>{hotel.name}</bdi>
            ) : hotelId === null ? (
              'The whole company'
            ) : (
              `Hotel ${hotelId}`
            )}{' '}
            · {isDay && 'since '}
            {what === 'channel-report' && 'until '}
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
function blockers({ arrivals = 0, departures = 0, nightJobs = [] }: Need, titleOf: KindTitle): string {
  return [
    arrivals > 0 && `${countOf(arrivals, 'guest')} still expected`,
    departures > 0 && `${countOf(departures, 'guest')} still to leave`,
    nightJobs.length > 0 && `${nightJobs.map((job) => inSentence(titleOf(job))).join(', ')} not run`,
  ]
    .filter(Boolean)
    .join('; ');
}
