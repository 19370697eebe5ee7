import { invalid } from '../../platform/errors/app-error.js';
import { parseAmount } from '../../platform/money/parse-amount.js';
import { parseRange, parseStayDate } from '../stay-dates.js';
import type { PriceRule } from './price-calendar.js';
import type { SeasonRule, WeekdayRule } from './price-rules.dto.js';

export type RuleValues = Omit<PriceRule, 'kind'> & { name: string | null };

const FIFTY_YEARS = 18_263;

/** @throws AppError VALIDATION_FAILED naming the rule. */
export function seasonValues(rules: readonly SeasonRule[], currency: string): RuleValues[] {
  return rules.map((rule, i) => ({
    ...parseRange(rule.from, rule.to, FIFTY_YEARS, [`seasonRules.${i}.from`, `seasonRules.${i}.to`]),
    name: rule.name ?? null,
    weekday: null,
    ...adjustment(rule, `seasonRules.${i}`, currency),
  }));
}

/** One rule per weekday. @throws AppError VALIDATION_FAILED naming the rule. */
export function weekdayValues(rules: readonly WeekdayRule[], currency: string): RuleValues[] {
  return rules.flatMap((rule, i) => {
    const path = `weekdayRules.${i}`;
    const from = rule.from === undefined ? null : parseStayDate(`${path}.from`, rule.from);
    const to = rule.to === undefined ? null : parseStayDate(`${path}.to`, rule.to);
    if (from !== null && to !== null && from > to) throw invalid(`${path}.to`, 'to lies before from');
    const values = { from, to, name: rule.name ?? null, ...adjustment(rule, path, currency) };
    return rule.weekdays.map((weekday) => ({ ...values, weekday }));
  });
}

function adjustment(rule: SeasonRule | WeekdayRule, path: string, currency: string) {
  if ((rule.price === undefined) === (rule.percent === undefined))
    throw invalid(path, 'A rule has either a price or a percent');
  return {
    priceMinor: rule.price === undefined ? null : parseAmount(`${path}.price`, rule.price, currency),
    basisPoints: rule.percent === undefined ? null : Math.round(Number(rule.percent) * 100),
  };
}
