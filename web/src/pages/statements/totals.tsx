import { Link } from '../../kit/link';
import { Money } from '../../kit/money';
import { sameAmount } from '../../lib/money';
import { Amount } from './amount';
import { TOTAL_NAMES } from './explained';
import styles from './statements.module.css';
import { type Statement, type Total, TOTALS } from './statements-query';

/** Small sums that most statements do not have. */
const ONLY_IF_ANY: readonly Total[] = ['shortfall'];

/** From opening to what is payable; each figure says how it came about. */
export function Totals({ statement, onExplain }: { statement: Statement; onExplain: (of: string) => void }) {
  const { currency, reserve } = statement;
  const figure = (total: Total) => (
    <div key={total}>
      <dt>{TOTAL_NAMES[total]}</dt>
      <dd>
        <Amount
          whole
          amount={statement[total]}
          currency={currency}
          of={total}
          name={TOTAL_NAMES[total]}
          onExplain={onExplain}
        />
      </dd>
    </div>
  );
  const shown = TOTALS.filter((total) => !ONLY_IF_ANY.includes(total) || !sameAmount(statement[total], '0'));
  return (
    <dl className={`card ${styles.totals}`}>
      {shown.flatMap((total) =>
        total === 'payable'
          ? [
              <div key="reserve">
                <dt>Reserve</dt>
                <dd>
                  <Link to={`/owners/${statement.ownerId}`} title="Held back by the agreement">
                    <Money amount={reserve} currency={currency} />
                  </Link>
                </dd>
              </div>,
              figure(total),
            ]
          : [figure(total)],
      )}
    </dl>
  );
}
