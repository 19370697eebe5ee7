import { useLocale } from '../api/hotels';
import { moneyText } from '../lib/money';

/** An amount as the API gives it: a decimal string beside its currency. */
export function Money({
  amount,
  currency,
  none = 'Unknown',
}: {
  amount: string | null | undefined;
  currency: string;
  none?: string;
}) {
  const locale = useLocale();
  if (amount === null || amount === undefined) return <span title={none}>—</span>;
  return <span className="num">{moneyText(amount, currency, locale)}</span>;
}
