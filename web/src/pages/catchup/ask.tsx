import { useEffect, useState } from 'react';
import { RefreshCw } from 'lucide-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { Button } from '../../kit/button';
import { useTell } from '../../kit/toast';
import { countOf } from '../../lib/money';
import { isFinal } from '../../lib/states';
import { useShortcut } from '../../shell/keys';
import { readingQuery } from './calendars-query';

/** Makes suggestions now instead of in some hours, and says what came of it. */
export function Ask() {
  const [jobId, setJobId] = useState<string>();
  const client = useQueryClient();
  const tell = useTell();
  const make = useMutation({
    mutationFn: () => bodyOf(api.POST('/api/v1/catchup/suggestions')),
    onSuccess: (job) => setJobId(job.jobId),
    onError: (error) => tell.failed(error, 'No suggestions could be made'),
  });
  const job = useQuery(readingQuery(jobId)).data;
  const ended = job !== undefined && isFinal(job.status);
  useEffect(() => {
    if (!ended) return;
    const made = (job.result as { made: number } | null)?.made;
    setJobId(undefined);
    void client.invalidateQueries({ queryKey: ['catchup'] });
    if (made === undefined) tell.failed(new Error('The job did not end well'), 'No suggestions could be made');
    else if (made === 0) tell.done('Nothing new to suggest', 'Nobody else is due, or no hour is free.');
    else tell.done(`${countOf(made, 'new suggestion')}`);
  }, [ended, job, client, tell]);
  useShortcut('n', 'Make suggestions now', () => make.mutate());
  return (
    <Button icon={RefreshCw} busy={make.isPending || jobId !== undefined} onClick={() => make.mutate()}>
      Make some now
    </Button>
  );
}
