import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { Tabs } from '../../kit/tabs';
import { Ask } from './ask';
import { oneOf, useUrlState } from '../../lib/url-state';
import { Areas } from './areas';
import { Banners } from './banners';
import styles from './catchup.module.css';
import { SuggestionCard } from './suggestion-card';
import { SHOWN, type ShownState, suggestionsQuery } from './suggestions-query';

const ADDRESS = { state: oneOf(SHOWN, 'open') };
const TABS: Record<ShownState, string> = {
  open: 'Open',
  accepted: 'Accepted',
  snoozed: 'Snoozed',
  dismissed: 'Dismissed',
  expired: 'Over',
};

export default function SuggestionsPage() {
  const [{ state }, set] = useUrlState(ADDRESS);
  const query = useInfiniteQuery(suggestionsQuery(state));
  const all = query.data?.pages.flatMap(({ suggestions }) => suggestions) ?? [];
  return (
    <div className="page">
      <PageHead
        title="Whom to meet"
        sub="Made every six hours for the next 14 days, from who is due and when you are free."
      >
        <Ask />
      </PageHead>
      <Areas />
      <Banners />
      <Tabs
        label="Suggestions"
        tabs={SHOWN.map((value) => ({ value, label: TABS[value] }))}
        value={state}
        onChange={(next) => set({ state: next })}
      />
      <Loaded query={query}>
        {() =>
          all.length === 0 ? (
            <Empty title={state === 'open' ? 'Nobody is to be met right now' : 'There are none'}>
              {state === 'open' ? (
                <p>
                  Suggestions are made of{' '}
                  <Link to="/catchup/people" className={styles.link}>
                    people
                  </Link>{' '}
                  who are due, met longer ago than you wanted, at times in which you are free. They are made every six
                  hours, or when you ask for them.
                </p>
              ) : (
                <Button onClick={() => set({ state: 'open' })}>Show the open ones</Button>
              )}
            </Empty>
          ) : (
            <div className={styles.cards}>
              {all.map((one) => (
                <SuggestionCard key={one.id} suggestion={one} />
              ))}
            </div>
          )
        }
      </Loaded>
      {query.hasNextPage && (
        <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </div>
  );
}
