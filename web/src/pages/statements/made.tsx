import type { Schema } from '../../api/client';
import { Button } from '../../kit/button';
import { Link } from '../../kit/link';
import { State } from '../../kit/state';
import { OUTCOME_WORDS } from './runs-query';

/** What became of each statement of one owner. */
export function Made({ made, onClose }: { made: Schema<'StatementsMadeResponse'>; onClose: () => void }) {
  const entries = [
    ...made.statements.map((one) => ({ ...one, of: one.reason === 'unchanged' ? 'unchanged' : 'generated' }) as const),
    ...made.skipped.map((one) => ({ ...one, of: 'skipped' }) as const),
    ...made.errors.map((one) => ({ ...one, of: 'errors' }) as const),
  ];
  return (
    <div className="stack">
      <ul className="stack">
        {entries.map((one) => {
          const { state, word } = OUTCOME_WORDS[one.of];
          return (
            <li key={`${one.of} ${one.propertyId}`} className="row">
              <State of={state} word={word} />
              <bdi>{one.property ?? 'All listings'}</bdi>
              {one.statementId ? (
                <Link to={`/statements/${one.statementId}`} onClick={onClose}>
                  {one.statementNumber}
                </Link>
              ) : (
                <span className="muted">{one.detail ?? one.reason}</span>
              )}
            </li>
          );
        })}
      </ul>
      <div className="dialog-actions">
        <Button kind="primary" onClick={onClose}>
          Close
        </Button>
      </div>
    </div>
  );
}
