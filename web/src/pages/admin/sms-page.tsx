import { ChevronRight } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import type { Schema } from '../../api/client';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { Instant } from '../../kit/instant';
import { Loaded } from '../../kit/loaded';
import { State } from '../../kit/state';
import { type Column, DataTable } from '../../kit/table';
import { text, useUrlState } from '../../lib/url-state';
import { AdminPage } from './admin-page';
import { smsQuery } from './admin-query';

type Sms = Schema<'SmsResponse'>;
const ADDRESS = { cursor: text('', 36) };
const rowId = ({ id }: Sms) => id;

/** One's own SMS: nobody else may read them. */
export default function SmsPage() {
  const [{ cursor }, set] = useUrlState(ADDRESS);
  const query = useQuery(smsQuery(cursor));
  return (
    <AdminPage title="My SMS" sub="Only you can read them.">
      <Loaded query={query}>
        {({ messages, nextCursor }) => (
          <DataTable
            name="admin-sms"
            label="My SMS"
            low
            columns={COLUMNS}
            rows={messages}
            rowId={rowId}
            pager={
              (cursor || nextCursor) && (
                <nav className="pager" aria-label="Pages">
                  {cursor && <Button onClick={() => set({ cursor: '' })}>Newest</Button>}
                  {nextCursor && (
                    <Button icon={ChevronRight} onClick={() => set({ cursor: nextCursor })}>
                      Older
                    </Button>
                  )}
                </nav>
              )
            }
            empty={
              <Empty title="No SMS was written to you">
                <p>CatchUp sends its digest by SMS to those who choose so.</p>
              </Empty>
            }
          />
        )}
      </Loaded>
    </AdminPage>
  );
}

const LOOKS: Record<Sms['state'], [of: string, word: string]> = {
  queued: ['queued', 'Queued'],
  sending: ['running', 'Being sent'],
  sent: ['sent', 'Sent'],
  delivered: ['done', 'Delivered'],
  undelivered: ['failed', 'Not delivered'],
  failed: ['failed', 'Failed'],
  ambiguous: ['unknown', 'Unknown'],
  opted_out: ['skipped', 'Opted out'],
};

const COLUMNS: Column<Sms>[] = [
  {
    id: 'text',
    header: 'Text',
    cell: ({ text: words }) => <bdi title={words ?? undefined}>{words ?? 'A code, which is not shown'}</bdi>,
    width: 'minmax(240px, 4fr)',
    fixed: true,
    phone: 1,
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ state }) => <State of={LOOKS[state][0]} word={LOOKS[state][1]} />,
    width: '130px',
    fixed: true,
    phone: 1,
  },
  { id: 'number', header: 'Number', cell: ({ number }) => <span className="num">{number}</span>, width: '140px' },
  { id: 'purpose', header: 'For', cell: ({ purpose }) => purpose, width: '120px', phone: 'none' },
  { id: 'segments', header: 'Parts', cell: ({ segments }) => segments, width: '70px', end: true, phone: 'none' },
  { id: 'at', header: 'Written', cell: ({ createdAt }) => <Instant at={createdAt} />, width: '170px' },
  {
    id: 'error',
    header: 'What went wrong',
    cell: ({ error }) => <bdi title={error ?? undefined}>{error}</bdi>,
    width: 'minmax(120px, 2fr)',
    phone: 'none',
  },
];
