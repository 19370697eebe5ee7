import { useQuery } from '@tanstack/react-query';
import { useChosenHotel } from '../../api/hotels';
import { Button } from '../../kit/button';
import { countText } from '../../lib/money';
import { everywhereQuery } from './tonight-query';

/** What needs somebody and is not shown, because one hotel is chosen above: a calm hotel is not a calm night. */
export function Elsewhere({ day, here }: { day: string; here: number }) {
  const [hotel, choose] = useChosenHotel();
  const { data: everywhere = 0 } = useQuery({ ...everywhereQuery(day), enabled: hotel !== undefined });
  const more = everywhere - here;
  if (!hotel || more <= 0) return null;
  return (
    <p className="row" role="status">
      <span>
        <strong>{countText(more)} more</strong> {more === 1 ? 'needs' : 'need'} somebody at other hotels or in the
        company as a whole.
      </span>
      <Button onClick={() => choose(undefined)}>Show all hotels</Button>
    </p>
  );
}
