import { formatMoney } from '../../../platform/money/index.js';
import type { Reasoning } from '../calculation/reasoning.js';

/** The steps from the source to the amount, with their values: what anybody can compute again. */
export function inWords(reasoning: Reasoning, amountMinor: number, currency: string): string {
  const money = (minor: number) => formatMoney(minor, currency);
  const { fee, conversion, spread, shares, restated, totalMinor } = reasoning;
  if (restated) return `${money(restated.nowMinor)} − ${money(restated.statedMinor)} stated = ${money(amountMinor)}`;
  const steps: string[] = [];
  if (conversion) {
    const { originalMinor, rate, day, source } = conversion;
    steps.push(
      `${formatMoney(originalMinor, conversion.currency)} ${conversion.currency} at ${rate} of ${day} (${source})`,
    );
  }
  if (fee) {
    const { percent, base, baseMinor, raisedMinor, agreementId } = fee;
    steps.push(`${percent} % of ${base.replaceAll('_', ' ')} ${money(baseMinor)} by agreement ${agreementId}`);
    if (raisedMinor !== 0) steps.push(`raised by ${money(raisedMinor)} to the least fee`);
  }
  steps.push(`${money(totalMinor)} in all`);
  if (spread?.over === 'nights' && spread.earnedMinor !== totalMinor)
    steps.push(`${spread.nights} of ${spread.of} nights: ${money(spread.earnedMinor)}`);
  const parts = (shares ?? []).filter(({ shareBp }) => shareBp !== 10_000);
  if (parts.length > 0)
    steps.push(`share ${[...new Set(parts.map(({ shareBp }) => `${shareBp / 100} %`))].join(', ')}`);
  return `${steps.join('; ')} = ${money(amountMinor)}`;
}
