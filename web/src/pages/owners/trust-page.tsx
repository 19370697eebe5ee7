import { useQuery } from '@tanstack/react-query';
import { useLocale, useZone } from '../../api/hotels';
import { Button } from '../../kit/button';
import { Empty } from '../../kit/empty';
import { Loaded } from '../../kit/loaded';
import { PageHead } from '../../kit/page-head';
import { State } from '../../kit/state';
import { dateIn, dateText } from '../../lib/time';
import { day, useUrlState } from '../../lib/url-state';
import { trustQuery } from './owners-query';
import { TrustOf } from './trust-of';

const ADDRESS = { asOf: day() };

/** Whether the account holds what it owes, as of a day. */
export default function TrustPage() {
  const [{ asOf }, set] = useUrlState(ADDRESS);
  const today = dateIn(useZone());
  const query = useQuery(trustQuery(asOf || today));
  const locale = useLocale();
  return (
    <div className="page">
      <div className="stack">
        <PageHead
          title="Trust check"
          sub={
            query.data && (
              <span className="row">
                {query.data.balanced ? (
                  <State of="done" word="The account holds what it owes" />
                ) : (
                  <State of="late" word="There is a difference" />
                )}
                At the end of {dateText(query.data.asOf, locale)}
              </span>
            )
          }
        >
          <label className="row">
            <span className="muted">As of</span>
            <input
              type="date"
              value={asOf || today}
              onChange={(event) => set({ asOf: event.target.value })}
              className="date"
            />
          </label>
          {asOf && (
            <Button kind="quiet" onClick={() => set({ asOf: '' })}>
              Today
            </Button>
          )}
        </PageHead>
        <p className="muted">Bank = owners + manager + unpaid taxes, in each currency.</p>
        <Loaded query={query}>
          {({ currencies }) =>
            currencies.length === 0 ? (
              <Empty title="Nothing moved on the account until then, and nothing was stated" />
            ) : (
              currencies.map((one) => <TrustOf key={one.currency} trust={one} />)
            )
          }
        </Loaded>
      </div>
    </div>
  );
}
