import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AnalysisInput } from '../../src/quoting/analysis/analysis-input.js';
import { analyseInChild } from '../../src/quoting/analysis/child/child-analysis.js';
import { analyseRemotely } from '../../src/quoting/analysis/remote/remote-analysis.js';
import { Folder } from '../../src/quoting/analysis/testing/files.js';
import { StandIn } from '../support/stand-in.js';
import { boxStl } from './part-requests.js';

const LIMITS = { memoryBytes: 1_000_000_000, timeoutMs: 60_000 };
const REMOTE = { timeoutMs: 60_000, mostBytes: 1_000_000 };
const folder = new Folder();
const never = new AbortController().signal;
const ignore = () => undefined;
const quiet = { progress: ignore };
let worker: StandIn;
beforeAll(async () => {
  const env = { PORT: '0', UPLOAD_LIMIT_BYTES: '100000' };
  worker = await StandIn.start('dist/src/cli/analysis-worker.js', [], env);
});
afterAll(async () => {
  await worker?.stop();
  folder.remove();
});

const inputOf = (bytes: Buffer | string): AnalysisInput => ({
  path: folder.write('part.stl', bytes),
  name: 'part.stl',
  unit: 'mm',
});
const remote = (input: AnalysisInput, base = `http://127.0.0.1:${worker.port}/`, over = {}, signal = never) =>
  analyseRemotely(base, input, { ...REMOTE, ...over }, signal, ignore);

describe('an analysis in a process of its own', () => {
  it('gives figures and tells how far it is', async () => {
    const shares: number[] = [];
    const progress = (share: number) => void shares.push(share);
    const result = await analyseInChild(inputOf(boxStl('child')), LIMITS, never, { progress });
    expect(result).toMatchObject({ verdict: 'solid', triangles: 12 });
    expect(shares.length).toBeGreaterThan(0);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });

  it('says what is wrong with a file', () =>
    expect(analyseInChild(inputOf('no part'), LIMITS, never, quiet)).rejects.toMatchObject({ name: 'PartFileError' }));

  it('is ended when it takes too much memory, or too long, and that is permanent', async () => {
    // Node itself needs more.
    await expect(
      analyseInChild(inputOf(boxStl()), { ...LIMITS, memoryBytes: 20_000_000 }, never, quiet),
    ).rejects.toMatchObject({ code: 'OUT_OF_MEMORY', permanent: true });
    await expect(analyseInChild(inputOf(boxStl()), { ...LIMITS, timeoutMs: 1 }, never, quiet)).rejects.toMatchObject({
      code: 'TOO_SLOW',
      permanent: true,
    });
  });

  it('ends by the signal of its caller, and its process with it', async () => {
    const stop = new AbortController();
    let pid = 0;
    const started = (its: number) => {
      pid = its;
      // It cannot even hear that it is to end.
      process.kill(pid, 'SIGSTOP');
      stop.abort(new Error('cancelled'));
    };
    await expect(analyseInChild(inputOf(boxStl()), LIMITS, stop.signal, { ...quiet, started })).rejects.toThrow(
      'cancelled',
    );
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});

describe('an outside worker', () => {
  it('gives the same as a process here', async () => {
    const input = inputOf(boxStl('same'));
    expect(await remote(input)).toEqual(await analyseInChild(input, LIMITS, never, quiet));
  });

  it('says what is wrong with a file, and which files are too large', async () => {
    await expect(remote(inputOf('no part'))).rejects.toMatchObject({ name: 'PartFileError' });
    await expect(remote(inputOf(Buffer.alloc(3_000_000)))).rejects.toMatchObject({
      code: 'TOO_LARGE',
      permanent: true,
    });
  });

  const LINE = '{"progress":0.5}\n';
  it.each<[string, (answer: ServerResponse) => void, string]>([
    ['fails', (answer) => answer.writeHead(500).end(), 'WORKER_AWAY'],
    ['has enough to do', (answer) => answer.writeHead(503).end(), 'WORKER_AWAY'],
    ['is something else', (answer) => answer.writeHead(404).end(), 'WORKER_ANSWER'],
    ['answers nonsense', (answer) => answer.end('<html>\n'), 'WORKER_ANSWER'],
    ['answers JSON without figures', (answer) => answer.end('{"analysis":{"volume":0}}\n'), 'WORKER_ANSWER'],
    ['breaks off', (answer) => void answer.write(LINE, () => answer.destroy()), 'WORKER_AWAY'],
    ['ends without an answer', (answer) => answer.end(LINE), 'WORKER_AWAY'],
    ['is silent', (answer) => void answer.write(LINE), 'WORKER_AWAY'],
    [
      'refuses before it has read the file',
      (answer) => answer.writeHead(413, { connection: 'close' }).end(),
      'TOO_LARGE',
    ],
  ])('that %s is trouble', async (_, behave, code) => {
    const server: Server = createServer((request, answer) => {
      if (code !== 'TOO_LARGE') request.resume();
      behave(answer);
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expect(remote(inputOf(boxStl()), base, { timeoutMs: 2_000 })).rejects.toMatchObject({ code });
    server.closeAllConnections();
    server.close();
  });

  it('that nobody can reach may be there later', () =>
    expect(remote(inputOf(boxStl()), 'http://127.0.0.1:1')).rejects.toMatchObject({
      code: 'WORKER_AWAY',
      permanent: false,
    }));
});
