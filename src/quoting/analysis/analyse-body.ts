import { writeFileSync } from 'node:fs';
import type { AnalysisInput } from './analysis-input.js';
import { examine, type Examination } from './dfm/examine.js';
import { fitOf } from './dfm/fit.js';
import { issuesByProcess } from './dfm/by-process.js';
import { type Finding, partIssues } from './dfm/issues.js';
import type { PartContents } from './formats/part-contents.js';
import { type BodyFigures, describeBody } from './geometry/body.js';
import type { Mesh } from './geometry/mesh.js';
import type { LengthUnit, PartAnalysis, PartIssue } from './part-analysis.js';
import { thumbnail } from './preview/thumbnail.js';
import { viewerMesh } from './preview/viewer-mesh.js';
import { MM_PER_UNIT, sizeHint } from './units.js';

/** @param step told the share of the work that is done after reading, 0..1 */
export async function analyseBody(
  contents: PartContents,
  { unit, known }: { unit: LengthUnit; known: boolean },
  input: AnalysisInput,
  step: (share: number) => void,
): Promise<Omit<PartAnalysis, 'analyser'>> {
  const { format, quantity, warnings, reviewReasons } = contents;
  const { mesh, figures } = await describeBody(contents, MM_PER_UNIT[unit], (share) => step(0.5 * share));
  const { oriented, cavities, reviewReasons: flaws, warnings: noticed, ...measured } = figures;
  const boxes = { kind: 'body' as const, box: figures.box, orientedBox: oriented.extent };
  const fits = (input.machines ?? []).map((machine) => fitOf(boxes, machine));
  const examined = examineBody(mesh, figures, fits, input);
  step(0.9);
  const issues = writePreviews(mesh, examined.findings, input);
  const hint = sizeHint(Math.max(figures.box.x, figures.box.y, figures.box.z));
  return {
    format,
    unit,
    unitKnown: known,
    kind: 'body',
    quantity,
    ...measured,
    orientedBox: oriented.extent,
    thickness: examined.thickness,
    overhang: examined.overhang,
    sheet: null,
    fits,
    issues,
    warnings: [
      ...warnings,
      ...(known ? [] : ['units_assumed']),
      ...(hint ? [hint] : []),
      ...noticed,
      ...examined.warnings,
    ],
    manufacturable: figures.verdict === 'solid',
    reviewReasons: [...reviewReasons, ...flaws],
  };
}

type Examined = Pick<Examination, 'thickness' | 'findings' | 'warnings'> & { overhang: number | null };

/** Walls and overhangs are only asked of a body that has an inside. */
function examineBody(mesh: Mesh, figures: BodyFigures, fits: PartAnalysis['fits'], input: AnalysisInput): Examined {
  const limits = input.limits ?? {};
  const { box, trappedVolume, cavities, edges, signedVolume } = figures;
  const closed = edges.boundary === 0 && edges.inconsistent === 0 && signedVolume > 0;
  if (closed && input.options?.performDfm !== false) {
    return examine(mesh, { box, trappedVolume, fits, cavities }, input.processes ?? limits);
  }
  const known = { kind: 'body' as const, box, trappedVolume, fits, thickness: null, overhang: null, sheet: null };
  const findings = input.processes
    ? issuesByProcess(known, input.processes, { cavities })
    : partIssues(known, limits, { cavities });
  return { thickness: null, overhang: null, findings, warnings: [] };
}

/** Writes what was asked for. Places of issues are ranges of the viewer's file, and there are none without it. */
function writePreviews(mesh: Mesh, findings: Finding[], { meshPath, thumbnailPath }: AnalysisInput): PartIssue[] {
  if (thumbnailPath) writeFileSync(thumbnailPath, thumbnail(mesh));
  if (!meshPath) return findings.map(({ triangles: _, ...issue }) => ({ ...issue, faces: [] }));
  const { bytes, issues } = viewerMesh(mesh, findings);
  writeFileSync(meshPath, bytes);
  return issues;
}
