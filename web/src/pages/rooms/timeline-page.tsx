import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type Hotel, useLocale } from '../../api/hotels';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { Loaded } from '../../kit/loaded';
import { OneHotel } from '../../kit/one-hotel';
import { PageHead } from '../../kit/page-head';
import { Select } from '../../kit/select';
import { useNarrow } from '../../kit/table';
import { Tabs } from '../../kit/tabs';
import { countOf } from '../../lib/money';
import { addDays, dateIn, dateText } from '../../lib/time';
import { day, oneOf, useUrlState } from '../../lib/url-state';
import { useShortcut } from '../../shell/keys';
import { MoveGuest } from './move-guest';
import { RoomList } from './room-list';
import { TimelineGrid } from './timeline-grid';
import { type Moving, timelineQuery } from './timeline-query';
import { WithoutRoom } from './without-room';

const LENGTHS = ['14', '31', '60'] as const;
const VIEWS = ['bars', 'list'] as const;
const ADDRESS = { from: day(), days: oneOf(LENGTHS, '14'), view: oneOf(VIEWS, 'bars') };

export default function TimelinePage() {
  return <OneHotel title="Timeline of rooms">{(hotel) => <RoomTimeline key={hotel.id} hotel={hotel} />}</OneHotel>;
}

function RoomTimeline({ hotel }: { hotel: Hotel }) {
  const [filter, set] = useUrlState(ADDRESS);
  const [moving, setMoving] = useState<Moving>();
  const locale = useLocale();
  const narrow = useNarrow();
  const may = useMay('ADMIN', 'MANAGER');
  // Yesterday is seen as well: who has left, and whose room that was.
  const own = addDays(dateIn(hotel.timezone), -1);
  const from = filter.from || own;
  const days = Number(filter.days);
  const to = addDays(from, days - 1);
  const query = useQuery(timelineQuery(hotel.id, from, to));
  const go = (date: string) => set({ from: date === own ? '' : date });
  const step = Math.ceil(days / 2);
  useShortcut('[', 'Days before', () => go(addDays(from, -step)));
  useShortcut(']', 'Days after', () => go(addDays(from, step)));
  const bars = filter.view === 'bars' && !narrow;
  return (
    <div className="page page-fill">
      <PageHead
        title="Timeline of rooms"
        sub={
          <>
            <bdi>{hotel.name}</bdi> · {dateText(from, locale)} – {dateText(to, locale)}
          </>
        }
      >
        <span className="row">
          <Button icon={ChevronLeft} aria-label="Days before" onClick={() => go(addDays(from, -step))} />
          <input
            type="date"
            className="date"
            aria-label="First day"
            value={from}
            onChange={({ target }) => target.value && go(target.value)}
          />
          <Button icon={ChevronRight} aria-label="Days after" onClick={() => go(addDays(from, step))} />
          <Select
            label="How many days"
            value={filter.days}
            onChange={(value) => set({ days: value })}
            choices={LENGTHS.map((value) => ({ value, label: `${value} days` }))}
          />
          {from !== own && (
            <Button kind="quiet" onClick={() => go(own)}>
              Today
            </Button>
          )}
        </span>
      </PageHead>
      {!narrow && (
        <Tabs
          label="How it is shown"
          value={filter.view}
          onChange={(view) => set({ view })}
          tabs={[
            { value: 'bars', label: 'Bars' },
            { value: 'list', label: 'List' },
          ]}
        />
      )}
      <Loaded query={query} lines={12}>
        {(timeline) => (
          <>
            {timeline.rooms.length === 0 ? (
              <Empty title="No room is in service on these days" />
            ) : bars ? (
              <TimelineGrid timeline={timeline} from={from} days={days} may={may} onMove={setMoving} />
            ) : (
              <RoomList rooms={timeline.rooms} today={timeline.today} may={may} onMove={setMoving} />
            )}
            <WithoutRoom timeline={timeline} hotelId={hotel.id} />
            <p className="muted">{countOf(timeline.total, 'room')}</p>
            {moving && (
              <MoveGuest
                moving={moving}
                rooms={timeline.rooms}
                today={timeline.today}
                onClose={() => setMoving(undefined)}
              />
            )}
          </>
        )}
      </Loaded>
    </div>
  );
}
