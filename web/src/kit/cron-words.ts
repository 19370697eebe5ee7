import cronstrue from 'cronstrue';

const ALIASES: Record<string, string> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};

/** `At 02:30`, `Every 10 minutes`; an expression that has no words stays as it is. */
export function cronWords(cron: string): string {
  try {
    return cronstrue.toString(ALIASES[cron.trim().toLowerCase()] ?? cron, { use24HourTimeFormat: true });
  } catch {
    return cron;
  }
}
