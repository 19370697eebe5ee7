import { Dialog } from '../../kit/dialog';
import { Fact, Facts } from '../../kit/facts';
import { IdText } from '../../kit/id-text';
import { Instant } from '../../kit/instant';
import { JsonText } from '../../kit/json-text';
import { Link } from '../../kit/link';
import { actionWords, actorWords, outcomeWords, pageOf } from '../../lib/audit-words';
import type { Entry } from './audit-query';

/** One entry of the trail with all that is kept of it. */
export function AuditDrawer({ entry, onClose }: { entry: Entry | undefined; onClose: () => void }) {
  if (!entry) return null;
  const { name, by } = actorWords(entry);
  return (
    <Dialog open onClose={onClose} title={actionWords(entry.action)} side>
      <div className="stack">
        <Facts>
          <Fact name="When">
            <Instant at={entry.at} seconds age />
          </Fact>
          <Fact name="Who">
            <bdi>{name}</bdi>
            {by && <span className="muted"> {by}</span>}
          </Fact>
          <Fact name="Role">{entry.role}</Fact>
          <Fact name="Outcome">{`${outcomeWords(entry.status) ?? 'done'}, ${entry.status}`}</Fact>
          {entry.apiKeyId && (
            <Fact name="Key">
              <IdText id={entry.apiKeyId} />
            </Fact>
          )}
          {entry.requestId && (
            <Fact name="Request">
              <IdText id={entry.requestId} />
            </Fact>
          )}
        </Facts>
        <p>
          <code>{entry.action}</code>
        </p>
        <h3>To what</h3>
        {entry.about.length > 0 && (
          <ul className="bullets">
            {entry.about.map((target) => {
              const page = pageOf(target);
              return <li key={target}>{page ? <Link to={page}>{target}</Link> : <bdi>{target}</bdi>}</li>;
            })}
          </ul>
        )}
        <JsonText value={entry.target} label="What the path names" />
        {entry.detail && (
          <>
            <h3>With what</h3>
            <JsonText value={entry.detail} label="What was sent, without secrets" />
          </>
        )}
      </div>
    </Dialog>
  );
}
