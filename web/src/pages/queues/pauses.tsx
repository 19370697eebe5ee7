import { CirclePlay } from 'lucide-react';
import { inSentence, useKindTitle } from '../../api/job-kinds';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { Instant } from '../../kit/instant';
import { PlainLink } from '../../kit/plain-link';
import { State } from '../../kit/state';
import { queueName, useQueueActions } from './queue-actions';
import type { Pause } from './queues-query';

/** Pauses in force: who, since when, why, and the way to lift each that the role may lift. */
export function Pauses({ pauses }: { pauses: readonly Pause[] }) {
  const admin = useMay('ADMIN');
  const operator = useMay('OPERATOR');
  const { resume } = useQueueActions();
  const titleOf = useKindTitle();
  if (pauses.length === 0) return null;
  return (
    <ul className="card stack" aria-label="Pauses in force" style={{ gap: 8 }}>
      {pauses.map((pause) => {
        // The operator's pause of one tenant is the operator's too; resuming it would be refused.
        const byOperator = pause.scope === 'everybody' || pause.pausedBy === 'the operator';
        const whom = pause.scope === 'everybody' ? 'for everybody' : operator ? `for ${pause.tenant}` : '';
        return (
          <li key={`${pause.name} ${pause.scope} ${pause.tenant} ${pause.pausedAt}`} className="row">
            <State of="paused" />
            <span style={{ flex: '1 1 240px' }}>
              <strong>{queueName(pause.name, titleOf)}</strong> {whom} since <Instant at={pause.pausedAt} age /> by{' '}
              <bdi>{pause.pausedBy}</bdi>
              {pause.reason && (
                <>
                  : <bdi>{pause.reason}</bdi>
                </>
              )}
            </span>
            {/* Resuming would lift another pause of the same tenant, if there is one. */}
            {operator && pause.tenantDisabled && (
              <PlainLink href={`/admin/tenants/${pause.tenantId}`}>Until the tenant is enabled</PlainLink>
            )}
            {!pause.tenantDisabled && (operator || (admin && !byOperator)) && (
              <Button icon={CirclePlay} onClick={() => void resume(pause.name, operator ? pause.tenant : undefined)}>
                Resume {inSentence(queueName(pause.name, titleOf))}
              </Button>
            )}
            {!operator && byOperator && <span className="muted">The operator lifts it</span>}
          </li>
        );
      })}
    </ul>
  );
}
