import { useEffect } from 'react';
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { Link } from '../../kit/link';
import { Progress } from '../../kit/progress';
import { useTell } from '../../kit/toast';
import { isFinal } from '../../lib/states';

const keyOf = (quoteId: string) => ['pricing', quoteId];
const EVERY_MS = 1_000;

/**
 * Prices a quote; where that takes longer than a request may, its page follows the job that does it. Also when it is refused what is
 * shown is loaded again: a change of before has taken the former price away.
 */
export async function priceQuote(client: QueryClient, id: string): Promise<void> {
  try {
    const answer = await bodyOf(api.POST('/api/v1/quotes/{id}/calculate', { params: { path: { id } } }));
    client.setQueryData(keyOf(id), 'jobId' in answer ? answer.jobId : null);
  } finally {
    await client.invalidateQueries({ queryKey: ['quoting'] });
  }
}

/** That the quote is being priced, until it is. */
export function Pricing({ quoteId }: { quoteId: string }) {
  const client = useQueryClient();
  const tell = useTell();
  const { data: jobId } = useQuery<string | null>({
    queryKey: keyOf(quoteId),
    queryFn: () => null,
    enabled: false,
    initialData: null,
  });
  const { data: job } = useQuery({
    queryKey: ['pricing', quoteId, 'job', jobId],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/jobs/{id}', { params: { path: { id: jobId! } }, signal })),
    enabled: jobId !== null,
    refetchInterval: EVERY_MS,
  });
  const over = job !== undefined && isFinal(job.status);
  const message = over && job.status !== 'completed' ? (job.error?.message ?? 'Its job was cancelled') : undefined;
  useEffect(() => {
    if (!over) return;
    client.setQueryData(keyOf(quoteId), null);
    void client.invalidateQueries({ queryKey: ['quoting'] });
    if (message !== undefined) tell.failed(new Error(message), 'It could not be priced');
  }, [over, message, quoteId, client, tell]);
  if (jobId === null || over) return null;
  return (
    <div className="card row">
      <span>It is being priced: its parts are measured first.</span>
      <span style={{ flex: 1, minWidth: 80 }}>
        <Progress percent={undefined} label="The price is calculated" />
      </span>
      <Link to={`/jobs/${jobId}`}>Its job</Link>
    </div>
  );
}
