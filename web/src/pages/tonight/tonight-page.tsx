import { useEffect } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocale } from '../../api/hotels';
import { DaySteps } from '../../kit/day-steps';
import { Empty } from '../../kit/empty';
import { useHotelOfAddress } from '../../kit/hotel-of-address';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { Section } from '../../kit/section';
import { useNarrow } from '../../kit/table';
import { countOf } from '../../lib/money';
import { dateText, viewerZone } from '../../lib/time';
import { day as dayOf, useUrlState } from '../../lib/url-state';
import type { JobEvent } from '../../live/events';
import { useLiveQueries } from '../../live/live-queries';
import { Board, BoardList } from './board';
import { Elsewhere } from './elsewhere';
import { Needs } from './needs';
import { NextUp } from './next-up';
import { EVERY_MS, type Night, nightQuery, presentNight, type WhichNight, withProgress } from './tonight-query';

const ADDRESS = { day: dayOf() };

/** One look tells what happens tonight: what needs somebody, then each job at each hotel, then what comes next. */
export default function TonightPage() {
  const [{ day }, set] = useUrlState(ADDRESS);
  const { hotelId, hotel } = useHotelOfAddress();
  const which = { day, hotelId };
  const query = useQuery(nightQuery(which));
  useLiveNight(which);
  const locale = useLocale();
  const zones = query.data?.hotels.map(({ timezone }) => timezone) ?? [];
  const present = presentNight(zones.length > 0 ? zones : [viewerZone()]);
  const shown = day || query.data?.date || present;
  const isPresent = shown === present;
  return (
    <div className="page">
      <PageHead
        title={isPresent ? 'Tonight' : `Night of ${dateText(shown, locale)}`}
        sub={
          <>
            {isPresent && <>Night of {dateText(shown, locale)} · </>}
            {hotel ? <bdi>{hotel.name}</bdi> : query.data && countOf(query.data.total, 'hotel')} · noon to noon, by each
            hotel’s clock
          </>
        }
      >
        <DaySteps value={shown} own={present} ownLabel="Tonight" onChange={(next) => set({ day: next })} />
      </PageHead>
      <Loaded query={query} lines={12}>
        {(night) => (
          <Shown {...{ night, day, isPresent }} isLatest={query.isFetchedAfterMount && !query.isPlaceholderData} />
        )}
      </Loaded>
    </div>
  );
}

function Shown({
  night,
  day,
  isPresent,
  isLatest,
}: {
  night: Night;
  day: string;
  isPresent: boolean;
  isLatest: boolean;
}) {
  const isNarrow = useNarrow();
  const hasCells = night.kinds.length > 0;
  return (
    <div className="stack">
      <Needs night={night} isPresent={isPresent} isLatest={isLatest} />
      <Elsewhere day={day} here={night.needsTotal} />
      <Section title="Board">
        {!hasCells ? (
          <Empty title={night.total === 0 ? 'There are no hotels yet' : 'No job was owed at a hotel in this night'} />
        ) : isNarrow ? (
          <BoardList night={night} />
        ) : (
          <Board night={night} />
        )}
      </Section>
      {(isPresent || night.next.length > 0) && <NextUp next={night.next} />}
    </div>
  );
}

/** Moves the bars as jobs go on; what changes more than a bar is loaded again. */
function useLiveNight(which: WhichNight): void {
  const client = useQueryClient();
  const { queryKey } = nightQuery(which);
  useEffect(() => {
    // Not the query's own interval: each bar that moves would begin it anew.
    const timer = setInterval(
      () => void client.invalidateQueries({ queryKey: ['tonight'] }, { cancelRefetch: false }),
      EVERY_MS,
    );
    return () => clearInterval(timer);
  }, [client]);
  useLiveQueries([['tonight']], (event) => {
    if (event.kind !== 'job') return true;
    const night = client.getQueryData<Night>(queryKey);
    const moved = night && withProgress(night, event.data);
    if (moved) client.setQueryData(queryKey, moved);
    return !moved && concerns(event.data, night);
  });
}

/** Jobs of hotels and of schedules, and what went wrong; what else people have run is shown in the list of jobs. */
function concerns({ id, hotelId, scheduleId, status }: JobEvent, night: Night | undefined): boolean {
  if (hotelId !== null || scheduleId !== null || status === 'failed') return true;
  return night?.hotels.some(({ cells }) => cells.some(({ jobId }) => jobId === id)) ?? false;
}
