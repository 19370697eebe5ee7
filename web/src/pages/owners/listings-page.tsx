import { Plus } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { type Listing, listingsQuery } from '../../api/rentals';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { SearchField } from '../../kit/search-field';
import { type Column, DataTable } from '../../kit/table';
import { countOf } from '../../lib/money';
import { flag, text, useUrlState } from '../../lib/url-state';
import { useShortcut } from '../../shell/keys';
import { ListingForm } from './listing-form';
import { Managed } from './managed';

const ADDRESS = { q: text('', 100), past: flag(), new: flag() };
const rowId = ({ id }: Listing) => String(id);
const rowHref = ({ id }: Listing) => `/listings/${id}`;

/** What owners own: flats and houses that are let. */
export default function ListingsPage() {
  const [{ q, past, new: adding }, set] = useUrlState(ADDRESS);
  const query = useQuery(listingsQuery);
  const clear = () => set({ q: '', past: false });
  useShortcut('n', 'New listing', () => set({ new: true }));
  const wanted = q.trim().toLowerCase();
  const rows = (query.data ?? []).filter(
    ({ name, code, status }) =>
      (status === 'active' || past) &&
      (!wanted || name.toLowerCase().includes(wanted) || code.toLowerCase().includes(wanted)),
  );
  return (
    <div className="page page-fill">
      <PageHead title="Listings" sub={query.data && countOf(rows.length, 'listing')}>
        <Button kind="primary" icon={Plus} onClick={() => set({ new: true })}>
          New listing
        </Button>
      </PageHead>
      <Loaded query={query} lines={12}>
        {(all) => (
          <DataTable
            name="listings"
            label="Listings"
            columns={COLUMNS}
            rows={rows}
            rowId={rowId}
            rowHref={rowHref}
            toolbar={
              <>
                <SearchField
                  label="Search listings"
                  placeholder="Name or code"
                  value={q}
                  onChange={(next) => set({ q: next })}
                />
                <Button aria-pressed={past} onClick={() => set({ past: !past })}>
                  With those no longer managed
                </Button>
                {(q || past) && (
                  <Button kind="quiet" onClick={clear}>
                    Clear filters
                  </Button>
                )}
              </>
            }
            empty={
              all.length === 0 ? (
                <Empty title="There are no listings yet">
                  <p>A listing is a flat or house that is let. Its owners have shares of it, and an agreement each.</p>
                </Empty>
              ) : (
                <Empty title="No listing fits the filter">
                  <Button onClick={clear}>Clear filters</Button>
                </Empty>
              )
            }
          />
        )}
      </Loaded>
      {adding && <ListingForm onClose={() => set({ new: false })} />}
    </div>
  );
}

const COLUMNS: Column<Listing>[] = [
  {
    id: 'name',
    header: 'Listing',
    cell: ({ name }) => <bdi>{name}</bdi>,
    width: 'minmax(160px, 1.4fr)',
    fixed: true,
    phone: 1,
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ status }) => <Managed status={status} />,
    width: '172px',
    fixed: true,
    phone: 1,
  },
  { id: 'code', header: 'Code', cell: ({ code }) => <bdi>{code}</bdi>, width: 'minmax(100px, 1fr)' },
  { id: 'currency', header: 'Currency', cell: ({ currency }) => currency, width: '88px', phone: 'none' },
  { id: 'zone', header: 'Time zone', cell: ({ timezone }) => timezone, width: 'minmax(140px, 1fr)' },
];
