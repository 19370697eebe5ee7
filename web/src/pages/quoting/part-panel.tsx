import { lazy, Suspense, useCallback, useMemo } from 'react';
import { Section } from '../../kit/section';
import { Skeleton } from '../../kit/skeleton';
import { text, useUrlState } from '../../lib/url-state';
import { facesOf, issueAt, issueKey, Issues } from './issues';
import { PartProgress } from './part-progress';
import { PartSize } from './part-size';
import type { PartFile } from './quoting-query';
import styles from './quoting.module.css';

const PartView = lazy(() => import('../../kit/part-view').then(({ PartView: View }) => ({ default: View })));

const ADDRESS = { issue: text('', 80) };
const NOWHERE: [number, number][] = [];

/** A part as it is: in 3-D beside the list of what speaks against making it; each shows the other. */
export function PartPanel({ part, process, fixed }: { part: PartFile; process?: string; fixed?: boolean }) {
  const [{ issue: chosen }, set] = useUrlState(ADDRESS);
  const { analysis } = part;
  const issues = useMemo(() => analysis?.issues ?? [], [analysis]);
  const lit = issues.find((one) => issueKey(one) === chosen);
  const faces = useMemo(() => (lit ? facesOf(lit) : NOWHERE), [lit]);
  const choose = useCallback((issue: string) => set({ issue }, { replace: true }), [set]);
  const onFace = useCallback(
    (triangle: number) => {
      const found = issueAt(issues, triangle);
      choose(found ? issueKey(found) : '');
    },
    [issues, choose],
  );
  return (
    <div className={styles.panel}>
      <div className="stack" style={{ gap: 8 }}>
        <PartSize part={part} fixed={fixed} />
        <PartProgress part={part} />
        {part.meshUrl && analysis && (
          <Suspense fallback={<Skeleton lines={6} />}>
            <PartView
              fileId={part.id}
              version={`${part.jobId} ${analysis.unit}`}
              name={part.name}
              faces={faces}
              onFace={onFace}
            />
          </Suspense>
        )}
      </div>
      {analysis && (
        <Section title="What speaks against making it">
          <Issues
            analysis={analysis}
            outdated={part.analysisOutdated}
            process={process}
            chosen={chosen}
            onChoose={choose}
          />
        </Section>
      )}
    </div>
  );
}
