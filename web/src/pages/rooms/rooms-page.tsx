import { useMemo, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { CalendarPlus } from 'lucide-react';
import { type Hotel, useLocale } from '../../api/hotels';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { Loaded } from '../../kit/loaded';
import { OneHotel } from '../../kit/one-hotel';
import { PageHead } from '../../kit/page-head';
import { StartDay } from '../../kit/start-day';
import { Tabs } from '../../kit/tabs';
import { countOf } from '../../lib/money';
import { dateIn, datesBetween, dateText } from '../../lib/time';
import { day, oneOf, useUrlState } from '../../lib/url-state';
import { useShortcut } from '../../shell/keys';
import { rowsOf } from './cells';
import { ChangeForm } from './change-form';
import { Generate } from './generate';
import { HeatMap } from './heat-map';
import { Legend } from './legend';
import { NightTable } from './night-table';
import { PickedBar } from './picked-bar';
import { usePicking } from './picking';
import { Prices } from './prices';
import { DAYS, type Inventory, inventoryQuery } from './rooms-query';
import { useSetNights } from './set-nights';

const VIEWS = ['map', 'table'] as const;
const ADDRESS = { from: day(), view: oneOf(VIEWS, 'map') };
/** How far the arrows of the page go, days. */

export default function RoomsPage() {
  return <OneHotel title="Room nights">{(hotel) => <RoomNights key={hotel.id} hotel={hotel} />}</OneHotel>;
}

function RoomNights({ hotel }: { hotel: Hotel }) {
  const [filter, set] = useUrlState(ADDRESS);
  const today = dateIn(hotel.timezone);
  const from = filter.from || today;
  const query = useQuery(inventoryQuery(hotel.id, from));
  const locale = useLocale();
  const go = (date: string) => set({ from: date === today ? '' : date });
  return (
    <div className="page page-fill">
      <PageHead
        title="Room nights"
        sub={
          <>
            <bdi>{hotel.name}</bdi> · {countOf(DAYS, 'day')} from {dateText(from, locale)}
          </>
        }
      >
        <StartDay value={from} today={today} label="First day" onChange={go} />
      </PageHead>
      <Tabs
        label="How it is shown"
        value={filter.view}
        onChange={(view) => set({ view })}
        tabs={[
          { value: 'map', label: 'Map' },
          { value: 'table', label: 'Table' },
        ]}
      />
      <Loaded query={query} lines={12}>
        {(inventory) =>
          inventory.categories.length === 0 ? (
            <Empty title="The hotel has no room categories yet" />
          ) : (
            <Nights key={inventory.from} hotel={hotel} inventory={inventory} view={filter.view} today={today} />
          )
        }
      </Loaded>
    </div>
  );
}

function Nights({
  hotel,
  inventory,
  view,
  today,
}: {
  hotel: Hotel;
  inventory: Inventory;
  view: (typeof VIEWS)[number];
  today: string;
}) {
  const may = useMay('ADMIN', 'MANAGER');
  const nights = useSetNights();
  const dates = useMemo(() => datesBetween(inventory.from, inventory.to), [inventory.from, inventory.to]);
  const rows = useMemo(() => rowsOf(inventory, dates), [inventory, dates]);
  const picking = usePicking(rows, dates);
  const [form, setForm] = useState<'change' | 'generate' | 'prices'>();
  useShortcut(may ? 'n' : undefined, 'Open nights', () => setForm('generate'));
  const { picked } = picking;
  const { categories, horizon, currency } = inventory;
  return (
    <>
      <div className="row" style={{ justifyContent: 'space-between' }}>
        <span className="muted">{gapsText(inventory)}</span>
        {may && (
          <span className="row">
            <Button onClick={() => setForm('prices')}>Prices set by hand…</Button>
            <Button onClick={() => setForm('change')}>Change nights…</Button>
            <Button kind="primary" icon={CalendarPlus} onClick={() => setForm('generate')}>
              Open nights…
            </Button>
          </span>
        )}
      </div>
      {view === 'map' ? (
        <>
          <HeatMap
            rows={rows}
            dates={dates}
            today={today}
            currency={currency}
            picking={picking}
            onOpen={() => may && setForm('change')}
          />
          {/* Below the map, which so stays where it is under the pointer. */}
          {picked && (
            <PickedBar
              picked={picked}
              hotelId={hotel.id}
              may={may}
              nights={nights}
              onEdit={() => setForm('change')}
              onClear={picking.clear}
            />
          )}
          <Legend currency={currency} />
        </>
      ) : (
        <NightTable rows={rows} currency={currency} />
      )}
      {form === 'change' && (
        <ChangeForm
          hotel={hotel}
          categories={categories}
          picked={picked}
          first={today}
          nights={nights}
          onClose={() => setForm(undefined)}
        />
      )}
      {form === 'prices' && (
        <Prices
          categories={categories}
          first={picked?.categories[0]?.roomCategoryId}
          today={today}
          nights={nights}
          onClose={() => setForm(undefined)}
        />
      )}
      {form === 'generate' && (
        <Generate
          currency={hotel.currency}
          categories={categories}
          picked={picked}
          today={today}
          horizonEnd={horizon.to}
          onClose={() => setForm(undefined)}
        />
      )}
    </>
  );
}

/** What lacks nights, in a sentence. */
function gapsText({ categories, horizon }: Inventory): string {
  const lacking = categories
    .map(({ name, gaps, days }) => ({
      name,
      gaps:
        gaps.length +
        days.filter(({ date, missing }) => missing > 0 && date >= horizon.from && date <= horizon.to).length,
    }))
    .filter(({ gaps }) => gaps > 0);
  if (lacking.length === 0) return 'Every night that should be open is open.';
  return `Gaps: ${lacking.map(({ name, gaps }) => `${name} ${countOf(gaps, 'day')}`).join(', ')}.`;
}
