import { useQuery } from '@tanstack/react-query';
import { type Hotel, useLocale } from '../../api/hotels';
import { amountText, countOf, moneyText, sumOfAmounts } from '../../lib/money';
import { dateText } from '../../lib/time';
import { pricesQuery } from './desk-query';

/** Longest stay whose price is looked up, nights: what one answer has. */
const MOST = 400;

/** What the nights of a stay cost at present, before it is booked. */
export function StayPrice({
  hotel,
  categoryId,
  nights,
}: {
  hotel: Hotel;
  categoryId: number;
  nights: readonly string[];
}) {
  const locale = useLocale();
  const [from, to] = [nights[0]!, nights.at(-1)!];
  const query = useQuery({ ...pricesQuery(hotel.id, from, to), enabled: nights.length <= MOST });
  if (!query.data || query.isPlaceholderData) return null;
  const { categories, currency } = query.data;
  const days = categories.find(({ roomCategoryId }) => roomCategoryId === categoryId)?.days ?? [];
  const prices = days.flatMap(({ date, price }) => (price === null ? [] : [{ date, price }]));
  if (prices.length < nights.length)
    return <p className="muted">Not all of the nights are open, so the price is not known.</p>;
  const restricted = days.filter(({ stopSell }) => stopSell).map(({ date }) => dateText(date, locale));
  return (
    <div role="status">
      <strong>{moneyText(sumOfAmounts(prices.map(({ price }) => price)), currency, locale)}</strong> for{' '}
      {countOf(nights.length, 'night')} at present prices
      {nights.length > 1 && nights.length <= 14 && (
        <span className="muted">
          {' '}
          (
          {prices
            .map(({ date, price }) => `${dateText(date, locale, SHORT)} ${amountText(price, currency, locale)}`)
            .join(', ')}
          )
        </span>
      )}
      {restricted.length > 0 && <p className="muted">The sale is stopped on {restricted.join(', ')}.</p>}
    </div>
  );
}

const SHORT = { weekday: undefined, year: undefined, day: 'numeric', month: 'short' } as const;
