import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AnalysisTrouble } from '../analysis-trouble.js';
import { analyseInChild, type ChildLimits } from '../child/child-analysis.js';
import { PartFileError } from '../part-file-error.js';
import { ByteReader } from './byte-reader.js';
import { PATH, type RemoteMessage, type RemoteTask } from './protocol.js';

/** Most bytes of the line with the task. */
const TASK_BYTES = 1_048_576;

export interface WorkerLimits extends ChildLimits {
  /** Analyses at a time; more are refused with 503. */
  most: number;
  /** Of one file. */
  limitBytes: number;
}

class Refusal extends Error {
  constructor(readonly status: number) {
    super(`refused with ${status}`);
  }
}

/** A server that analyses files for others: WORKER_SERVICE_URL names it. It believes whoever reaches it. */
export function analysisWorker(limits: WorkerLimits): Server {
  let busy = 0;
  return createServer((request, response) => {
    if (request.method === 'GET' && request.url === '/health') return void response.end('ok');
    if (request.method !== 'POST' || request.url !== PATH) return void response.writeHead(404).end();
    if (busy >= limits.most) return void response.writeHead(503, { 'retry-after': '5', connection: 'close' }).end();
    busy++;
    void serve(request, response, limits).finally(() => busy--);
  });
}

async function serve(request: IncomingMessage, response: ServerResponse, limits: WorkerLimits): Promise<void> {
  const gone = new AbortController();
  // Who has gone away does not wait for the result.
  response.once('close', () => gone.abort(new Error('The client has gone away')));
  const tell = (message: RemoteMessage) => response.write(`${JSON.stringify(message)}\n`);
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-analysis-'));
  try {
    const path = join(folder, 'part');
    const { input, files } = await receive(request, path, limits.limitBytes, () =>
      response.writeHead(413).flushHeaders(),
    );
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    const outputs: Record<string, string> = files
      ? { meshPath: join(folder, 'mesh'), thumbnailPath: join(folder, 'thumbnail') }
      : {};
    const progress = (share: number) => void tell({ progress: share });
    const analysis = await analyseInChild({ ...input, path, ...outputs }, limits, gone.signal, { progress });
    const sizes = await Promise.all(Object.values(outputs).map(sizeOf));
    tell({ analysis, meshBytes: sizes[0] ?? 0, thumbnailBytes: sizes[1] ?? 0 });
    for (const [n, file] of Object.values(outputs).entries())
      if (sizes[n]) await pipeline(createReadStream(file), response, { end: false });
    response.end();
  } catch (error) {
    if (!response.headersSent)
      response.writeHead(error instanceof Refusal ? error.status : 400, { connection: 'close' });
    else if (!(error instanceof Refusal)) tell(outcome(error));
    response.end();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Stores the file of a request. One that is too large is refused at once and read on without being kept; the answer ends
 * with it, because a connection that is closed while its client sends takes the answer with it.
 */
async function receive(
  request: IncomingMessage,
  path: string,
  limitBytes: number,
  refuse: () => void,
): Promise<RemoteTask> {
  const reader = new ByteReader(request);
  const task = JSON.parse(await reader.line(TASK_BYTES)) as RemoteTask;
  let bytes = 0;
  async function* within(): AsyncGenerator<Buffer> {
    for await (const part of reader.bytes(Infinity)) {
      if (bytes > limitBytes) continue;
      bytes += part.length;
      if (bytes > limitBytes) refuse();
      else yield part;
    }
  }
  await pipeline(within(), createWriteStream(path, { mode: 0o600 }));
  if (bytes > limitBytes) throw new Refusal(413);
  return task;
}

function outcome(error: unknown): RemoteMessage {
  const { message } = error as Error;
  if (error instanceof PartFileError) return { refused: { code: error.code, message } };
  return { failed: { code: error instanceof AnalysisTrouble ? error.code : 'CRASHED', message } };
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}
