import { useLengths } from '../../kit/length';
import { State } from '../../kit/state';
import { countOf } from '../../lib/money';
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

/** What the analysis asks a person to look at: flaws of the part as a whole, which have no faces to show. */
const REASON_WORDS: Record<string, string> = {
  not_watertight: 'Open: edges that belong to one face only',
  non_manifold: 'Edges that more than two faces share',
  inconsistent_orientation: 'Edges whose faces are turned against each other',
  inverted: 'The part is inside out',
  mixed_orientation: 'Bodies of the part are turned against each other',
  ambiguous_nested_shell: 'Shells inside each other that may be a body or a cavity',
  internal_faces: 'Faces inside of the part',
  too_many_shells: 'Too many separate shells to tell what is inside',
  no_volume: 'It has no volume',
  open_contours: 'Open outlines',
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
  outdated,
  process,
  chosen,
  onChoose,
}: {
  analysis: Analysis;
  /** Other machines or limits were asked than there are today, so that nothing found does not mean nothing there. */
  outdated: boolean;
  /** Code of the process that is chosen; undefined: none yet. */
  process?: string;
  /** Key of the issue whose faces are lit. */
  chosen: string;
  onChoose: (key: string) => void;
}) {
  const { issues } = analysis;
  // Where an issue of the same name shows the faces, the reason would say it twice.
  const reasons = analysis.reasons.filter(
    ({ code }) => !issues.some((issue) => code === issue.code || code === `${issue.code}s`),
  );
  const own = issues.filter((issue) => concerns(issue, process));
  const others = issues.filter((issue) => !concerns(issue, process));
  /** What was found may be of this process under the code it had then. */
  const unclear = outdated && own.length === 0;
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
      {reasons.length > 0 && (
        <ul className={styles.issues} aria-label="What a person has to look at">
          {reasons.map(({ code, measured, unit }) => (
            <li key={code} className={styles.reason} data-reason={code}>
              <span className={styles.issueHead}>
                <State
                  of={analysis.manufacturable ? 'warning' : 'error'}
                  word={analysis.manufacturable ? 'To be looked at' : 'Stops it'}
                />
                <strong>{REASON_WORDS[code] ?? code.replaceAll('_', ' ')}</strong>
                {unit === 'count' && measured !== null && <span className="num">{countOf(measured, 'place')}</span>}
              </span>
              <span className="muted">It concerns the part as a whole, so a person sets the price.</span>
            </li>
          ))}
        </ul>
      )}
      {own.length > 0 && list(own, 'What speaks against making it')}
      {own.length === 0 && reasons.length === 0 && (
        <p className="muted">
          {outdated
            ? others.length > 0
              ? 'Nothing was found under the code that this process has today. What was found when it was measured stands below.'
              : 'Nothing was found when it was measured.'
            : process
              ? 'Nothing speaks against making it this way.'
              : 'Nothing speaks against making it.'}
        </p>
      )}
      {others.length > 0 && (
        <details open={unclear || others.some((one) => issueKey(one) === chosen) || undefined}>
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
