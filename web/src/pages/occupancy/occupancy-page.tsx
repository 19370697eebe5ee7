import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { type Hotel, useLocale } from '../../api/hotels';
import { Empty } from '../../kit/empty';
import { Loaded } from '../../kit/loaded';
import { OneHotel } from '../../kit/one-hotel';
import { PageHead } from '../../kit/page-head';
import { StartDay } from '../../kit/start-day';
import { Tabs } from '../../kit/tabs';
import { dateIn, dateText } from '../../lib/time';
import { day, integer, oneOf, useUrlState } from '../../lib/url-state';
import { Calendar } from './calendar';
import { byDate, figureOf } from './figures';
import { availabilityQuery, categoriesQuery, DAYS } from './occupancy-query';
import { OccupancyTable } from './occupancy-table';

const VIEWS = ['calendar', 'table'] as const;
const ADDRESS = { from: day(), view: oneOf(VIEWS, 'calendar'), category: integer(0) };
/** How far the arrows of the page go, days. */

export default function OccupancyPage() {
  return <OneHotel title="Occupancy">{(hotel) => <Occupancy key={hotel.id} hotel={hotel} />}</OneHotel>;
}

function Occupancy({ hotel }: { hotel: Hotel }) {
  const [filter, set] = useUrlState(ADDRESS);
  const today = dateIn(hotel.timezone);
  const from = filter.from || today;
  const query = useQuery(availabilityQuery(hotel.id, from));
  const categories = useQuery(categoriesQuery(hotel.id)).data;
  const locale = useLocale();
  const go = (date: string) => set({ from: date === today ? '' : date });
  const nights = useMemo(() => byDate(query.data ?? []), [query.data]);
  const category = categories?.find(({ id }) => id === filter.category);
  const figures = [...nights].map(([date, days]) =>
    figureOf(date, category ? days.filter(({ roomCategoryId }) => roomCategoryId === category.id) : days),
  );
  return (
    <div className={filter.view === 'table' ? 'page page-fill' : 'page'}>
      <PageHead
        title="Occupancy"
        sub={
          <>
            <bdi>{hotel.name}</bdi> · {DAYS} nights from {dateText(from, locale)}
          </>
        }
      >
        <StartDay value={from} today={today} label="First night" onChange={go} />
      </PageHead>
      <Tabs
        label="How it is shown"
        value={filter.view}
        onChange={(view) => set({ view })}
        tabs={[
          { value: 'calendar', label: 'Calendar' },
          { value: 'table', label: 'Table' },
        ]}
      />
      <Loaded query={query} lines={12}>
        {(days) =>
          days.length === 0 ? (
            <Empty title="The hotel has no room categories yet" />
          ) : filter.view === 'table' ? (
            <OccupancyTable nights={nights} categories={categories ?? []} />
          ) : (
            <>
              <label className="row">
                Category
                <select
                  className="native-select"
                  value={category?.id ?? 0}
                  onChange={({ target }) => set({ category: Number(target.value) })}
                >
                  <option value={0}>The whole house</option>
                  {(categories ?? []).map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </select>
              </label>
              <Calendar figures={figures} today={today} categoryId={category?.id} />
            </>
          )
        }
      </Loaded>
    </div>
  );
}
