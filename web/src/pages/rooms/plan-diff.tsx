import type { UseQueryResult } from '@tanstack/react-query';
import { useLocale } from '../../api/hotels';
import { Loaded } from '../../kit/loaded';
import { State } from '../../kit/state';
import { Pager } from '../../kit/table';
import { countOf, moneyText } from '../../lib/money';
import { dateText } from '../../lib/time';
import styles from './rooms.module.css';
import { type Plan, PLAN_PAGE } from './rooms-query';

type PlanDay = Plan['days'][number];

const STATES: Record<PlanDay['change'], readonly [state: string, word: string]> = {
  new: ['owed', 'New'],
  repriced: ['running', 'Repriced'],
  conflict: ['late', 'Conflict'],
  closed: ['cancelled', 'Removed'],
  unchanged: ['skipped', 'Unchanged'],
};

/** What would change, day by day: new nights, prices old and new, and where more is sold than there is. */
export function PlanDiff({
  query,
  offset,
  onOffset,
}: {
  query: UseQueryResult<Plan>;
  offset: number;
  onOffset: (offset: number) => void;
}) {
  const locale = useLocale();
  return (
    <Loaded query={query} lines={6}>
      {({ days, total, totals, currency }) => {
        const money = (amount: string) => moneyText(amount, currency, locale);
        return (
          <div className="stack">
            <div className="row" style={{ justifyContent: 'space-between' }}>
              <span role="status">
                {total === 0 ? 'Nothing changes: every night is there.' : `${countOf(total, 'day')} with changes`}
                {totals.kept > 0 &&
                  ` · ${countOf(totals.kept, 'night')} with another price keep it: sold, or set by people`}
              </span>
              <Pager offset={offset} limit={PLAN_PAGE} total={total} onOffset={onOffset} />
            </div>
            {total > 0 && (
              // Reached by the keyboard to be scrolled.
              <div className={styles.diff} tabIndex={0} role="region" aria-label="What would change">
                <table className="plain-table" aria-busy={query.isPlaceholderData || undefined}>
                  <thead>
                    <tr>
                      <th scope="col">Night</th>
                      <th scope="col">Change</th>
                      <th scope="col">Rooms</th>
                      <th scope="col">Price</th>
                    </tr>
                  </thead>
                  <tbody>
                    {days.map((day) => (
                      <tr key={day.date} data-plan={day.date}>
                        <td className="num">{dateText(day.date, locale)}</td>
                        <td>
                          <State of={STATES[day.change][0]} word={STATES[day.change][1]} />
                        </td>
                        <td>{roomsText(day)}</td>
                        <td className="num">{priceText(day, money)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
          </div>
        );
      }}
    </Loaded>
  );
}

function roomsText({ created, repriced, closed, conflicts, kept }: PlanDay): string {
  const parts = [
    ...(created > 0 ? [`${created} new`] : []),
    ...(repriced > 0 ? [`${repriced} repriced`] : []),
    ...(closed > 0 ? [`${closed} removed`] : []),
    ...(kept > 0 ? [`${kept} kept`] : []),
    ...(conflicts > 0 ? [`${conflicts} sold without a room`] : []),
  ];
  return parts.join(', ');
}

function priceText({ created, repriced, priceBefore, price }: PlanDay, money: (amount: string) => string): string {
  if (repriced > 0 && priceBefore) {
    const { lowest, highest } = priceBefore;
    return `${lowest === highest ? money(lowest) : `${money(lowest)}–${money(highest)}`} → ${money(price)}`;
  }
  return created > 0 ? money(price) : '';
}
