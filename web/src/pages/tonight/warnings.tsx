import { ChevronRight } from 'lucide-react';
import { useHotels } from '../../api/hotels';
import { useKindTitle } from '../../api/job-kinds';
import { Instant } from '../../kit/instant';
import { Link } from '../../kit/link';
import { State } from '../../kit/state';
import { countOf, countText } from '../../lib/money';
import { dateIn } from '../../lib/time';
import type { Risk } from './at-risk';
import type { Paused } from './paused-query';
import styles from './tonight.module.css';

/** How many are named; all of them are marked on the board. */
const NAMED = 5;

/** Jobs that will miss their time, and schedules that stand still: nothing has gone wrong yet, and somebody should know. */
export function Warnings({ risks, paused }: { risks: readonly Risk[]; paused: Paused | undefined }) {
  return (
    <ul className={styles.needs} aria-label="Watch out">
      {risks.slice(0, NAMED).map(({ cell, hotel }) => (
        <RiskRow key={`${hotel.hotelId} ${cell.kind}`} cell={cell} hotel={hotel} />
      ))}
      {risks.length > NAMED && (
        <li className={styles.need}>
          <span className={styles.needText}>
            <span className={styles.moreNeeds}>
              {countText(risks.length - NAMED)} more will miss their time; the board marks each.
            </span>
          </span>
        </li>
      )}
      {paused !== undefined && paused.total > 0 && <PausedRow paused={paused} />}
    </ul>
  );
}

function RiskRow({ cell: { kind, jobId, scheduleId, fireAt, dueBy, expectedEnd }, hotel }: Risk) {
  const titleOf = useKindTitle();
  const isOver = dueBy !== null && Date.parse(dueBy) < Date.now();
  return (
    <li className={styles.need}>
      <Link
        to={jobId ? `/jobs/${jobId}` : `/schedules/${scheduleId}`}
        search={jobId ? {} : { night: dateIn(hotel.timezone, fireAt) }}
        className={styles.needLink}
      >
        <span className={styles.needState}>
          <State of="late" word="At risk" />
        </span>
        <span className={styles.needText}>
          <span>
            {titleOf(kind)} {isOver ? 'should have been done by' : 'will not be done by'}{' '}
            <Instant at={dueBy} hotelId={hotel.hotelId} clock />
          </span>
          <span className={styles.needWhere}>
            <bdi>{hotel.name}</bdi>
            {expectedEnd && (
              <>
                {' '}
                · done at about <Instant at={expectedEnd} hotelId={hotel.hotelId} clock />, as it usually takes
              </>
            )}
          </span>
        </span>
        <span className={styles.needVerb}>
          {jobId ? 'See how far it is' : 'See its schedule'}
          <ChevronRight size={14} aria-hidden />
        </span>
      </Link>
    </li>
  );
}

function PausedRow({ paused: { schedules, total } }: { paused: Paused }) {
  const hotels = useHotels();
  const titleOf = useKindTitle();
  const [first] = schedules;
  const names = schedules.map(({ type, hotelId }) => {
    const hotel = hotels.find(({ id }) => id === hotelId)?.name;
    return hotel ? `${titleOf(type)} at ${hotel}` : titleOf(type);
  });
  return (
    <li className={styles.need}>
      <Link
        to={total === 1 ? `/schedules/${first!.id}` : '/schedules'}
        search={total === 1 ? {} : { on: 'paused', of: 'business' }}
        className={styles.needLink}
      >
        <span className={styles.needState}>
          <State of="paused" />
        </span>
        <span className={styles.needText}>
          <span>
            {countOf(total, 'schedule')} {total === 1 ? 'stands' : 'stand'} still until somebody resumes{' '}
            {total === 1 ? 'it' : 'them'}
          </span>
          <span className={styles.needWhere}>
            <bdi>{names.join(', ')}</bdi>
            {total > names.length && ` and ${countText(total - names.length)} more`}
          </span>
        </span>
        <span className={styles.needVerb}>
          Resume {total === 1 ? 'it' : 'them'}
          <ChevronRight size={14} aria-hidden />
        </span>
      </Link>
    </li>
  );
}
