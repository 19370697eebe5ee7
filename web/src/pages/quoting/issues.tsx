import { useLengths } from '../../kit/length';
import { State } from '../../kit/state';
import type { Analysis, Issue } from './quoting-query';
import styles from './quoting.module.css';

export const ISSUE_WORDS: Record<string, string> = {
  thin_wall: 'Thin walls',
  thin_wall_local: 'Thin edges',
  overhang: 'Much of it hangs over',
  trapped_volume: 'A cavity that nothing leaves',
  too_big: 'Too big for every machine',
  tiny_part: 'Very small',
  sharp_inner_corner: 'Sharp inner corners',
  open_contour: 'Open outlines',
  small_hole: 'Small holes',
};

const SEVERITY_WORDS: Record<Issue['severity'], string> = { error: 'Stops it', warning: 'Warning', info: 'To know' };

/** Names an issue in the address: a code can come twice, with the limits of two processes. */
export const issueKey = ({ code, limit }: Pick<Issue, 'code' | 'limit'>): string => `${code}:${limit}`;

export const facesOf = ({ faces }: Pick<Issue, 'faces'>): [number, number][] => faces as [number, number][];

/** The issue that a face belongs to. */
export function issueAt(issues: readonly Issue[], triangle: number): Issue | undefined {
  return issues.find((issue) => facesOf(issue).some(([first, count]) => triangle >= first && triangle < first + count));
}

/** Whether an issue matters for a process; one that names none matters for all. */
export const concerns = ({ processes }: Pick<Issue, 'processes'>, process: string | undefined): boolean =>
  process === undefined || processes.length === 0 || processes.includes(process);

/**
 * What speaks against making the part, the gravest first. A row lights its faces in the picture. Those of other processes than the chosen
 * one stand below.
 */
export function Issues({
  analysis,
  process,
  chosen,
  onChoose,
}: {
  analysis: Analysis;
  /** Code of the process that is chosen; undefined: none yet. */
  process?: string;
  /** Key of the issue whose faces are lit. */
  chosen: string;
  onChoose: (key: string) => void;
}) {
  const { issues } = analysis;
  const own = issues.filter((issue) => concerns(issue, process));
  const others = issues.filter((issue) => !concerns(issue, process));
  const list = (some: readonly Issue[], label: string) => (
    <ul className={styles.issues} aria-label={label}>
      {some.map((issue) => (
        <li key={issueKey(issue)}>
          <IssueRow issue={issue} on={issueKey(issue) === chosen} onChoose={onChoose} />
        </li>
      ))}
    </ul>
  );
  return (
    <div className="stack" style={{ gap: 8 }}>
      {own.length === 0 ? (
        <p className="muted">
          {process ? 'Nothing speaks against making it this way.' : 'Nothing speaks against making it.'}
        </p>
      ) : (
        list(own, 'What speaks against making it')
      )}
      {others.length > 0 && (
        <details open={others.some((one) => issueKey(one) === chosen) || undefined}>
          <summary>By other processes: {others.length}</summary>
          {list(others, 'What speaks against other processes')}
        </details>
      )}
    </div>
  );
}

function IssueRow({ issue, on, onChoose }: { issue: Issue; on: boolean; onChoose: (key: string) => void }) {
  const { measure } = useLengths();
  const { code, severity, measured, limit, unit, fix, processes, faces } = issue;
  const count = facesOf(issue).reduce((sum, [, many]) => sum + many, 0);
  return (
    <button
      type="button"
      className={styles.issue}
      aria-pressed={on}
      data-issue={code}
      data-faces={count}
      onClick={() => onChoose(on ? '' : issueKey(issue))}
    >
      <span className={styles.issueHead}>
        <State of={severity} word={SEVERITY_WORDS[severity]} />
        <strong>{ISSUE_WORDS[code] ?? code.replaceAll('_', ' ')}</strong>
        <span className="num">
          {measure(measured, unit)}
          <span className="muted">, limit {measure(limit, unit)}</span>
        </span>
      </span>
      <span>
        <bdi>{fix}</bdi>
      </span>
      <span className="muted">
        {faces.length === 0
          ? 'It concerns the part as a whole'
          : `${on ? 'Lit on the part' : 'Show it on the part'}: ${count} ${count === 1 ? 'face' : 'faces'}`}
        {processes.length > 0 && ` · for ${processes.join(', ')}`}
      </span>
    </button>
  );
}
