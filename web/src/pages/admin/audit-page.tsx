import { useMemo } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useZone } from '../../api/hotels';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { CsvButton } from '../../kit/csv-button';
import { Empty } from '../../kit/empty';
import { Facet } from '../../kit/facet';
import { Loaded } from '../../kit/loaded';
import { SearchField } from '../../kit/search-field';
import { DataTable, Pager } from '../../kit/table';
import { countOf } from '../../lib/money';
import { day, integer, text, useUrlState } from '../../lib/url-state';
import { AdminPage } from './admin-page';
import { usersQuery } from './admin-query';
import { auditColumns } from './audit-columns';
import { AuditDrawer } from './audit-drawer';
import { auditQuery, COUNTED, ENTRIES, type Entry } from './audit-query';

const ADDRESS = {
  person: text('', 36),
  action: text('', 200),
  target: text('', 400),
  from: day(),
  to: day(),
  offset: integer(0),
  entry: text('', 36),
};
const NO_FILTER = { person: '', action: '', target: '', from: '', to: '', offset: 0 };
const rowId = ({ id }: Entry) => id;

/** Who did what, by person, action, thing and day; an operator's is that of the operators. */
export default function AuditPage() {
  const [{ entry, ...filter }, set] = useUrlState(ADDRESS);
  const zone = useZone();
  const query = useQuery(auditQuery(filter, zone));
  const admin = useMay('ADMIN');
  const people = useQuery({ ...usersQuery(0), enabled: admin }).data?.users ?? [];
  const columns = useMemo(() => auditColumns(set), [set]);
  const filtered = Boolean(filter.person || filter.action || filter.target || filter.from || filter.to);
  const client = useQueryClient();
  const total = query.data?.total ?? 0;
  const entries = query.data?.entries ?? [];
  return (
    <AdminPage
      title="Audit trail"
      sub={
        query.data &&
        `${total >= COUNTED ? 'More than ' : ''}${countOf(total, 'entry', 'entries')}${filtered ? ' fit' : ''}`
      }
      fill
      actions={
        <CsvButton
          name="audit"
          load={async (offset, cursor) => {
            const page = await client.fetchQuery({ ...auditQuery({ ...filter, offset, cursor }, zone), gcTime: 0 });
            return { rows: page.entries, next: page.nextCursor };
          }}
        />
      }
    >
      <Loaded query={query} lines={10}>
        {() => (
          <DataTable
            name="admin-audit"
            label="Audit trail"
            columns={columns}
            rows={entries}
            rowId={rowId}
            total={total}
            busy={query.isPlaceholderData}
            pager={
              <Pager offset={filter.offset} limit={ENTRIES} total={total} onOffset={(offset) => set({ offset })} />
            }
            toolbar={
              <>
                <SearchField
                  label="Part of the action"
                  placeholder="Action, e.g. check-in"
                  value={filter.action}
                  onChange={(action) => set({ action, offset: 0 })}
                />
                {admin && (
                  <Facet
                    label="Person"
                    single
                    value={filter.person ? [filter.person] : []}
                    onChange={([person]) => set({ person: person ?? '', offset: 0 })}
                    choices={people.map(({ id, email }) => ({ value: id, label: <bdi>{email}</bdi>, text: email }))}
                  />
                )}
                <label className="row">
                  <span className="sr">On or after</span>
                  <input
                    type="date"
                    className="date"
                    aria-label={`On or after, in ${zone}`}
                    value={filter.from}
                    onChange={(event) => set({ from: event.target.value, offset: 0 })}
                  />
                  <span className="muted">to</span>
                  <input
                    type="date"
                    className="date"
                    aria-label={`On or before, in ${zone}`}
                    value={filter.to}
                    onChange={(event) => set({ to: event.target.value, offset: 0 })}
                  />
                </label>
                {filter.target && (
                  <Button kind="quiet" onClick={() => set({ target: '', offset: 0 })} title="Of all things again">
                    Only <code>{filter.target}</code> ✕
                  </Button>
                )}
                {filtered && (
                  <Button kind="quiet" onClick={() => set(NO_FILTER)}>
                    Clear filters
                  </Button>
                )}
              </>
            }
            empty={
              filtered ? (
                <Empty title="No entry fits the filter">
                  <Button onClick={() => set(NO_FILTER)}>Clear filters</Button>
                </Empty>
              ) : (
                <Empty title="Nobody has changed anything yet" />
              )
            }
          />
        )}
      </Loaded>
      <AuditDrawer entry={entries.find(({ id }) => id === entry)} onClose={() => set({ entry: '' })} />
    </AdminPage>
  );
}
