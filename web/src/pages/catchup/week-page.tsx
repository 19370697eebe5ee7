import { useEffect, useState } from 'react';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useLocale } from '../../api/hotels';
import { Button } from '../../kit/button';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { useNarrow } from '../../kit/table';
import { countOf } from '../../lib/money';
import { addDays, dateText } from '../../lib/time';
import { day, integer, oneOf, text, useUrlState } from '../../lib/url-state';
import { useShortcut } from '../../shell/keys';
import { Areas } from './areas';
import { Banners } from './banners';
import { WeekGrid } from './week-grid';
import type { Span } from './week-layout';
import { WeekLegend } from './week-legend';
import { WeekList } from './week-list';
import { type Suggestion, type Week, weekQuery, weekSuggestionsQuery } from './week-query';
import { WhyPanel } from './why-panel';

const ADDRESS = { week: day(), at: text('', 40), minutes: integer(60, 10, 480), view: oneOf(['grid', 'list'], 'grid') };
const MINUTE = 60_000;

/** The present minute, for what is past and for the line of now. */
function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE);
    return () => clearInterval(timer);
  }, []);
  return now;
}

export default function WeekPage() {
  const [shown] = useUrlState(ADDRESS);
  const query = useQuery(weekQuery(shown.week));
  const suggestions = useQuery(weekSuggestionsQuery(query.data)).data ?? [];
  const narrow = useNarrow();
  const fill = shown.view === 'grid' && !narrow;
  return (
    <div className={fill ? 'page page-fill' : 'page'}>
      <Head week={query.data} suggestions={suggestions} narrow={narrow} />
      <Areas />
      <Banners />
      <Loaded query={query} lines={12}>
        {(week) => <Shown week={week} suggestions={suggestions} narrow={narrow} />}
      </Loaded>
    </div>
  );
}

function Head({
  week,
  suggestions,
  narrow,
}: {
  week: Week | undefined;
  suggestions: readonly Suggestion[];
  narrow: boolean;
}) {
  const [shown, set] = useUrlState(ADDRESS);
  const locale = useLocale();
  const first = week?.days[0]?.date;
  const last = week?.days.at(-1)?.date;
  const isPresent = week?.days.some(({ date }) => date === week.today) ?? true;
  const go = (days: number) => {
    if (first === undefined || week === undefined) return;
    const date = addDays(first, days);
    set({ week: date <= week.today && week.today < addDays(date, 7) ? '' : date, at: '' });
  };
  useShortcut('[', 'Week before', () => go(-7));
  useShortcut(']', 'Week after', () => go(7));
  const open = suggestions.filter(({ state }) => state === 'open').length;
  return (
    <PageHead
      title="My week"
      sub={
        week &&
        first && (
          <>
            {dateText(first, locale, { year: undefined })} – {dateText(last!, locale)}
            {open > 0 && ` · ${countOf(open, 'suggestion')}`}
          </>
        )
      }
    >
      <span className="row" style={{ flexWrap: 'nowrap' }}>
        <Button icon={ChevronLeft} aria-label="Week before" onClick={() => go(-7)} />
        <input
          type="date"
          className="date"
          aria-label="Week of"
          min="2000-01-03"
          max="2099-12-20"
          value={shown.week || week?.today || ''}
          onChange={(event) => event.target.value && set({ week: event.target.value, at: '' })}
        />
        <Button icon={ChevronRight} aria-label="Week after" onClick={() => go(7)} />
        {!isPresent && (
          <Button kind="quiet" onClick={() => set({ week: '', at: '' })}>
            This week
          </Button>
        )}
      </span>
      {!narrow && (
        <Button
          aria-pressed={shown.view === 'list'}
          onClick={() => set({ view: shown.view === 'list' ? 'grid' : 'list' })}
        >
          As a list
        </Button>
      )}
    </PageHead>
  );
}

function Shown({ week, suggestions, narrow }: { week: Week; suggestions: readonly Suggestion[]; narrow: boolean }) {
  const [shown, set] = useUrlState(ADDRESS);
  const now = useNow();
  const at = Date.parse(shown.at);
  const asked = Number.isNaN(at) ? undefined : { start: at, end: at + shown.minutes * MINUTE };
  const ask = ({ start, end }: Span, replace = false) =>
    set(
      {
        at: new Date(start).toISOString(),
        minutes: Math.min(480, Math.max(10, Math.round((end - start) / MINUTE))),
      },
      { replace },
    );
  return (
    <>
      {shown.view === 'list' || narrow ? (
        <WeekList week={week} suggestions={suggestions} onTime={ask} />
      ) : (
        <>
          <WeekGrid week={week} suggestions={suggestions} now={now} onHour={ask} />
          <WeekLegend />
        </>
      )}
      {asked && (
        <WhyPanel
          week={week}
          time={asked}
          suggestions={suggestions}
          onTime={(time) => ask(time, true)}
          onClose={() => set({ at: '', minutes: 60 })}
        />
      )}
    </>
  );
}
