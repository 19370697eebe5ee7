import { Plus } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { type Owner, ownersQuery } from '../../api/rentals';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { SearchField } from '../../kit/search-field';
import { State } from '../../kit/state';
import { type Column, DataTable } from '../../kit/table';
import { countOf } from '../../lib/money';
import { flag, text, useUrlState } from '../../lib/url-state';
import { useShortcut } from '../../shell/keys';
import { OwnerForm } from './owner-form';

const ADDRESS = { q: text('', 100), inactive: flag(), trouble: flag(), new: flag() };
const rowId = ({ id }: Owner) => String(id);
const rowHref = ({ id }: Owner) => `/owners/${id}`;

export default function OwnersPage() {
  const [{ q, inactive, trouble, new: adding }, set] = useUrlState(ADDRESS);
  const query = useQuery(ownersQuery);
  useShortcut('n', 'New owner', () => set({ new: true }));
  const wanted = q.trim().toLowerCase();
  const rows = (query.data ?? []).filter(
    ({ name, email, active, mailTrouble }) =>
      (active || inactive) &&
      (!trouble || mailTrouble !== null || email === null) &&
      (!wanted || name.toLowerCase().includes(wanted) || email?.toLowerCase().includes(wanted)),
  );
  const clear = () => set({ q: '', inactive: false, trouble: false });
  return (
    <div className="page page-fill">
      <PageHead title="Owners" sub={query.data && countOf(rows.length, 'owner')}>
        <Button kind="primary" icon={Plus} onClick={() => set({ new: true })}>
          New owner
        </Button>
      </PageHead>
      <Loaded query={query} lines={12}>
        {(all) => (
          <DataTable
            name="owners"
            label="Owners"
            columns={COLUMNS}
            rows={rows}
            rowId={rowId}
            rowHref={rowHref}
            toolbar={
              <>
                <SearchField
                  label="Search owners"
                  placeholder="Name or address"
                  value={q}
                  onChange={(next) => set({ q: next })}
                />
                <Button aria-pressed={trouble} onClick={() => set({ trouble: !trouble })}>
                  No mail reaches them
                </Button>
                <Button aria-pressed={inactive} onClick={() => set({ inactive: !inactive })}>
                  With inactive ones
                </Button>
                {(q || trouble || inactive) && (
                  <Button kind="quiet" onClick={clear}>
                    Clear filters
                  </Button>
                )}
              </>
            }
            empty={
              all.length === 0 ? (
                <Empty title="There are no owners yet">
                  <p>An owner has shares of listings, an agreement for each, and gets their statements.</p>
                </Empty>
              ) : (
                <Empty title="No owner fits the filter">
                  <Button onClick={clear}>Clear filters</Button>
                </Empty>
              )
            }
          />
        )}
      </Loaded>
      {adding && <OwnerForm onClose={() => set({ new: false })} />}
    </div>
  );
}

/** Whether statements reach it. */
function Mail({ owner: { email, mailTrouble } }: { owner: Owner }) {
  if (email === null) return <State of="late" word="No address" />;
  if (mailTrouble !== null)
    return (
      <span title={mailTrouble}>
        <State of="failed" word="Refused" />
      </span>
    );
  return <State of="done" word="No trouble" />;
}

const COLUMNS: Column<Owner>[] = [
  {
    id: 'name',
    header: 'Owner',
    cell: ({ name }) => <bdi>{name}</bdi>,
    width: 'minmax(160px, 1.4fr)',
    fixed: true,
    phone: 1,
  },
  {
    id: 'mail',
    header: 'Mail',
    cell: (owner) => (owner.active ? <Mail owner={owner} /> : <State of="cancelled" word="Inactive" />),
    width: '124px',
    fixed: true,
    phone: 1,
  },
  { id: 'email', header: 'Address', cell: ({ email }) => <bdi>{email}</bdi>, width: 'minmax(180px, 1.6fr)' },
  { id: 'currency', header: 'Currency', cell: ({ currency }) => currency, width: '88px' },
  { id: 'locale', header: 'Language', cell: ({ locale }) => locale, width: '96px', phone: 'none' },
  {
    id: 'payout',
    header: 'Paid by',
    cell: ({ payoutMethod }) => <bdi>{payoutMethod ?? '—'}</bdi>,
    width: 'minmax(120px, 1fr)',
    phone: 'none',
  },
  {
    id: 'statements',
    header: 'Statements',
    cell: ({ id, name }) => (
      <Link to="/statements" search={{ owner: String(id) }}>
        Show them<span className="sr">, statements of {name}</span>
      </Link>
    ),
    width: '104px',
    phone: 'none',
  },
];
