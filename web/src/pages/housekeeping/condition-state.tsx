import { State } from '../../kit/state';
import type { Condition } from './room-status';

/** What a room looks like. */
export function ConditionState({ of }: { of: Condition }) {
  return <State of={of} word={of === 'inspected' ? 'Inspected' : undefined} />;
}
