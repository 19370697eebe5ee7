import { useCallback } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useLocale } from '../../api/hotels';
import { useListingName } from '../../api/rentals';
import { Button } from '../../kit/button';
import { Fact, Facts } from '../../kit/facts';
import { Instant } from '../../kit/instant';
import { Link } from '../../kit/link';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { State } from '../../kit/state';
import { WhoDid } from '../../kit/who-did';
import { dateText } from '../../lib/time';
import { flag, text, useUrlState } from '../../lib/url-state';
import { Actions } from './actions';
import { Adjustments } from './adjustments';
import { Deliveries } from './deliveries';
import { Explain } from './explain';
import { explained } from './explained';
import { LinesTable } from './lines-table';
import { Payouts } from './payouts';
import { Period } from './period';
import { StaysTable } from './stays-table';
import { type Statement, statementQuery } from './statements-query';
import { Totals } from './totals';

const ADDRESS = { explain: text('', 80), lines: flag() };

export default function StatementPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const query = useQuery(statementQuery(id));
  return (
    <div className="page">
      <Loaded query={query} lines={12}>
        {(statement) => <Details statement={statement} />}
      </Loaded>
    </div>
  );
}

const RECOGNITIONS: Record<Statement['recognition'], string> = {
  checkout: 'Whole stays, on the day of departure',
  checkin: 'Whole stays, on the day of arrival',
  nightly: 'Night by night',
  nightly_over_n: 'Long stays night by night',
};

function Details({ statement }: { statement: Statement }) {
  const [{ explain, lines: all }, set] = useUrlState(ADDRESS);
  const listingName = useListingName();
  const locale = useLocale();
  const onExplain = useCallback((of: string) => set({ explain: of }), [set]);
  const { lines, stays, warnings, agreements, version } = statement;
  const stated = new Set(stays.map(({ reservationId }) => reservationId));
  const others = lines.filter(
    ({ kind, reservationId }) => kind === 'adjustment' || reservationId === null || !stated.has(reservationId),
  );
  return (
    <div className="stack">
      <PageHead
        title={`Statement ${statement.number}`}
        sub={
          <span className="row">
            <State of={statement.state} />
            {version > 1 && <span>Version {version}</span>}
            <Link to={`/owners/${statement.ownerId}`}>
              <bdi>{statement.ownerName}</bdi>
            </Link>
            <bdi>{listingName(statement.listingId)}</bdi>
            <Period from={statement.from} to={statement.to} />
          </span>
        }
      >
        <Actions statement={statement} />
      </PageHead>
      <Totals statement={statement} onExplain={onExplain} />
      {warnings.length > 0 && (
        <div className="card" role="note">
          <h2>To be looked at</h2>
          <ul className="bullets">
            {warnings.map((words) => (
              <li key={words}>
                <bdi>{words}</bdi>
              </li>
            ))}
          </ul>
        </div>
      )}
      <StaysTable statement={statement} onExplain={onExplain} />
      {others.length > 0 && (
        <LinesTable
          statement={statement}
          lines={others}
          title="Expenses, adjustments and corrections"
          onExplain={onExplain}
        />
      )}
      <Adjustments statement={statement} />
      <Payouts statement={statement} />
      <Deliveries statement={statement} />
      <WhoDid targets={[`statements/${statement.id}`]} />
      <div className="card">
        <Facts>
          <Fact name="Money of a stay counts">{RECOGNITIONS[statement.recognition]}</Fact>
          <Fact name="Calculated">
            <Instant at={statement.calculatedAt} />
          </Fact>
          <Fact name="Made final">
            <Instant at={statement.finalisedAt} none="It is not final" />
          </Fact>
          {agreements.map((one) => (
            <Fact key={`${one.listingId} ${one.from}`} name={`Agreement, ${listingName(one.listingId)}`}>
              <Link to={`/owners/${statement.ownerId}`}>
                {one.feePercent} % of {one.feeBase.replaceAll('_', ' ')} from{' '}
                {dateText(one.from, locale, { weekday: undefined })}
              </Link>
            </Fact>
          ))}
        </Facts>
      </div>
      <div>
        <Button kind="quiet" aria-expanded={all} onClick={() => set({ lines: !all })}>
          {all ? 'Hide the lines' : `All ${lines.length} lines`}
        </Button>
      </div>
      {all && <LinesTable statement={statement} lines={lines} title="All lines" onExplain={onExplain} />}
      <Explain
        statement={statement}
        what={explain ? explained(statement, explain) : undefined}
        onExplain={onExplain}
        onClose={() => set({ explain: '' })}
      />
    </div>
  );
}
