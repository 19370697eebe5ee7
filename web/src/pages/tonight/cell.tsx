import { useKindTitle } from '../../api/job-kinds';
import { Instant } from '../../kit/instant';
import { PlainLink } from '../../kit/plain-link';
import { Progress } from '../../kit/progress';
import { State } from '../../kit/state';
import { countText } from '../../lib/money';
import { between, dateIn, durationText } from '../../lib/time';
import type { Cell, HotelNight } from './tonight-query';
import styles from './tonight.module.css';

/** A job at a hotel as shape and word, with what is most wanted beside it; leads to its job, or to its slot where there is none. */
export function CellOf({ cell, hotel, isNamed }: { cell: Cell; hotel: HotelNight; isNamed?: boolean }) {
  const { kind, state, jobId, scheduleId, fireAt } = cell;
  const name = useKindTitle()(kind);
  const href = jobId ? `/jobs/${jobId}` : `/schedules/${scheduleId}?night=${dateIn(hotel.timezone, fireAt)}`;
  return (
    <PlainLink href={href} className={styles.cell} title={usual(cell)} data-state={state} data-kind={kind}>
      {isNamed ? (
        <span className={styles.kind}>{name}</span>
      ) : (
        <span className="sr">
          {name}, <bdi>{hotel.name}</bdi>:{' '}
        </span>
      )}
      <State of={state} />
      <span className={styles.small}>
        <Detail cell={cell} hotelId={hotel.hotelId} name={name} />
      </span>
      {cell.atRisk && <Risk cell={cell} hotelId={hotel.hotelId} />}
    </PlainLink>
  );
}

function Detail({ cell, hotelId, name }: { cell: Cell; hotelId: number; name: string }) {
  const { state, progress, slots, done, startedAt, completedAt, fireAt, expectedEnd } = cell;
  const several = slots > 1 ? ` · ${countText(done)} of ${countText(slots)} done` : '';
  switch (state) {
    case 'running':
      return (
        <span className={styles.bar}>
          <Progress percent={progress ?? undefined} label={`Progress of ${name}`} />
          <span className="num">{progress ?? 0} %</span>
          {expectedEnd && (
            <span className="num" title="When it should be done, as it usually takes">
              → <Instant at={expectedEnd} hotelId={hotelId} clock />
            </span>
          )}
        </span>
      );
    case 'done':
      return (
        <>
          in {between(startedAt, completedAt) ?? '—'}
          {several}
        </>
      );
    default:
      return (
        <>
          <Instant at={fireAt} hotelId={hotelId} clock />
          {state === 'late' && completedAt && (
            <>
              , done at <Instant at={completedAt} hotelId={hotelId} clock />
            </>
          )}
          {several}
        </>
      );
  }
}

/** It will not be done in time. */
function Risk({ cell: { dueBy, expectedEnd }, hotelId }: { cell: Cell; hotelId: number }) {
  const isOver = dueBy !== null && Date.parse(dueBy) < Date.now();
  return (
    <span className={`state state-late ${styles.risk}`}>
      <span className="state-shape" aria-hidden>
        ▲
      </span>
      <span>
        {isOver ? 'Was due by ' : 'Will miss '}
        <Instant at={dueBy} hotelId={hotelId} clock />
        {!isOver && expectedEnd && (
          <span className="sr">
            , expected at <Instant at={expectedEnd} hotelId={hotelId} clock />
          </span>
        )}
      </span>
    </span>
  );
}

function usual({ runs, p50Ms, p95Ms }: Cell): string {
  return runs === 0 || p50Ms === null || p95Ms === null
    ? 'It has not run here before'
    : `Usually ${durationText(p50Ms)}, nineteen of twenty times at most ${durationText(p95Ms)} (of ${runs} runs)`;
}
