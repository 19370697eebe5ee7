import { statSync } from 'node:fs';
import type { AnalysisInput, OnProgress } from './analysis-input.js';
import { READ_LIMITS } from './formats/part-contents.js';
import { readPart } from './formats/read-part.js';
import { describeBody } from './geometry/body.js';
import type { PartAnalysis } from './part-analysis.js';
import { MM_PER_UNIT, sizeHint, unitOf } from './units.js';

/** Changes whenever the same file may give other figures than before: it is part of the key under which results are kept. */
export const ANALYSER = 'nightshift-geometry/1';

/** Reading is about half of the work, by its time. */
const READ_SHARE = 0.4;

/**
 * Measures a part file. Runs in a process of its own, because it blocks and may take much memory. The mesh is never mended: what
 * is wrong with it is told, and stops an automatic price.
 * @throws PartFileError when the file can never be analysed
 */
export async function analyse(input: AnalysisInput, onProgress: OnProgress = () => {}): Promise<PartAnalysis> {
  const size = statSync(input.path).size;
  const progress = { bytes: 0, triangles: 0, share: 0 };
  const tell = (change: Partial<typeof progress>) => {
    progress.share = Math.max(progress.share, change.share ?? 0);
    onProgress(Object.assign(progress, change, { share: progress.share }));
  };
  const limits = { ...READ_LIMITS, ...given(input.options, ['maxTriangles', 'maxInflatedBytes']) };
  const contents = await readPart(input.path, [input.name, input.fileType], limits, (bytes, triangles) =>
    tell({ bytes: Math.min(bytes, size), triangles, share: (READ_SHARE * Math.min(bytes, size)) / size }),
  );
  tell({ bytes: size, share: READ_SHARE });
  const { format, quantity, warnings, reviewReasons } = contents;
  const { unit, known } = unitOf(contents.unit, input.unit, input.usualUnit);
  const { mesh, figures } = await describeBody(contents, MM_PER_UNIT[unit], (share) =>
    tell({ share: READ_SHARE + 0.3 * share }),
  );
  void mesh;
  const { oriented, verdict, ...measured } = figures;
  const hint = sizeHint(Math.max(...Object.values(figures.box)));
  const result: PartAnalysis = {
    analyser: ANALYSER,
    format,
    unit,
    unitKnown: known,
    kind: 'body',
    quantity,
    ...measured,
    orientedBox: oriented.extent,
    verdict,
    thickness: null,
    overhang: null,
    sheet: null,
    fits: [],
    issues: [],
    warnings: [...warnings, ...(known ? [] : ['units_assumed']), ...(hint ? [hint] : []), ...figures.warnings],
    manufacturable: verdict === 'solid',
    reviewReasons: [...reviewReasons, ...figures.reviewReasons],
  };
  tell({ triangles: figures.triangles, share: 1 });
  return result;
}

function given<T extends object, K extends keyof T>(options: T | undefined, names: K[]): Partial<Pick<T, K>> {
  const known = names.filter((name) => options?.[name] !== undefined).map((name) => [name, options![name]]);
  return Object.fromEntries(known) as Partial<Pick<T, K>>;
}
