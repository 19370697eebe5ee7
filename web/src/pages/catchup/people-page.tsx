import { useMemo, useState } from 'react';
import { FileUp, UserPlus } from 'lucide-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '../../api/client';
import { useLocale } from '../../api/hotels';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { Facet } from '../../kit/facet';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { SearchField } from '../../kit/search-field';
import { DataTable } from '../../kit/table';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import { oneOf, text, useUrlState } from '../../lib/url-state';
import { useShortcut } from '../../shell/keys';
import { Areas } from './areas';
import { ContactForm } from './contact-form';
import { MetForm } from './met-form';
import { useMyZone } from './my-time';
import { peopleColumns } from './people-columns';
import { type Contact, FREQUENCIES, type Frequency, peopleQuery } from './people-query';

const WORDS = ['', ...FREQUENCIES.map(({ value }) => value)] as const;
const ADDRESS = { q: text('', 100), frequency: oneOf(WORDS, ''), sort: oneOf(['lateness', 'name'], 'lateness') };
const rowId = ({ id }: Contact) => id;
const rowHref = ({ id }: Contact) => `/catchup/people/${id}`;

export default function PeoplePage() {
  const [filter, set] = useUrlState(ADDRESS);
  const query = useInfiniteQuery(peopleQuery({ search: filter.q, frequency: filter.frequency, sort: filter.sort }));
  const zone = useMyZone();
  const client = useQueryClient();
  const navigate = useNavigate();
  const tell = useTell();
  const locale = useLocale();
  const [adding, setAdding] = useState(false);
  const [met, setMet] = useState<Contact>();
  useShortcut('n', 'Add somebody', () => setAdding(true));
  const columns = useMemo(() => peopleColumns(locale, setMet), [locale]);
  const rows = query.data?.pages.flatMap(({ contacts }) => contacts) ?? [];
  const filtered = filter.q !== '' || filter.frequency !== '';
  const late = rows.filter(({ due }) => due).length;
  return (
    <div className="page page-fill">
      <PageHead
        title="My people"
        sub={
          query.data &&
          `${countOf(rows.length, 'person', 'people')}${query.hasNextPage ? ' and more' : ''}, ${late} due`
        }
      >
        <Button icon={FileUp} onClick={() => void navigate({ to: '/catchup/people/import' })}>
          Import
        </Button>
        <Button kind="primary" icon={UserPlus} onClick={() => setAdding(true)}>
          Add somebody
        </Button>
      </PageHead>
      <Areas />
      <Loaded query={query}>
        {() => (
          <DataTable
            name="catchup-people"
            label="People, the latest first"
            columns={columns}
            rows={rows}
            rowId={rowId}
            rowHref={rowHref}
            busy={query.isPlaceholderData}
            // Late first.
            sort={filter.sort === 'name' ? 'name' : '-lateness'}
            ownSort="-lateness"
            onSort={(sort) => set({ sort: sort === 'name' ? 'name' : 'lateness' })}
            toolbar={
              <>
                <SearchField label="Search people" value={filter.q} onChange={(q) => set({ q })} />
                <Facet
                  label="Frequency"
                  single
                  value={filter.frequency ? [filter.frequency] : []}
                  onChange={([frequency]) => set({ frequency: (frequency ?? '') as Frequency | '' })}
                  choices={FREQUENCIES}
                />
              </>
            }
            pager={
              query.hasNextPage ? (
                <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  Show more
                </Button>
              ) : undefined
            }
            empty={
              filtered ? (
                <Empty title="Nobody fits">
                  <Button onClick={() => set({ q: '', frequency: '' })}>Clear the filters</Button>
                </Empty>
              ) : (
                <Empty title="You have named nobody yet">
                  <p>Add the people you want to keep in touch with, or import a file of contacts.</p>
                  <Button kind="primary" icon={UserPlus} onClick={() => setAdding(true)}>
                    Add somebody
                  </Button>
                </Empty>
              )
            }
          />
        )}
      </Loaded>
      {adding && <ContactForm onClose={() => setAdding(false)} />}
      {met && zone && (
        <MetForm
          name={met.name}
          zone={zone}
          onClose={() => setMet(undefined)}
          onMet={async (on) => {
            await api.POST('/api/v1/catchup/contacts/{id}/met', { params: { path: { id: met.id } }, body: { on } });
            await client.invalidateQueries({ queryKey: ['catchup'] });
            tell.done(`You met ${met.name}`);
          }}
        />
      )}
    </div>
  );
}
