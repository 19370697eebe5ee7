import { useQuery } from '@tanstack/react-query';
import { cronWordsQuery } from './schedules-query';

/** A cron expression in words; the expression itself until they are loaded, and as its title. */
export function CronText({ cron }: { cron: string }) {
  const { data } = useQuery(cronWordsQuery(cron));
  return <span title={cron}>{data ?? <code>{cron}</code>}</span>;
}
