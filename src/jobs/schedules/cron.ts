import { CronExpressionParser } from 'cron-parser';
export class InvalidCronError extends Error {}
export type Cron = string;
export function parseCron(expression: string): Cron {
  try {
    CronExpressionParser.parse(expression);
  } catch (error) {
    throw new InvalidCronError((error as Error).message);
  }
  return expression;
}
export function nextFiring(cron: Cron, zone: string, after: Date): Date | null {
  return CronExpressionParser.parse(cron, { tz: zone, currentDate: after }).next().toDate();
}
