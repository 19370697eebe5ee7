import { useLocale } from '../../api/hotels';
import { amountText, moneyText } from '../../lib/money';
import styles from './statements.module.css';

/** An amount that, pressed, says how it came about. */
export function Amount({
  amount,
  currency,
  of,
  name,
  onExplain,
  whole = false,
}: {
  amount: string;
  currency: string;
  /** What is explained: see explained.ts. */
  of: string;
  /** For screen readers: what the amount is. */
  name: string;
  onExplain: (of: string) => void;
  /** With its currency. */
  whole?: boolean;
}) {
  const locale = useLocale();
  const shown = whole ? moneyText(amount, currency, locale) : amountText(amount, currency, locale);
  return (
    <button type="button" className={styles.amount} title="Explain this number" onClick={() => onExplain(of)}>
      <span className="sr">{name}, </span>
      {shown}
      <span className="sr">, explain</span>
    </button>
  );
}
