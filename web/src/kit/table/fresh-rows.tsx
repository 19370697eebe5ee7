import { Button } from '../button';
import type { Steady } from './steady-rows';

/** How many rows wait to be shown. It lies over the table: a line of its own would push the rows away under the pointer. */
export function FreshRows({ of: { fresh, show } }: { of: Pick<Steady<unknown>, 'fresh' | 'show'> }) {
  if (fresh === 0) return null;
  return (
    <span className="table-fresh">
      <Button kind="primary" onClick={show}>
        {fresh} new
      </Button>
    </span>
  );
}
