import { useEffect, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Square, X } from 'lucide-react';
import { api, bodyOf } from '../api/client';
import { useKindTitle } from '../api/job-kinds';
import { countText } from '../lib/money';
import { isFinal, lookOf } from '../lib/states';
import { Button } from './button';
import { Link } from './link';
import { Progress } from './progress';
import { State } from './state';
import { Told } from './told';
import { useTell } from './toast';

const EVERY_MS = 1_000;

/** A job that changes many things: how far it is, its items, and the button that stops it. */
export function ManyProgress({
  id,
  keys,
  onClose,
}: {
  id: string;
  /** Queries that it changes; they are loaded anew when it has ended. */
  keys: readonly string[];
  onClose: () => void;
}) {
  const client = useQueryClient();
  const tell = useTell();
  const titleOf = useKindTitle();
  const [stopping, setStopping] = useState(false);
  const { data: job } = useQuery({
    queryKey: ['many', id],
    queryFn: ({ signal }) => bodyOf(api.GET('/api/v1/jobs/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data && isFinal(state.data.status) ? false : EVERY_MS),
    retry: false,
  });
  const ended = job !== undefined && isFinal(job.status);
  const told = keys.join();
  useEffect(() => {
    if (ended) for (const key of told.split(',')) void client.invalidateQueries({ queryKey: [key] });
  }, [ended, told, client]);
  if (!job) return null;
  const stop = () => {
    setStopping(true);
    api
      .DELETE('/api/v1/jobs/{id}', { params: { path: { id } } })
      .catch((error: unknown) => tell.failed(error))
      .finally(() => setStopping(false));
  };
  const { ok, skipped } = job.items;
  const word = job.cancelRequested && !ended ? 'Stopping' : lookOf(job.status).word;
  const counted = `${countText(ok)} changed${skipped > 0 ? `, ${countText(skipped)} left as they are` : ''}`;
  return (
    <div className="card row many">
      <Told text={`${titleOf(job.jobName)}: ${word}, ${counted}`} of={word} />
      <Link to={`/jobs/${id}`}>{titleOf(job.jobName)}</Link>
      <State of={job.status} word={word} />
      {!ended && (
        <span className="many-bar">
          <Progress percent={job.progress} label={`Progress of ${titleOf(job.jobName)}`} />
        </span>
      )}
      <span className="num">{counted}</span>
      {ended ? (
        <Button kind="quiet" icon={X} aria-label="Close" onClick={onClose} />
      ) : (
        <Button icon={Square} busy={stopping} disabled={job.cancelRequested} onClick={stop}>
          Stop
        </Button>
      )}
    </div>
  );
}
