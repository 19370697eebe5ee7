import { sumOfAmounts } from '../../lib/money.js';
import { least, negated, owes } from './amounts.js';

/** What this needs of a window. */
interface Bill {
  number: number;
  payer: { name: string; vatNumber?: string };
  balance: string;
  depositHeld: string;
}

/**
 * What is to be paid in which window: each payer owes the balances of their own windows less the deposits held in them, and nobody
 * owes less because another payer has paid too much or has a deposit left.
 */
export function dueOf(windows: readonly Bill[]): { window: number; amount: string }[] {
  const left = new Map<string, string>();
  for (const window of windows)
    left.set(payerOf(window), sumOfAmounts([left.get(payerOf(window)) ?? '0', owedIn(window)]));
  return windows.flatMap((window) => {
    const amount = least(owedIn(window), left.get(payerOf(window))!);
    if (!owes(amount)) return [];
    left.set(payerOf(window), sumOfAmounts([left.get(payerOf(window))!, negated(amount)]));
    return [{ window: window.number, amount }];
  });
}

const owedIn = ({ balance, depositHeld }: Bill): string => sumOfAmounts([balance, negated(depositHeld)]);

/** One payer, as the server knows them: by name and VAT number. */
const payerOf = ({ payer }: Bill): string => JSON.stringify([payer.name.trim().toLowerCase(), payer.vatNumber ?? '']);

/** Nights before `until` that the check-out charges: no line of the bill is of them, or it was taken back. */
export function nightsToCharge<Night extends { date: string }>(
  nights: readonly Night[],
  lines: readonly { id: number; kind: string; serviceDate: string; correctsId: number | null }[],
  until: string,
): Night[] {
  const takenBack = new Set(lines.map(({ correctsId }) => correctsId));
  const charged = new Set(
    lines.flatMap(({ id, kind, serviceDate }) => (kind === 'night' && !takenBack.has(id) ? [serviceDate] : [])),
  );
  return nights.filter(({ date }) => date < until && !charged.has(date));
}
