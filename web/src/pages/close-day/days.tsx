import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { BusinessDay } from '../../api/business-day';
import { useLocale } from '../../api/hotels';
import { Empty } from '../../kit/empty';
import { Instant } from '../../kit/instant';
import { Loaded } from '../../kit/loaded';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { type Column, DataTable, Pager } from '../../kit/table';
import { dateText } from '../../lib/time';
import { integer, useUrlState } from '../../lib/url-state';
import { daysQuery, PAGE } from './close-query';

const ADDRESS = { offset: integer(0) };
const rowId = ({ businessDate }: BusinessDay) => businessDate;
const rowHref = ({ businessDate }: BusinessDay) => `/close-day/${businessDate}`;

/** Days that were closed, and the way to the audit of each. */
export function Days({ hotelId }: { hotelId: number }) {
  const [{ offset }, set] = useUrlState(ADDRESS);
  const query = useQuery(daysQuery(hotelId, offset));
  const locale = useLocale();
  const columns = useMemo(() => dayColumns(hotelId, locale), [hotelId, locale]);
  return (
    <Section title="Days">
      <Loaded query={query}>
        {({ businessDays, total }) => (
          <DataTable
            name="business-days"
            label="Business days"
            low
            columns={columns}
            rows={businessDays}
            rowId={rowId}
            rowHref={rowHref}
            total={total}
            busy={query.isPlaceholderData}
            pager={<Pager offset={offset} limit={PAGE} total={total} onOffset={(next) => set({ offset: next })} />}
            empty={<Empty title="No day was opened yet" />}
          />
        )}
      </Loaded>
    </Section>
  );
}

function dayColumns(hotelId: number, locale: string | undefined): Column<BusinessDay>[] {
  return [
    {
      id: 'date',
      header: 'Business date',
      cell: ({ businessDate }) => <span className="num">{dateText(businessDate, locale)}</span>,
      width: '160px',
      fixed: true,
      phone: 1,
    },
    {
      id: 'state',
      header: 'State',
      cell: ({ status }) =>
        status === 'open' ? <State of="running" word="Open" /> : <State of="done" word="Closed" />,
      width: '110px',
      fixed: true,
      phone: 1,
    },
    {
      id: 'closed',
      header: 'Closed',
      cell: ({ closedAt }) => <Instant at={closedAt} hotelId={hotelId} />,
      width: '168px',
    },
    {
      id: 'by',
      header: 'By',
      cell: ({ closedByName, status }) =>
        closedByName ? <bdi>{closedByName}</bdi> : status === 'closed' ? 'Nightshift' : '',
      width: 'minmax(160px, 1fr)',
    },
    {
      id: 'early',
      header: 'Why early',
      cell: ({ earlyReason }) => earlyReason && <bdi title={earlyReason}>{earlyReason}</bdi>,
      width: 'minmax(160px, 1fr)',
      phone: 'none',
    },
    {
      id: 'waived',
      header: 'Waived',
      cell: ({ checks }) => (checks ?? []).filter(({ waived }) => waived !== undefined).length || '',
      width: '80px',
      end: true,
      phone: 'none',
    },
  ];
}
