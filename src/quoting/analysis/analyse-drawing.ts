import { writeFileSync } from 'node:fs';
import type { AnalysisInput } from './analysis-input.js';
import { fitOf } from './dfm/fit.js';
import { issuesByProcess } from './dfm/by-process.js';
import { partIssues } from './dfm/issues.js';
import type { Drawing } from './drawing/read-drawing.js';
import type { PartAnalysis } from './part-analysis.js';
import { thumbnail } from './preview/thumbnail.js';
import { viewerLines } from './preview/viewer-mesh.js';

/** A flat part: what is cut, and what is left of the sheet. Its thickness is the material's, so it has no volume of its own. */
export function analyseDrawing(drawing: Drawing, input: AnalysisInput): Omit<PartAnalysis, 'analyser'> {
  const { unit, unitKnown, contours, cutLength, area, box, orientedBox } = drawing;
  const openContours = contours.filter(({ closed }) => !closed).length;
  const sheet = { cutLength, area, contours: contours.length, openContours };
  const fits = (input.machines ?? []).map((machine) => fitOf({ kind: 'sheet', box, orientedBox }, machine));
  const figures = { kind: 'sheet' as const, box, thickness: null, overhang: null, trappedVolume: 0, sheet, fits };
  const places = { holes: drawing.holes };
  const findings = input.processes
    ? issuesByProcess(figures, input.processes, places)
    : partIssues(figures, input.limits ?? {}, places);
  if (input.thumbnailPath) writeFileSync(input.thumbnailPath, thumbnail({ contours }));
  if (input.meshPath) writeFileSync(input.meshPath, viewerLines(contours));
  return {
    format: 'dxf',
    unit,
    unitKnown,
    kind: 'sheet',
    triangles: 0,
    vertices: 0,
    quantity: 1,
    bodies: drawing.pieces,
    shells: 0,
    genus: null,
    volume: 0,
    signedVolume: 0,
    unitedVolume: null,
    area,
    areaVector: 0,
    hullVolume: null,
    trappedVolume: 0,
    box,
    orientedBox,
    verdict: openContours > 0 ? 'open' : 'solid',
    edges: { boundary: 0, nonManifold: 0, inconsistent: 0, degenerateTriangles: 0 },
    thickness: null,
    overhang: null,
    sheet,
    fits,
    issues: findings.map(({ triangles: _, ...issue }) => ({ ...issue, faces: [] })),
    warnings: drawing.warnings,
    manufacturable: openContours === 0,
    reviewReasons: drawing.reviewReasons,
  };
}
