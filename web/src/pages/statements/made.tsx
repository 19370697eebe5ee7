import type { Schema } from '../../api/client';
import { Button } from '../../kit/button';
import { Link } from '../../kit/link';
import { Money } from '../../kit/money';
import { State } from '../../kit/state';
import { OUTCOME_WORDS } from './runs-query';
import { sumsOf } from './run-sums';
import styles from './statements.module.css';
import { SumsTable } from './sums-table';

/** What became of each statement of one owner, and what they come to. */
export function Made({ made, onClose }: { made: Schema<'StatementsMadeResponse'>; onClose: () => void }) {
  const entries = [
    ...made.statements.map((one) => ({ ...one, of: one.reason === 'unchanged' ? 'unchanged' : 'generated' }) as const),
    ...made.skipped.map((one) => ({ ...one, of: 'skipped' }) as const),
    ...made.errors.map((one) => ({ ...one, of: 'errors' }) as const),
  ];
  return (
    <div className="stack">
      <div className="scroll-x" tabIndex={0} role="region" aria-label="What became of each statement">
        <table className={`plain-table ${styles.tight}`}>
          <thead>
            <tr>
              <th scope="col">Statement</th>
              <th scope="col">Outcome</th>
              <th scope="col">Listing</th>
              <th scope="col" className={styles.end}>
                Payable
              </th>
            </tr>
          </thead>
          <tbody>
            {entries.map((one) => {
              const { state, word } = OUTCOME_WORDS[one.of];
              return (
                <tr key={`${one.of} ${one.propertyId}`}>
                  <th scope="row">
                    {one.statementId ? (
                      <Link to={`/statements/${one.statementId}`} onClick={onClose}>
                        {one.statementNumber ?? 'Open it'}
                      </Link>
                    ) : (
                      'None'
                    )}
                  </th>
                  <td>
                    <State of={state} word={word} />
                  </td>
                  <td>
                    <bdi>{one.property ?? 'All listings'}</bdi>
                  </td>
                  <td className={styles.end}>
                    {one.currency ? (
                      <Money amount={one.payable} currency={one.currency} />
                    ) : (
                      <span className="muted">{one.detail ?? one.reason}</span>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <SumsTable sums={sumsOf(made.statements)} />
      <div className="dialog-actions">
        <Button kind="primary" onClick={onClose}>
          Close
        </Button>
      </div>
    </div>
  );
}
