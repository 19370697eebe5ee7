import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Schema } from '../../api/client';
import { Empty } from '../../kit/empty';
import { Facet } from '../../kit/facet';
import { Instant } from '../../kit/instant';
import { Loaded } from '../../kit/loaded';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { type Column, DataTable, FreshRows, Pager, useInUse, useSteadyRows } from '../../kit/table';
import { integer, oneOf, text, useUrlState } from '../../lib/url-state';
import { itemsQuery, type Outcome, PAGE } from './jobs-query';

type Item = Schema<'ItemResponse'>;

const OUTCOMES = ['ok', 'skipped', 'failed'] as const;
const ADDRESS = { outcome: oneOf(['', ...OUTCOMES], ''), code: text('', 100), items: integer(0) };
const rowId = ({ key }: Item) => key;

/** What became of each piece of a job's work. */
export function JobItems({
  id,
  counts,
  hotelId,
}: {
  id: string;
  counts: Schema<'ItemCountsResponse'>;
  hotelId: number | null;
}) {
  const [{ outcome, code, items: offset }, set] = useUrlState(ADDRESS);
  const query = useQuery(itemsQuery(id, outcome, code, offset));
  const [isUsed, whileUsed] = useInUse();
  const holds = isUsed && !query.isPlaceholderData;
  const key = JSON.stringify([id, outcome, code, offset, holds]);
  const steady = useSteadyRows(key, query.data?.items, rowId);
  const rows = holds ? steady.rows : (query.data?.items ?? []);
  const columns = useMemo((): Column<Item>[] => itemColumns(hotelId), [hotelId]);
  return (
    <Section title="Items">
      <Loaded query={query}>
        {({ total, codes }) => (
          <div {...whileUsed}>
            <DataTable
              name="job-items"
              label="Items of the job"
              low
              columns={columns}
              rows={rows}
              rowId={rowId}
              dimmed={({ key: one }) => holds && steady.gone.has(one)}
              total={total}
              busy={query.isPlaceholderData}
              toolbar={
                <>
                  <Facet
                    label="Outcome"
                    single
                    value={outcome ? [outcome] : []}
                    onChange={([one]) => set({ outcome: (one ?? '') as '' | Outcome, code: '', items: 0 })}
                    choices={OUTCOMES.map((value) => ({ value, label: <State of={value} />, count: counts[value] }))}
                  />
                  {(codes.length > 0 || code) && (
                    <Facet
                      label="Reason"
                      single
                      value={code ? [code] : []}
                      onChange={([one]) => set({ code: one ?? '', items: 0 })}
                      choices={[
                        ...codes.map((one) => ({
                          value: one.code,
                          label: <code>{one.code}</code>,
                          text: one.code,
                          count: one.count,
                        })),
                        ...(code && codes.every((one) => one.code !== code)
                          ? [{ value: code, label: <code>{code}</code>, text: code, count: 0 }]
                          : []),
                      ]}
                    />
                  )}
                  {holds && offset === 0 && <FreshRows of={steady} />}
                </>
              }
              pager={
                total > PAGE && (
                  <Pager offset={offset} limit={PAGE} total={total} onOffset={(next) => set({ items: next })} />
                )
              }
              empty={<Empty title="No item has this outcome and reason" />}
            />
          </div>
        )}
      </Loaded>
    </Section>
  );
}

function itemColumns(hotelId: number | null): Column<Item>[] {
  return [
    {
      id: 'key',
      header: 'Item',
      cell: ({ key }) => <bdi>{key}</bdi>,
      width: 'minmax(140px, 1fr)',
      fixed: true,
      phone: 1,
    },
    {
      id: 'outcome',
      header: 'Outcome',
      cell: ({ outcome }) => <State of={outcome} />,
      width: '110px',
      fixed: true,
      phone: 1,
    },
    { id: 'code', header: 'Reason', cell: ({ code }) => code && <code>{code}</code>, width: 'minmax(120px, 1fr)' },
    {
      id: 'message',
      header: 'In words',
      cell: ({ message }) => <bdi title={message ?? undefined}>{message}</bdi>,
      width: 'minmax(160px, 2fr)',
      phone: 'none',
    },
    { id: 'attempt', header: 'Attempt', cell: ({ attempt }) => attempt, width: '80px', end: true, phone: 'none' },
    { id: 'at', header: 'At', cell: ({ at }) => <Instant at={at} hotelId={hotelId} seconds />, width: '190px' },
  ];
}
