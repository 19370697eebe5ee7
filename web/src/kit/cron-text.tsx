import { queryOptions, useQuery } from '@tanstack/react-query';

/** A cron expression in words; the expression itself until they are loaded, and as its title. */
export function CronText({ cron }: { cron: string }) {
  const { data } = useQuery(cronWordsQuery(cron));
  return <span title={cron}>{data ?? <code>{cron}</code>}</span>;
}

/** The words are loaded when they are first needed. */
function cronWordsQuery(cron: string) {
  return queryOptions({
    queryKey: ['cron-words', cron],
    queryFn: async () => (await import('./cron-words')).cronWords(cron),
    staleTime: Infinity,
    gcTime: Infinity,
  });
}
