import { useCallback, useMemo } from 'react';
import { Plus } from 'lucide-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMay } from '../../api/session';
import { useWorkshopZone } from '../../api/workshop';
import { CsvButton } from '../../kit/csv-button';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { Facet } from '../../kit/facet';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { SearchField } from '../../kit/search-field';
import { State } from '../../kit/state';
import { DataTable, Pager } from '../../kit/table';
import { Tabs } from '../../kit/tabs';
import { countOf } from '../../lib/money';
import { useUrlState } from '../../lib/url-state';
import { useShortcut } from '../../shell/keys';
import { PartDrop } from './part-drop';
import { quoteColumns } from './quote-columns';
import {
  ADDRESS,
  inboxQuery,
  PAGE,
  type QuoteRow,
  quotesQuery,
  type QuoteState,
  STATE_WORDS,
  STATES,
} from './quoting-query';

const rowId = ({ id }: QuoteRow) => id;
const rowHref = ({ id }: QuoteRow) => `/quotes/${id}`;

export default function QuotesPage() {
  const [filter, set] = useUrlState(ADDRESS);
  const query = useQuery(quotesQuery(filter));
  const inbox = useQuery(inboxQuery).data;
  const may = useMay('ADMIN', 'MANAGER');
  const navigate = useNavigate();
  const zone = useWorkshopZone();
  const columns = useMemo(() => quoteColumns(zone), [zone]);
  const client = useQueryClient();
  const filtered = Boolean(filter.state || filter.q);
  const clear = useCallback(() => set({ state: '', q: '', offset: 0 }), [set]);
  const start = (parts: readonly string[] = []) =>
    void navigate({ to: '/quotes/new', search: parts.length > 0 ? { parts: parts.join(',') } : undefined });
  useShortcut(may ? 'n' : undefined, 'New quote', () => start());
  return (
    <div className="page page-fill">
      <PageHead title="Quotes" sub={query.data && countOf(query.data.total, 'quote')}>
        <CsvButton
          name="quotes"
          load={async (offset) => {
            const page = await client.fetchQuery({ ...quotesQuery({ ...filter, offset }), gcTime: 0 });
            return { rows: page.quotes, total: page.total };
          }}
        />
        {may && (
          <Link to="/quotes/new" className="button button-primary">
            <Plus size={15} aria-hidden />
            New quote
          </Link>
        )}
      </PageHead>
      {may && <PartDrop onParts={(ids) => start(ids)} />}
      <Tabs
        label="Which quotes"
        value={filter.state === 'needs_review' ? 'human' : 'all'}
        onChange={(tab) => set({ state: tab === 'human' ? 'needs_review' : '', offset: 0 })}
        tabs={[
          { value: 'human', label: inbox === undefined ? 'Needs a human' : `Needs a human (${inbox})` },
          { value: 'all', label: 'All' },
        ]}
      />
      <Loaded query={query} lines={12}>
        {({ quotes, total }) => (
          <DataTable
            name="quotes"
            label="Quotes"
            columns={columns}
            rows={quotes}
            rowId={rowId}
            rowHref={rowHref}
            total={total}
            busy={query.isPlaceholderData}
            pager={<Pager offset={filter.offset} limit={PAGE} total={total} onOffset={(offset) => set({ offset })} />}
            toolbar={
              <>
                <SearchField
                  label="Search quotes"
                  value={filter.q}
                  onChange={(q) => set({ q, offset: 0 }, { replace: true })}
                />
                <Facet
                  label="State"
                  single
                  choices={STATES.map((state) => ({
                    value: state,
                    label: <State of={state} word={STATE_WORDS[state]} />,
                    text: STATE_WORDS[state] ?? state,
                  }))}
                  value={filter.state ? [filter.state] : []}
                  onChange={([state = '']) => set({ state: state as '' | QuoteState, offset: 0 })}
                />
              </>
            }
            empty={
              filter.state === 'needs_review' && !filter.q ? (
                <Empty title="No quote needs a human">
                  <p>What the rules can price is priced. What they leave to a person comes here with its reasons.</p>
                </Empty>
              ) : filtered ? (
                <Empty title="No quote fits the filter">
                  <Button onClick={clear}>Clear the filter</Button>
                </Empty>
              ) : (
                <Empty title="There are no quotes yet">
                  <p>Drop the files of the parts that somebody wants made: STL, OBJ, 3MF, STEP, IGES or DXF.</p>
                </Empty>
              )
            }
          />
        )}
      </Loaded>
    </div>
  );
}
