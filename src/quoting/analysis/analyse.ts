import { statSync } from 'node:fs';
import type { AnalysisInput, AnalysisProgress, OnProgress } from './analysis-input.js';
import { analyseBody } from './analyse-body.js';
import { analyseDrawing } from './analyse-drawing.js';
import { READ_LIMITS, type ReadLimits } from './formats/part-contents.js';
import { readPart } from './formats/read-part.js';
import { ANALYSER, type PartAnalysis } from './part-analysis.js';
import { unitOf } from './units.js';

/** Of the whole work, by its usual time. */
const READ_SHARE = 0.3;

/**
 * Measures a part file. Runs in a process of its own, because it blocks and may take much memory. The mesh is never mended: what
 * is wrong with it is told, and stops an automatic price.
 * @throws PartFileError when the file can never be analysed
 */
export async function analyse(input: AnalysisInput, onProgress: OnProgress = () => {}): Promise<PartAnalysis> {
  const size = statSync(input.path).size;
  const done: AnalysisProgress = { bytes: 0, triangles: 0, share: 0 };
  const tell = (change: Partial<AnalysisProgress>) => {
    Object.assign(done, change, { share: Math.max(done.share, change.share ?? 0) });
    onProgress(done);
  };
  const asked = input.unit ?? input.usualUnit;
  const part = await readPart(input.path, [input.name, input.fileType], asked, limitsOf(input), (bytes, triangles) => {
    const read = Math.min(bytes, size);
    tell({ bytes: read, triangles, share: (READ_SHARE * read) / size });
  });
  tell({ bytes: size, share: READ_SHARE });
  const step = (share: number) => tell({ share: READ_SHARE + (1 - READ_SHARE) * share });
  const found =
    'contours' in part
      ? analyseDrawing(part, input)
      : await analyseBody(part, unitOf(part.unit, input.unit, input.usualUnit), input, step);
  tell({ triangles: found.triangles, share: 1 });
  return { analyser: ANALYSER, ...found };
}

function limitsOf({ options }: AnalysisInput): ReadLimits {
  return {
    maxTriangles: options?.maxTriangles ?? READ_LIMITS.maxTriangles,
    maxInflatedBytes: options?.maxInflatedBytes ?? READ_LIMITS.maxInflatedBytes,
  };
}
