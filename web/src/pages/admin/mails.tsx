import { useQuery } from '@tanstack/react-query';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { Facet } from '../../kit/facet';
import { Instant } from '../../kit/instant';
import { Loaded } from '../../kit/loaded';
import { SearchField } from '../../kit/search-field';
import { State } from '../../kit/state';
import { type Column, DataTable, Pager, useSteadyRows, FreshRows } from '../../kit/table';
import { integer, oneOf, text, useUrlState } from '../../lib/url-state';
import { type Mail, MAIL_LOOKS, MAIL_STATES, MAILS, type MailState, mailsQuery } from './mail-query';

const ADDRESS = { state: oneOf(['', ...MAIL_STATES], ''), address: text('', 254), offset: integer(0) };
const rowId = ({ id }: Mail) => id;
const rowHref = ({ id }: Mail) => `/admin/mail/${id}`;

export function Mails() {
  const [filter, set] = useUrlState(ADDRESS);
  const query = useQuery(mailsQuery(filter));
  const steady = useSteadyRows(
    JSON.stringify(filter),
    query.isPlaceholderData ? undefined : query.data?.messages,
    rowId,
  );
  const rows = query.isPlaceholderData ? (query.data?.messages ?? []) : steady.rows;
  const filtered = Boolean(filter.state || filter.address);
  const clear = () => set({ state: '', address: '', offset: 0 });
  const total = query.data?.total ?? 0;
  return (
    <Loaded query={query} lines={8}>
      {() => (
        <DataTable
          name="admin-mail"
          label="Mails"
          columns={COLUMNS}
          rows={rows}
          rowId={rowId}
          rowHref={rowHref}
          dimmed={({ id }) => steady.gone.has(id)}
          total={total}
          busy={query.isPlaceholderData}
          pager={<Pager offset={filter.offset} limit={MAILS} total={total} onOffset={(offset) => set({ offset })} />}
          toolbar={
            <>
              <SearchField
                label="To an address"
                placeholder="To an address"
                value={filter.address}
                onChange={(address) => set({ address, offset: 0 })}
              />
              <Facet
                label="State"
                single
                value={filter.state ? [filter.state] : []}
                onChange={([state]) => set({ state: (state ?? '') as '' | MailState, offset: 0 })}
                choices={MAIL_STATES.map((value) => ({ value, label: <MailStateOf state={value} />, text: value }))}
              />
              {filtered && (
                <Button kind="quiet" onClick={clear}>
                  Clear filters
                </Button>
              )}
              {filter.offset === 0 && <FreshRows of={steady} />}
            </>
          }
          empty={
            filtered ? (
              <Empty title="No mail fits the filter">
                <Button onClick={clear}>Clear filters</Button>
              </Empty>
            ) : (
              <Empty title="No mail was written yet">
                <p>Statements, reports, alerts and invitations are sent by mail.</p>
              </Empty>
            )
          }
        />
      )}
    </Loaded>
  );
}

export function MailStateOf({ state }: { state: MailState }) {
  const [of, word] = MAIL_LOOKS[state];
  return <State of={of} word={word} />;
}

const COLUMNS: Column<Mail>[] = [
  {
    id: 'subject',
    header: 'Subject',
    cell: ({ subject }) => <bdi>{subject}</bdi>,
    width: 'minmax(200px, 3fr)',
    fixed: true,
    phone: 1,
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ state }) => <MailStateOf state={state} />,
    width: '120px',
    fixed: true,
    phone: 1,
  },
  { id: 'to', header: 'To', cell: ({ toAddress }) => <bdi>{toAddress}</bdi>, width: 'minmax(180px, 2fr)' },
  { id: 'template', header: 'Kind', cell: ({ template }) => template, width: 'minmax(120px, 1fr)', phone: 'none' },
  { id: 'at', header: 'Written', cell: ({ createdAt }) => <Instant at={createdAt} />, width: '170px' },
  {
    id: 'error',
    header: 'The mail server said',
    cell: ({ error, response }) => <bdi title={error ?? response ?? undefined}>{error ?? response}</bdi>,
    width: 'minmax(140px, 2fr)',
    phone: 'none',
  },
];
