import { useMemo } from 'react';
import { RotateCcw, Trash2 } from 'lucide-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useHotels } from '../../api/hotels';
import { useKindTitle } from '../../api/job-kinds';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { ClearFilters } from '../../kit/clear-filters';
import { CsvButton } from '../../kit/csv-button';
import { Empty } from '../../kit/empty';
import { useHotelOfAddress } from '../../kit/hotel-of-address';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { ManyProgress } from '../../kit/many-progress';
import { PageHead } from '../../kit/page-head';
import { DataTable, Pager, useSelection, useSteadyRows, FreshRows } from '../../kit/table';
import { countOf, countText } from '../../lib/money';
import { useUrlState } from '../../lib/url-state';
import { useShortcut } from '../../shell/keys';
import { useLetterActions } from './letter-actions';
import { letterColumns } from './letter-columns';
import { LetterFilters, NO_FILTER } from './letter-filter';
import { useLiveLetters } from './letters-live';
import { ADDRESS, groupQuery, type LetterRow, lettersQuery, PAGE } from './letters-query';

const KEYS = ['dead-letters', 'jobs'];
const rowId = ({ id }: LetterRow) => id;
const rowHref = ({ id }: LetterRow) => `/dead-letters/${id}`;

/** The letters of one error, or all of them. */
export default function LettersPage() {
  const { fingerprint }: { fingerprint?: string } = useParams({ strict: false });
  const [address, set] = useUrlState(ADDRESS);
  const { hotelId, hotel } = useHotelOfAddress();
  const hotels = useHotels();
  const titleOf = useKindTitle();
  const may = useMay('ADMIN', 'MANAGER');
  const actions = useLetterActions();
  const { many: _watched, ...conditions } = address;
  const filter = { ...conditions, fingerprint, hotelId };
  const key = JSON.stringify(filter);
  const chosenIds = useSelection(key);
  const query = useQuery(lettersQuery(filter, chosenIds.ids.size > 0));
  useLiveLetters(chosenIds.ids.size > 0);
  const steady = useSteadyRows(key, query.isPlaceholderData ? undefined : query.data?.deadLetters, rowId);
  const rows = query.isPlaceholderData ? (query.data?.deadLetters ?? []) : steady.rows;
  const chosen = rows.filter(({ id }) => chosenIds.has(id) && !steady.gone.has(id));
  const columns = useMemo(
    () =>
      letterColumns(
        (id) => hotels.find((one) => one.id === id)?.name ?? `Hotel ${id}`,
        titleOf,
        fingerprint !== undefined,
      ),
    [hotels, titleOf, fingerprint],
  );
  const filtered = Boolean(address.q || address.job || address.reason || hotelId);
  const total = query.data?.total ?? 0;
  const requeueChosen = () => void actions.requeue(chosen).then(chosenIds.clear);
  const discardChosen = () => void actions.discard(chosen).then((done) => done > 0 && chosenIds.clear());
  const all = (deed: 'requeue' | 'discard') => void actions.all(deed, filter).then((many) => many && set({ many }));
  const client = useQueryClient();
  const csv = total > 0 && (
    <CsvButton
      name="dead-letters"
      load={async (offset) => {
        const page = await client.fetchQuery({ ...lettersQuery({ ...filter, offset }, true), gcTime: 0 });
        return { rows: page.deadLetters, total: page.total };
      }}
    />
  );
  const forAll = may && total > 0 && (
    <>
      <Button icon={Trash2} onClick={() => all('discard')}>
        Discard all {countText(total)}…
      </Button>
      <RequeueAll total={total} run={() => all('requeue')} />
    </>
  );
  useShortcut(may && chosen.length > 0 ? 'r' : undefined, 'Requeue the chosen letters', requeueChosen);
  return (
    <div className="page page-fill">
      <nav aria-label="Way back">
        <Link to="/dead-letters">‹ Errors</Link>
      </nav>
      {fingerprint === undefined ? (
        <PageHead title="All dead letters" sub={query.data && `${countOf(total, 'letter')}${filtered ? ' fit' : ''}`}>
          {csv}
          {forAll}
        </PageHead>
      ) : (
        <GroupHead fingerprint={fingerprint} letter={rows[0]} total={total}>
          {csv}
          {forAll}
        </GroupHead>
      )}
      {address.many && (
        <ManyProgress
          key={address.many}
          id={address.many}
          keys={KEYS}
          onClose={() => set({ many: '' }, { replace: true })}
        />
      )}
      <Loaded query={query} lines={10}>
        {() => (
          <DataTable
            name={fingerprint === undefined ? 'dead-letters' : 'dead-letters-of-group'}
            label="Dead letters"
            columns={columns}
            rows={rows}
            rowId={rowId}
            rowHref={rowHref}
            dimmed={({ id }) => steady.gone.has(id)}
            total={total}
            busy={query.isPlaceholderData}
            selection={may ? chosenIds : undefined}
            pager={<Pager offset={filter.offset} limit={PAGE} total={total} onOffset={(offset) => set({ offset })} />}
            toolbar={
              chosen.length > 0 ? (
                <>
                  <strong>{chosen.length} chosen</strong>
                  <Button icon={RotateCcw} onClick={requeueChosen}>
                    Requeue {chosen.length}
                  </Button>
                  <Button icon={Trash2} onClick={discardChosen}>
                    Discard {chosen.length}
                  </Button>
                  <Button kind="quiet" onClick={chosenIds.clear}>
                    Choose none
                  </Button>
                </>
              ) : (
                <>
                  <LetterFilters filter={filter} set={set} kinds={fingerprint === undefined} />
                  {filter.offset === 0 && <FreshRows of={steady} />}
                </>
              )
            }
            empty={
              filtered ? (
                <Empty title={`No dead letter fits${hotel ? ` at ${hotel.name}` : ' the filter'}`}>
                  <ClearFilters clear={() => set(NO_FILTER)} />
                </Empty>
              ) : (
                <Empty
                  title={fingerprint ? 'All letters of this error have been dealt with' : 'There is no dead letter'}
                />
              )
            }
          />
        )}
      </Loaded>
    </div>
  );
}

function RequeueAll({ total, run }: { total: number; run: () => void }) {
  return (
    <Button icon={RotateCcw} kind="primary" onClick={run}>
      Requeue all {countText(total)}
    </Button>
  );
}

function GroupHead({
  fingerprint,
  letter,
  total,
  children,
}: {
  fingerprint: string;
  letter: LetterRow | undefined;
  total: number;
  children: React.ReactNode;
}) {
  const { data: group } = useQuery(groupQuery(fingerprint));
  const titleOf = useKindTitle();
  const error = group?.error ?? letter?.error;
  const name = group?.jobName ?? letter?.jobName;
  return (
    <>
      <PageHead
        title={name ? titleOf(name) : 'Dead letters of one error'}
        sub={`${countOf(total, 'letter')}${group && group.hotels > 0 ? ` of ${countOf(group.hotels, 'hotel')}` : ''}`}
      >
        {children}
      </PageHead>
      {error && (
        <div className="problem" role="note">
          <p className="problem-title">
            <bdi>{error.message}</bdi>
          </p>
          <p className="problem-foot muted">
            {name && (
              <>
                <code>{name}</code> ·{' '}
              </>
            )}
            <code>{error.code}</code> · the newest of them; the others differ in ids, numbers and names only
          </p>
        </div>
      )}
    </>
  );
}
