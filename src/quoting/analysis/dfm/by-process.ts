import { type Finding, partIssues, type PartFigures, type Places } from './issues.js';
import type { ProcessLimits } from './limits.js';

/** A process that a part may be made by, and what it can make. */
export interface ProcessToAsk {
  code: string;
  /** It cuts flat drawings; all others make bodies. */
  sheet: boolean;
  limits: ProcessLimits;
}

const SEVERITIES = ['error', 'warning', 'info'];
/** The viewer's file marks the triangles of each with one bit of a 32-bit number. */
export const MOST_ISSUES = 31;
/** What no limit of a process has a say in. */
const OF_ALL = new Set(['too_big', 'open_contour']);

/** Those that make parts of this kind. */
export function suitable(kind: PartFigures['kind'], processes: readonly ProcessToAsk[]): ProcessToAsk[] {
  return processes.filter(({ sheet }) => sheet === (kind === 'sheet'));
}

/**
 * What speaks against making a part by each of these processes, the gravest first. What several of them find with the same limit is
 * one issue that names them.
 */
export function issuesByProcess(part: PartFigures, processes: readonly ProcessToAsk[], places: Places = {}): Finding[] {
  const asked = suitable(part.kind, processes);
  if (asked.length === 0) return partIssues(part, {}, places);
  const found = new Map<string, Finding & { processes: string[] }>();
  for (const { code, limits } of asked) {
    for (const issue of partIssues(part, limits, places)) {
      const key = `${issue.code} ${issue.limit}`;
      const known = found.get(key) ?? { ...issue, processes: [] };
      if (!OF_ALL.has(issue.code)) known.processes.push(code);
      found.set(key, known);
    }
  }
  return [...found.values()]
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
    .slice(0, MOST_ISSUES);
}
