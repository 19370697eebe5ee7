import type { Listing } from '../../api/rentals';
import { State } from '../../kit/state';

export function Managed({ status }: { status: Listing['status'] }) {
  return status === 'active' ? <State of="done" word="Managed" /> : <State of="cancelled" word="No longer managed" />;
}
