import { createReadStream } from 'node:fs';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { pipeline } from 'node:stream/promises';
import type { AnalysisInput } from '../analysis-input.js';
import { AnalysisTrouble } from '../analysis-trouble.js';
import type { PartAnalysis } from '../part-analysis.js';
import { PartFileError, type PartFileErrorCode } from '../part-file-error.js';
import { ByteReader } from './byte-reader.js';
import { MAX_LINE, PATH, readMessage, type RemoteTask, TYPE } from './protocol.js';

/**
 * Has a file analysed by an outside worker. The result, the mesh and the thumbnail are what a child process here would give.
 * @param base its URL, which the operator gives
 * @param mostBytes of a mesh or a thumbnail
 * @throws PartFileError when the file is at fault; AnalysisTrouble; the signal's reason
 */
export async function analyseRemotely(
  base: string,
  { path, meshPath, thumbnailPath, ...input }: AnalysisInput,
  { timeoutMs, mostBytes }: { timeoutMs: number; mostBytes: number },
  stop: AbortSignal,
  onProgress: (share: number) => void,
): Promise<PartAnalysis> {
  const time = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([stop, time]);
  try {
    const task: RemoteTask = { input, files: meshPath !== undefined };
    const answer = await send(`${base.replace(/\/+$/, '')}${PATH}`, task, path, signal);
    const reader = new ByteReader(answer);
    for (;;) {
      const message = readMessage(await reader.line(MAX_LINE));
      if ('progress' in message) {
        onProgress(message.progress);
        continue;
      }
      if ('refused' in message)
        throw new PartFileError(message.refused.code as PartFileErrorCode, message.refused.message);
      if ('failed' in message) throw new AnalysisTrouble(message.failed.code, message.failed.message);
      for (const [bytes, file] of [
        [message.meshBytes, meshPath],
        [message.thumbnailBytes, thumbnailPath],
      ] as const) {
        if (bytes > mostBytes)
          throw new AnalysisTrouble('WORKER_ANSWER', 'The analysis worker sends more than is taken');
        if (bytes > 0 && file) await reader.toFile(bytes, file);
      }
      signal.throwIfAborted();
      answer.destroy();
      return message.analysis;
    }
  } catch (error) {
    stop.throwIfAborted();
    if (error instanceof PartFileError || error instanceof AnalysisTrouble) throw error;
    const words = time.aborted ? `did not answer within ${timeoutMs} ms` : `broke off: ${(error as Error).message}`;
    throw new AnalysisTrouble('WORKER_AWAY', `The analysis worker ${words}`, { cause: error });
  }
}

/** The answer, once it has begun. @throws AnalysisTrouble for any status but 200 */
async function send(url: string, task: RemoteTask, path: string, signal: AbortSignal): Promise<IncomingMessage> {
  const request = (url.startsWith('https:') ? https : http).request(url, {
    method: 'POST',
    headers: { 'content-type': TYPE },
    agent: false,
    signal,
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', reject);
  });
  // A worker that refuses the file does not read it to its end, which is no error of its own.
  const sent = pipeline(body(task, path), request).catch((error: Error) => error);
  const answer = await Promise.race([answered, sent.then((error) => (error ? Promise.reject(error) : answered))]).catch(
    // The answer may have come just before the connection was closed.
    (error: Error) => Promise.race([answered, Promise.reject(error)]),
  );
  const status = answer.statusCode ?? 0;
  if (status === 200) return answer;
  answer.destroy();
  if (status === 413) throw new AnalysisTrouble('TOO_LARGE', 'The file is too large for the analysis worker');
  throw new AnalysisTrouble(status >= 500 ? 'WORKER_AWAY' : 'WORKER_ANSWER', `The analysis worker answered ${status}`);
}

async function* body(task: RemoteTask, path: string): AsyncGenerator<string | Buffer> {
  yield `${JSON.stringify(task)}\n`;
  yield* createReadStream(path) as AsyncIterable<Buffer>;
}
