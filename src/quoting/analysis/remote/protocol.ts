import type { AnalysisInput } from '../analysis-input.js';
import { AnalysisTrouble, type TroubleCode } from '../analysis-trouble.js';
import type { PartAnalysis } from '../part-analysis.js';

/**
 * How a part file is analysed by an outside worker: `POST <WORKER_SERVICE_URL>/analyses`. The body is one line of JSON, a
 * RemoteTask, and the bytes of the file behind it. The answer is 200 with lines of JSON, each a RemoteMessage: how far it is,
 * as often as the worker likes, then the outcome; behind a result come the bytes of the mesh and of the thumbnail.
 * 413: the file is too large for this worker. 503: it has enough to do.
 */
export const PATH = '/analyses';
export const TYPE = 'application/x-nightshift-analysis';

export interface RemoteTask {
  input: Omit<AnalysisInput, 'path' | 'meshPath' | 'thumbnailPath'>;
  /** Whether mesh and thumbnail are wanted. */
  files: boolean;
}

export type RemoteMessage =
  | { progress: number }
  | { analysis: PartAnalysis; meshBytes: number; thumbnailBytes: number }
  /** The file is at fault. */
  | { refused: { code: string; message: string } }
  | { failed: { code: TroubleCode; message: string } };

/** Most bytes of a line: an analysis names ranges of triangles for each finding. */
export const MAX_LINE = 64 * 1024 * 1024;

/** Of a worker that is not ours too: anything else than such a message is trouble. @throws AnalysisTrouble WORKER_ANSWER */
export function readMessage(line: string): RemoteMessage {
  const value = parsed(line);
  if (typeof value['progress'] === 'number') return { progress: value['progress'] };
  for (const kind of ['refused', 'failed'] as const) {
    const told = value[kind] as { code?: unknown; message?: unknown } | undefined;
    if (typeof told?.code === 'string' && typeof told.message === 'string') return value as unknown as RemoteMessage;
  }
  const { analysis, meshBytes = 0, thumbnailBytes = 0 } = value;
  if (isAnalysis(analysis) && isCount(meshBytes) && isCount(thumbnailBytes))
    return { analysis, meshBytes, thumbnailBytes };
  throw answerTrouble(line);
}

function parsed(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw answerTrouble(line);
}

function answerTrouble(line: string): AnalysisTrouble {
  return new AnalysisTrouble('WORKER_ANSWER', `The analysis worker answered ${JSON.stringify(line.slice(0, 80))}`);
}

const VERDICTS = ['solid', 'watertight', 'open', 'ambiguous'];
const NUMBERS = ['triangles', 'vertices', 'quantity', 'volume', 'signedVolume', 'area'] as const;
const LISTS = ['fits', 'issues', 'warnings', 'reviewReasons'] as const;

/** What a price is made of must be there: a result without figures would be a part for nothing. */
function isAnalysis(value: unknown): value is PartAnalysis {
  if (typeof value !== 'object' || value === null) return false;
  const one = value as Record<string, unknown>;
  return (
    typeof one['analyser'] === 'string' &&
    typeof one['manufacturable'] === 'boolean' &&
    VERDICTS.includes(one['verdict'] as string) &&
    NUMBERS.every((name) => Number.isFinite(one[name])) &&
    LISTS.every((name) => Array.isArray(one[name])) &&
    ['box', 'orientedBox'].every((name) => typeof one[name] === 'object' && one[name] !== null)
  );
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
