import { useState } from 'react';
import { RotateCcw } from 'lucide-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../../api/client';
import { useMay } from '../../api/session';
import { Button } from '../../kit/button';
import { ErrorView } from '../../kit/error-view';
import { Link } from '../../kit/link';
import { Progress } from '../../kit/progress';
import { State } from '../../kit/state';
import { isFinal } from '../../lib/states';
import { useLive } from '../../live/live';
import { useCaughtUp } from '../../live/live-queries';
import { isMeasured, type PartFile, partQuery } from './quoting-query';

/** How far the analysis of a part is, as it goes on; why it failed, and the way to try again. */
export function PartProgress({ part }: { part: PartFile }) {
  const client = useQueryClient();
  const [percent, setPercent] = useState<number>();
  const done = isMeasured(part);
  const may = useMay('ADMIN', 'MANAGER');
  const refresh = () => client.invalidateQueries({ queryKey: partQuery(part.id).queryKey });
  useCaughtUp([partQuery(part.id).queryKey], done);
  useLive((event) => {
    if (event.kind === 'reload') return void refresh();
    if (event.kind !== 'job' || event.data.id !== part.jobId) return;
    if (isFinal(event.data.status)) void refresh();
    else setPercent(event.data.progress);
  }, done);
  const again = useMutation({
    mutationFn: () => {
      const body = { performDfm: true, extractGeometry: true };
      return bodyOf(api.POST('/api/v1/files/{id}/analyse', { params: { path: { id: part.id } }, body }));
    },
    onSuccess: refresh,
  });
  if (!done)
    return (
      <div className="row">
        <State
          of={part.analysisStatus}
          word={part.analysisStatus === 'waiting' ? 'Waits to be measured' : 'Is measured'}
        />
        <span style={{ flex: 1, minWidth: 80 }}>
          <Progress percent={percent} label={`Analysis of ${part.name}`} />
        </span>
        {percent !== undefined && <span className="num">{Math.round(percent)} %</span>}
      </div>
    );
  const button = (
    <Button icon={RotateCcw} busy={again.isPending} onClick={() => again.mutate()}>
      Measure it again
    </Button>
  );
  if (part.analysis && part.analysisStatus === 'completed')
    return part.analysisOutdated ? (
      <div className="stack" style={{ gap: 8 }} role="note">
        <p className="muted">
          Machines, limits or the way parts are measured have changed since it was measured, or it was measured in part:
          what speaks against making it may have changed.
        </p>
        {again.error && <ErrorView error={again.error} />}
        {may && <span className="row">{button}</span>}
      </div>
    ) : null;
  return (
    <div className="problem" role="note">
      <p className="problem-title">
        <bdi>{part.analysisError?.message ?? 'The part was not measured.'}</bdi>
      </p>
      {part.analysisError && (
        <p className="problem-foot muted">
          <code>{part.analysisError.code}</code>
        </p>
      )}
      {again.error && <ErrorView error={again.error} />}
      <span className="row">
        {button}
        {part.jobId && <Link to={`/jobs/${part.jobId}`}>Its job</Link>}
      </span>
    </div>
  );
}
