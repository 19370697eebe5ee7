import { useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Schema } from '../../api/client';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { Facet } from '../../kit/facet';
import { Loaded } from '../../kit/loaded';
import { Money } from '../../kit/money';
import { Section } from '../../kit/section';
import { State } from '../../kit/state';
import { type Column, DataTable } from '../../kit/table';
import { flag, oneOf, text, useUrlState } from '../../lib/url-state';
import { OwnerSums } from './owner-sums';
import { OUTCOME_WORDS, type Outcome, OUTCOMES, type Run, type RunItem, runItemsQuery } from './runs-query';
import { SumsTable } from './sums-table';

const ADDRESS = { outcome: oneOf(['', ...OUTCOMES], ''), reason: text('', 60), owners: flag() };
const rowId = ({ ownerId, propertyId }: RunItem) => `${ownerId} ${propertyId ?? 'all'}`;
/** Where none was made, its owner tells more. */
const rowHref = ({ statementId, ownerId }: RunItem) =>
  statementId ? `/statements/${statementId}` : `/owners/${ownerId}`;

/** What became of each statement of a run, by its outcome and the code of its reason. */
export function RunItems({ run, summary }: { run: Run; summary: Schema<'RunSummaryResponse'> }) {
  const [{ outcome, reason, owners }, set] = useUrlState(ADDRESS);
  const query = useQuery(runItemsQuery(run.id, run.completedAt));
  const reasons = useMemo(() => {
    const counts = new Map<string, number>();
    for (const one of query.data?.items ?? [])
      if (!outcome || one.outcome === outcome) counts.set(one.reason, (counts.get(one.reason) ?? 0) + 1);
    return [...counts].map(([value, count]) => ({ value, label: <code>{value}</code>, count }));
  }, [query.data, outcome]);
  const clear = () => set({ outcome: '', reason: '' });
  return (
    <Section title="Statements of the run">
      <Loaded query={query}>
        {({ items, more }) => {
          const rows = items.filter(
            (one) => (!outcome || one.outcome === outcome) && (!reason || one.reason === reason),
          );
          const views = (
            <Button aria-pressed={owners} onClick={() => set({ owners: !owners })}>
              By owner
            </Button>
          );
          return (
            <>
              {run.result?.totals && run.result.totals.length > 0 && (
                <div className="card">
                  <SumsTable sums={run.result.totals} />
                </div>
              )}
              {owners ? (
                <OwnerSums items={items} toolbar={views} />
              ) : (
                <DataTable
                  name="run-items"
                  label="Statements of the run"
                  low
                  columns={COLUMNS}
                  rows={rows}
                  rowId={rowId}
                  rowHref={rowHref}
                  toolbar={
                    <>
                      {views}
                      <Facet
                        label="Outcome"
                        single
                        value={outcome ? [outcome] : []}
                        onChange={([one]) => set({ outcome: (one ?? '') as '' | Outcome, reason: '' })}
                        choices={OUTCOMES.map((value) => ({
                          value,
                          label: <State of={OUTCOME_WORDS[value].state} word={OUTCOME_WORDS[value].word} />,
                          count: summary[value],
                        }))}
                      />
                      <Facet
                        label="Reason"
                        single
                        value={reason ? [reason] : []}
                        onChange={([one]) => set({ reason: one ?? '' })}
                        choices={reasons}
                      />
                      {(outcome || reason) && (
                        <Button kind="quiet" onClick={clear}>
                          Clear filters
                        </Button>
                      )}
                    </>
                  }
                  empty={
                    items.length === 0 ? (
                      <Empty title="There was nothing to make">
                        <p>No owner has a share and an agreement in these days.</p>
                      </Empty>
                    ) : (
                      <Empty title="No statement fits the filter">
                        <Button onClick={clear}>Clear filters</Button>
                      </Empty>
                    )
                  }
                />
              )}
              {more && <p className="muted">The run has more than are shown here; the counts are of all.</p>}
            </>
          );
        }}
      </Loaded>
    </Section>
  );
}

function amountCell({ currency, statementState, ...row }: RunItem, of: 'net' | 'payable') {
  if (currency === null) return null;
  if (statementState === 'void') return <span title="The statement is void since">—</span>;
  return <Money amount={row[of]} currency={currency} />;
}

const COLUMNS: Column<RunItem>[] = [
  {
    id: 'statement',
    header: 'Statement',
    cell: ({ statementNumber }) => statementNumber ?? 'None',
    width: 'minmax(110px, 0.8fr)',
    fixed: true,
    phone: 1,
  },
  {
    id: 'outcome',
    header: 'Outcome',
    cell: ({ outcome }) => <State of={OUTCOME_WORDS[outcome].state} word={OUTCOME_WORDS[outcome].word} />,
    width: '118px',
    fixed: true,
    phone: 1,
  },
  {
    id: 'owner',
    header: 'Owner',
    cell: ({ owner }) => <bdi>{owner}</bdi>,
    width: 'minmax(140px, 1.2fr)',
  },
  {
    id: 'listing',
    header: 'Listing',
    cell: ({ property }) => <bdi>{property ?? 'All listings'}</bdi>,
    width: 'minmax(120px, 1.2fr)',
  },
  {
    id: 'net',
    header: 'Net',
    cell: (row) => amountCell(row, 'net'),
    width: '112px',
    end: true,
    phone: 'none',
  },
  { id: 'payable', header: 'Payable', cell: (row) => amountCell(row, 'payable'), width: '112px', end: true },
  {
    id: 'reason',
    header: 'Reason',
    cell: ({ reason, outcome }) => outcome !== 'generated' && <code>{reason}</code>,
    width: '140px',
  },
  {
    id: 'detail',
    header: 'In words',
    cell: ({ detail }) => detail && <bdi title={detail}>{detail}</bdi>,
    width: 'minmax(160px, 2fr)',
    phone: 'none',
  },
];
