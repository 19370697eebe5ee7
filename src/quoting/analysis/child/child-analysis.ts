import { type ChildProcess, fork } from 'node:child_process';
import type { Readable } from 'node:stream';
import { AnalysisTrouble } from '../analysis-trouble.js';
import type { AnalysisInput } from '../analysis-input.js';
import type { PartAnalysis } from '../part-analysis.js';
import { PartFileError, type PartFileErrorCode } from '../part-file-error.js';
import { type ChildMessage, type ChildTask, MEMORY_WORD, WHY_PIPE } from './messages.js';

/** The child's program. Compiled, for it is a process of its own; under test, where this file is not compiled, the one of the build. */
const PROGRAM = import.meta.filename.endsWith('.ts')
  ? import.meta.filename.replace(/\/src\/(.*)child-analysis\.ts$/, '/dist/src/$1main.js')
  : import.meta.filename.replace('child-analysis.js', 'main.js');
/** Between being asked to end and being ended, ms. */
const GRACE_MS = 1_000;
/** Most of what the child prints that is kept, characters. */
const TAIL = 4_000;

export interface ChildLimits {
  memoryBytes: number;
  timeoutMs: number;
}

export interface ChildEvents {
  /** @param pid of the child's process */
  started?(pid: number): void;
  /** @param share of the work, 0..1 */
  progress(share: number): void;
}

/**
 * Analyses a file in a process of its own: it may block, crash or grow without harm to this one.
 * @throws PartFileError when the file is at fault; AnalysisTrouble; the signal's reason, once the process has ended
 */
export async function analyseInChild(
  input: AnalysisInput,
  { memoryBytes, timeoutMs }: ChildLimits,
  signal: AbortSignal,
  events: ChildEvents,
): Promise<PartAnalysis> {
  signal.throwIfAborted();
  const child = fork(PROGRAM, [], {
    // The environment holds secrets, and the child reads strangers' files.
    env: {},
    execArgv: [`--max-old-space-size=${Math.floor((memoryBytes / 1_048_576) * 0.75)}`],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'],
  });
  const [printed, why] = [child.stderr!, child.stdio[WHY_PIPE] as Readable].map(tailOf);
  let answer: ChildMessage | undefined;
  child.on('message', (message: ChildMessage) => {
    if (message.kind === 'progress') events.progress(message.share);
    else answer = message;
  });
  let late = false;
  const stop = () => {
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref();
  };
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, timeoutMs);
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (child.pid !== undefined) events.started?.(child.pid);
    const ended = whenEnded(child);
    child.send({ input, memoryBytes } satisfies ChildTask, () => undefined);
    const how = await ended;
    signal.throwIfAborted();
    if (answer?.kind === 'done') return answer.analysis;
    if (answer?.kind === 'refused') throw new PartFileError(answer.code as PartFileErrorCode, answer.message);
    if (late) throw new AnalysisTrouble('TOO_SLOW', `The analysis took longer than ${timeoutMs} ms`);
    if (why!() === MEMORY_WORD || (answer?.kind === 'failed' && answer.memory) || /heap out of memory/.test(printed!()))
      throw new AnalysisTrouble('OUT_OF_MEMORY', `The analysis needed more than ${memoryBytes} bytes of memory`);
    const cause = new Error(answer?.kind === 'failed' ? answer.message : printed!());
    throw new AnalysisTrouble('CRASHED', `The analysis ended with ${how} and without an answer`, { cause });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    child.kill('SIGKILL');
  }
}

/** In words: by which signal, or with which code. */
function whenEnded(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    // After `exit`, messages and prints may still be on their way.
    child.once('close', (code, name) => resolve(name ?? `code ${code}`));
  });
}

function tailOf(stream: Readable): () => string {
  let text = '';
  stream.on('data', (chunk: Buffer) => (text = (text + chunk.toString()).slice(-TAIL)));
  stream.on('error', () => undefined);
  return () => text;
}
