import type { Mesh } from '../geometry/mesh.js';
import { issuesByProcess, type ProcessToAsk, suitable } from './by-process.js';
import { grown } from './grow.js';
import { type Finding, partIssues, type PartFigures, type Places } from './issues.js';
import { type ProcessLimits, strictest } from './limits.js';
import { overhang } from './overhang.js';
import { Rays } from './rays.js';
import { sharpCorners } from './sharp-corners.js';
import { wallThickness } from './thickness.js';

/** The tree for rays takes some 60 bytes a triangle beside the mesh: more than this would not fit beside it into the memory of an analysis. */
const MAX_TRIANGLES_FOR_RAYS = 6_000_000;
/** Corners are looked for in parts that come from CAD; a scan of millions of triangles has none. */
const MAX_TRIANGLES_FOR_CORNERS = 500_000;

export interface Examination {
  thickness: { min: number; p1: number; median: number } | null;
  overhang: number;
  findings: Finding[];
  warnings: string[];
}

/** What is known of the part before it is examined. */
export type Known = Omit<PartFigures, 'thickness' | 'overhang' | 'sheet' | 'kind'> & Pick<Places, 'cavities'>;

/** Examines a closed mesh: wall thickness, overhang, and what speaks against making it within these limits, or by these processes. */
export function examine(
  mesh: Mesh,
  known: Known,
  asked: ProcessLimits | readonly ProcessToAsk[],
  options: { rays?: number; seed?: number } = {},
): Examination {
  const processes = isList(asked) ? suitable('body', asked) : undefined;
  const limits = isList(asked) ? strictest(processes!.map((one) => one.limits)) : asked;
  const warnings: string[] = [];
  const hanging = overhang(mesh, limits.overhangAngle);
  const places: Places = { overhang: hanging.triangles, ...(known.cavities && { cavities: known.cavities }) };
  const triangles = mesh.triangles.length / 3;
  let thickness: Examination['thickness'] = null;
  if (triangles > MAX_TRIANGLES_FOR_RAYS) warnings.push('thickness_not_measured');
  else {
    const rays = new Rays(mesh);
    const walls = wallThickness(mesh, rays, {
      ...(options.rays && { count: options.rays }),
      ...(options.seed && { seed: options.seed }),
    });
    if (walls) {
      const { min, p1, median } = walls;
      thickness = { min, p1, median };
      places.thin = walls.samples;
    }
    if (limits.roundTool && triangles <= MAX_TRIANGLES_FOR_CORNERS) places.sharpCorners = sharpCorners(mesh, rays);
  }
  const figures: PartFigures = { ...known, kind: 'body', thickness, overhang: hanging.share, sheet: null };
  const found = processes ? issuesByProcess(figures, processes, places) : partIssues(figures, limits, places);
  const findings = found.map((finding) =>
    finding.code.startsWith('thin_wall') ? whole(finding, mesh, places) : finding,
  );
  return { thickness, overhang: hanging.share, findings, warnings };
}

/** A thin wall with the triangles between those that rays have met. */
function whole(finding: Finding, mesh: Mesh, { thin = [] }: Places): Finding {
  const cleared = thin.filter(({ thickness }) => thickness >= finding.limit).map(({ triangle }) => triangle);
  return { ...finding, triangles: grown(mesh, finding.triangles, cleared, thin.length) };
}

function isList(asked: ProcessLimits | readonly ProcessToAsk[]): asked is readonly ProcessToAsk[] {
  return Array.isArray(asked);
}
