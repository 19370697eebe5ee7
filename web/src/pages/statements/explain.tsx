import { useQueries } from '@tanstack/react-query';
import type { Schema } from '../../api/client';
import { Dialog } from '../../kit/dialog';
import { ErrorView } from '../../kit/error-view';
import { IdText } from '../../kit/id-text';
import { Link } from '../../kit/link';
import { Money } from '../../kit/money';
import { Skeleton } from '../../kit/skeleton';
import { sameAmount, sumOfAmounts } from '../../lib/money';
import { type Explained, TOTAL_NAMES } from './explained';
import styles from './statements.module.css';
import { explainQuery, type Statement, TOTALS } from './statements-query';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
type Part = Schema<'ExplanationPart'>;

/** How an amount came about: its parts, each with the row it was made of, the rule and the formula; and that they sum to it. */
export function Explain({
  statement,
  what,
  onExplain,
  onClose,
}: {
  statement: Statement;
  what: Explained | undefined;
  onExplain: (of: string) => void;
  onClose: () => void;
}) {
  const asks = what?.total ? [{ total: what.total }] : (what?.lines ?? []).map(({ id }) => ({ line: id }));
  const answers = useQueries({ queries: asks.map((ask) => explainQuery(statement.id, ask)) });
  const error = answers.find((one) => one.error)?.error;
  const waiting = answers.some((one) => one.isPending);
  const parts = answers.flatMap(({ data }) => data?.parts ?? []);
  const sum = sumOfAmounts(parts.map(({ amount }) => amount));
  const { currency } = statement;
  return (
    <Dialog open={what !== undefined} onClose={onClose} title={what?.title ?? ''} side>
      {what && (
        <div className="stack">
          <p className="row">
            <strong>
              <Money amount={what.amount} currency={currency} />
            </strong>
            {what.total && answers[0]?.data && <span className="muted">= {answers[0].data.formula}</span>}
          </p>
          {error ? <ErrorView error={error} /> : waiting ? <Skeleton lines={4} /> : null}
          {!waiting && !error && (
            <>
              {parts.length === 0 && (
                <p className="muted">
                  {what.note ? (
                    <>
                      It is 0 here: <bdi>{what.note}</bdi>.
                    </>
                  ) : (
                    'Nothing counts towards it, so it is 0.'
                  )}
                </p>
              )}
              <div>
                {parts.map((part, n) => (
                  <PartView
                    key={part.lineId ?? `${part.what} ${n}`}
                    part={part}
                    listingId={statement.lines.find(({ id }) => id === part.lineId)?.listingId ?? null}
                    currency={currency}
                    onExplain={what.total === part.what ? undefined : onExplain}
                  />
                ))}
              </div>
              {parts.length > 0 && (
                <p className={styles.partHead}>
                  <span>
                    {sameAmount(sum, what.amount)
                      ? '✓ The parts sum to the amount'
                      : '▲ The parts do not sum to the amount'}
                  </span>
                  <strong>
                    <Money amount={sum} currency={currency} />
                  </strong>
                </p>
              )}
            </>
          )}
        </div>
      )}
    </Dialog>
  );
}

function PartView({
  part,
  listingId,
  currency,
  onExplain,
}: {
  part: Part;
  listingId: number | null;
  currency: string;
  onExplain: ((of: string) => void) | undefined;
}) {
  const { lineId, what, amount, rule, formula, source } = part;
  // A part that is a total of its own is explained in its turn.
  const further = lineId ? undefined : TOTALS.find((one) => one === what);
  return (
    <div className={styles.part}>
      <span className={styles.partHead}>
        {further && onExplain ? (
          <button type="button" className={styles.amount} onClick={() => onExplain(further)}>
            {TOTAL_NAMES[further]}
          </button>
        ) : (
          <bdi>{what}</bdi>
        )}
        <Money amount={amount} currency={currency} />
      </span>
      {formula && (
        <span>
          <bdi>{formula}</bdi>
        </span>
      )}
      <span className={styles.source}>
        {rule !== 'total' && <>Rule: {rule.replaceAll('_', ' ')}. </>}
        <Source source={source} listingId={listingId} />
      </span>
    </div>
  );
}

/** Rows with a page of their own, by what a source calls them. */
const PAGES: Record<string, string> = { statement: '/statements', reservation: '/reservations' };

/** The page of a row; an expense stands on the page of its listing. */
function pageOf(name: string, value: unknown, listingId: number | null): string | undefined {
  if (name === 'expense') return listingId === null ? undefined : `/listings/${listingId}`;
  return PAGES[name] && typeof value === 'string' ? `${PAGES[name]}/${value}` : undefined;
}

/** The row that an amount was made of: names and values as they are kept, with a way to those that have a page. */
function Source({ source, listingId }: { source: Record<string, unknown>; listingId: number | null }) {
  // Amounts in the smallest unit are said above, in words that people read.
  const known = Object.entries(source).filter(
    ([name, value]) => !/minor$/i.test(name) && value !== null && value !== undefined && value !== '',
  );
  if (known.length === 0) return null;
  return (
    <>
      From{' '}
      {known.map(([name, value], n) => {
        const page = pageOf(name, value, listingId);
        return (
          <span key={name}>
            {n > 0 && ' · '}
            {name.replace(/([A-Z])/g, ' $1').toLowerCase()}{' '}
            {page ? (
              <Link to={page} className={styles.inText}>
                {name === 'expense' ? 'at its listing' : 'open it'}
              </Link>
            ) : typeof value === 'string' && UUID.test(value) ? (
              <IdText id={value} />
            ) : (
              <bdi>{typeof value === 'string' ? value : JSON.stringify(value)}</bdi>
            )}
          </span>
        );
      })}
    </>
  );
}
