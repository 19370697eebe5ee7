import { useChosenHotel } from '../api/hotels';
import { Button } from './button';

/** Shows a list whole again. The hotel that is chosen above is one of its filters. */
export function ClearFilters({ kind, clear }: { kind?: 'quiet'; clear: () => void }) {
  const [, choose] = useChosenHotel();
  return (
    <Button
      kind={kind}
      onClick={() => {
        choose(undefined);
        clear();
      }}
    >
      Clear filters
    </Button>
  );
}
