import { bounds } from '../dfm/orientation.js';
import { MOST_ISSUES } from '../dfm/by-process.js';
import type { Finding } from '../dfm/issues.js';
import type { Contour } from '../drawing/contours.js';
import type { Mesh } from '../geometry/mesh.js';
import type { PartIssue } from '../part-analysis.js';
import { reduce, type Reduced } from './reduce.js';
import { writeViewerFile } from './viewer-file.js';

/** A browser shows half a million triangles fluently; the file has then some eight megabytes. */
export const MAX_VIEWER_TRIANGLES = 500_000;

export interface ViewerMesh {
  bytes: Buffer;
  /** The findings with their places in this file. */
  issues: PartIssue[];
}

/**
 * The mesh for a viewer. Triangles are ordered by the issues that they belong to, so that each issue is a few ranges [first, count]
 * even if it concerns a thousand triangles here and there.
 */
export function viewerMesh(mesh: Mesh, findings: Finding[], limit = MAX_VIEWER_TRIANGLES): ViewerMesh {
  const source = mesh.triangles.length / 3;
  const marks = new Uint32Array(source);
  findings.slice(0, MOST_ISSUES).forEach((finding, bit) => {
    for (const triangle of finding.triangles) marks[triangle] = (marks[triangle]! | (1 << bit)) >>> 0;
  });
  const reduced = source > limit ? reduce(mesh, limit) : undefined;
  const shown = reduced ?? mesh;
  const marked = reduced ? marksOf(reduced, mesh, marks) : marks;
  const { triangles, ranges } = inOrderOfMarks(shown.triangles, marked, Math.min(findings.length, MOST_ISSUES));
  const issues = findings.map(({ triangles: _, ...issue }, i) => ({ ...issue, faces: ranges[i] ?? [] }));
  const { min, step, values } = quantised(shown);
  const header = {
    kind: 'body' as const,
    vertices: values.length / 3,
    triangles: triangles.length / 3,
    sourceTriangles: source,
    reduced: reduced !== undefined,
    min,
    step,
    issues: issues.map(({ code, faces }) => ({ code, faces })),
  };
  return { bytes: writeViewerFile(header, values, triangles), issues };
}

/**
 * What the triangles of a coarser mesh are marked with: as those they come from. An issue whose triangles have all collapsed marks
 * what lies around them instead, or nobody would find it.
 */
function marksOf(reduced: Reduced, { triangles }: Mesh, marks: Uint32Array): Uint32Array {
  const own = reduced.origin.map((origin) => marks[origin]!);
  const either = (all: Uint32Array) => all.reduce((before, mark) => (before | mark) >>> 0, 0);
  const lost = (either(marks) & ~either(own)) >>> 0;
  if (lost === 0) return own;
  const around = new Uint32Array(reduced.positions.length / 3);
  marks.forEach((mark, i) => {
    if ((mark & lost) === 0) return;
    for (let k = 0; k < 3; k++) {
      const vertex = reduced.vertexOf[triangles[3 * i + k]!]!;
      around[vertex] = (around[vertex]! | (mark & lost)) >>> 0;
    }
  });
  return own.map((mark, i) => {
    const [a, b, c] = reduced.triangles.subarray(3 * i, 3 * i + 3) as unknown as [number, number, number];
    return (mark | around[a]! | around[b]! | around[c]!) >>> 0;
  });
}

/** The contours of a drawing for a viewer. */
export function viewerLines(contours: Contour[]): Buffer {
  const ranges: [number, number, boolean][] = [];
  const count = contours.reduce((sum, c) => sum + c.points.length / 2, 0);
  const positions = new Float64Array(3 * count);
  let at = 0;
  for (const { points, closed } of contours) {
    ranges.push([at, points.length / 2, closed]);
    for (let i = 0; i < points.length; i += 2, at++) positions.set([points[i]!, points[i + 1]!, 0], 3 * at);
  }
  const { min, step, values } = quantised({ positions, triangles: new Uint32Array(0) });
  const header = {
    kind: 'sheet' as const,
    vertices: count,
    triangles: 0,
    sourceTriangles: 0,
    reduced: false,
    min,
    step,
    issues: [],
    contours: ranges,
  };
  return writeViewerFile(header, values, new Uint32Array(0));
}

function quantised(mesh: Mesh) {
  const { min, max } = mesh.positions.length > 0 ? bounds(mesh) : { min: [0, 0, 0], max: [0, 0, 0] };
  const step = [0, 1, 2].map((k) => (max[k]! - min[k]!) / 65_535) as [number, number, number];
  const values = new Uint16Array(mesh.positions.length);
  for (let i = 0; i < values.length; i++) {
    const k = i % 3;
    values[i] = step[k]! > 0 ? Math.round((mesh.positions[i]! - min[k]!) / step[k]!) : 0;
  }
  return { min: min as [number, number, number], step, values };
}

function inOrderOfMarks(triangles: Uint32Array, marks: Uint32Array, issues: number) {
  const counts = new Map<number, number>();
  for (const mark of marks) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  const ranges: [number, number][][] = Array.from({ length: issues }, () => []);
  const next = new Map<number, number>();
  let first = 0;
  for (const [mark, count] of [...counts].sort((a, b) => a[0] - b[0])) {
    next.set(mark, first);
    for (let bit = 0; bit < issues; bit++) {
      if (((mark >>> bit) & 1) === 0) continue;
      const last = ranges[bit]!.at(-1);
      if (last && last[0] + last[1] === first) last[1] += count;
      else ranges[bit]!.push([first, count]);
    }
    first += count;
  }
  const ordered = new Uint32Array(triangles.length);
  for (let i = 0; i < marks.length; i++) {
    const at = next.get(marks[i]!)!;
    next.set(marks[i]!, at + 1);
    ordered.set(triangles.subarray(3 * i, 3 * i + 3), 3 * at);
  }
  return { triangles: ordered, ranges };
}
