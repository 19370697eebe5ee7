import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Hotel } from '../../api/hotels';
import { Button } from '../../kit/button';
import { CsvButton } from '../../kit/csv-button';
import { Empty } from '../../kit/empty';
import { Loaded } from '../../kit/loaded';
import { OneHotel } from '../../kit/one-hotel';
import { PageHead } from '../../kit/page-head';
import { SearchField } from '../../kit/search-field';
import { Select } from '../../kit/select';
import { DataTable, Pager } from '../../kit/table';
import { countOf } from '../../lib/money';
import { useUrlState } from '../../lib/url-state';
import { ChainCheck } from './chain-check';
import { INVOICE_COLUMNS } from './invoice-columns';
import { ADDRESS, type Invoice, invoicesQuery, KIND_WORDS, KINDS, PAGE } from './invoices-query';

const CLEAR = { number: '', kind: '', from: '', to: '', offset: 0 } as const;
const CHOICES = [
  { value: '', label: 'Invoices and credit notes' },
  ...KINDS.map((value) => ({ value, label: `${KIND_WORDS[value]}s` })),
] as const;
const rowId = ({ id }: Invoice) => id;
const rowHref = ({ bookingId }: Invoice) => `/front-desk/${bookingId}`;

export default function InvoicesPage() {
  return <OneHotel title="Invoices">{(hotel) => <Invoices key={hotel.id} hotel={hotel} />}</OneHotel>;
}

/** All that a hotel has issued, the latest first, and whether it is still what was issued. */
function Invoices({ hotel }: { hotel: Hotel }) {
  const [filter, set] = useUrlState(ADDRESS);
  const query = useQuery(invoicesQuery(hotel.id, filter));
  const client = useQueryClient();
  const narrow = (changes: Partial<typeof filter>) => set({ ...changes, offset: 0 });
  const filtered = Boolean(filter.number || filter.kind || filter.from || filter.to);
  const clear = () => set(CLEAR);
  return (
    <div className="page">
      <PageHead
        title="Invoices"
        sub={
          <>
            <bdi>{hotel.name}</bdi>
            {query.data && <> · {countOf(query.data.total, 'document')}</>}
          </>
        }
      >
        <CsvButton
          name="invoices"
          load={async (offset) => {
            const page = await client.fetchQuery({ ...invoicesQuery(hotel.id, { ...filter, offset }), gcTime: 0 });
            return { rows: page.invoices, total: page.total };
          }}
        />
      </PageHead>
      <div className="row">
        <SearchField
          label="Search invoices by number"
          placeholder="Number"
          value={filter.number}
          onChange={(number) => narrow({ number })}
        />
        <Select label="Kind" value={filter.kind} onChange={(kind) => narrow({ kind })} choices={CHOICES} />
        <span className="row" role="group" aria-label="Issued">
          <span>Issued</span>
          <input
            type="date"
            className="date"
            aria-label="Issued from"
            value={filter.from}
            onChange={({ target }) => narrow({ from: target.value })}
          />
          <span aria-hidden>–</span>
          <input
            type="date"
            className="date"
            aria-label="Issued to"
            min={filter.from || undefined}
            value={filter.to}
            onChange={({ target }) => narrow({ to: target.value })}
          />
        </span>
        {filtered && (
          <Button kind="quiet" onClick={clear}>
            Clear filters
          </Button>
        )}
      </div>
      <Loaded query={query} lines={8}>
        {({ invoices, total }) => (
          <DataTable
            name="invoices"
            label="Invoices and credit notes, latest first"
            low
            columns={INVOICE_COLUMNS}
            rows={invoices}
            rowId={rowId}
            rowHref={rowHref}
            total={total}
            busy={query.isPlaceholderData}
            pager={<Pager offset={filter.offset} limit={PAGE} total={total} onOffset={(offset) => set({ offset })} />}
            empty={
              filtered ? (
                <Empty title="Nothing issued fits the filters">
                  <Button onClick={clear}>Clear filters</Button>
                </Empty>
              ) : (
                <Empty title="Nothing is issued yet">
                  <p>An invoice is issued from a booking, after the check-out.</p>
                </Empty>
              )
            }
          />
        )}
      </Loaded>
      <ChainCheck key={hotel.id} hotelId={hotel.id} />
    </div>
  );
}
