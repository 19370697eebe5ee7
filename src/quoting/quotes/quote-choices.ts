import { invalid } from '../../platform/errors/app-error.js';
import type { QuoteWithItems } from './quote-row.js';
import type { ChosenQuantity } from './quotes-requests.dto.js';

/** The quantity of every line, by position: the chosen one or the first. @throws AppError VALIDATION_FAILED for one that was not offered */
export function quantitiesOf(
  { price }: Pick<QuoteWithItems, 'price'>,
  chosen: readonly ChosenQuantity[],
): Record<string, number> {
  const lines = price!.lines;
  for (const { position, quantity } of chosen) {
    const line = lines.find((one) => one.position === position);
    if (!line) throw invalid('quantities', `The quote has no line ${position}`);
    if (!line.tiers.some((tier) => tier.quantity === quantity))
      throw invalid('quantities', `A quantity of ${quantity} was not offered for line ${position}`);
  }
  return Object.fromEntries(
    lines.map(({ position, tiers }) => {
      const own = chosen.find((one) => one.position === position);
      return [String(position), own?.quantity ?? tiers[0]!.quantity];
    }),
  );
}
