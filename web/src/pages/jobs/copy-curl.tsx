import { Terminal } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { kindsQuery } from '../../api/job-kinds';
import { Button } from '../../kit/button';
import { useTell } from '../../kit/toast';
import { copyText } from '../../lib/clipboard';
import { curlOf } from '../../lib/curl';
import type { Job } from './jobs-query';

/** Copies the command that starts such a job again, or where the person may start none of its kind, the one that reads it. */
export function CopyCurl({ job }: { job: Job }) {
  const kinds = useQuery(kindsQuery).data?.kinds;
  const tell = useTell();
  const startable = kinds?.some(({ name }) => name === job.jobName);
  const copy = async () => {
    const command = startable
      ? curlOf('POST', `${location.origin}/api/v1/jobs`, { type: job.jobName, data: job.data })
      : curlOf('GET', `${location.origin}/api/v1/jobs/${job.id}`);
    if (await copyText(command))
      tell.done(
        startable ? 'Copied: it starts such a job' : 'Copied: it reads the job',
        'Your API key goes into NIGHTSHIFT_KEY.',
      );
    else tell.failed(new Error('The browser does not let the page copy'), 'Nothing was copied');
  };
  return (
    <Button kind="quiet" icon={Terminal} onClick={() => void copy()}>
      Copy as curl
    </Button>
  );
}
