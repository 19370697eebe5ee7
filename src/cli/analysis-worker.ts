/**
 * An analysis worker: a process that other machines send part files to (WORKER_SERVICE_URL). It needs no database. HOST and PORT
 * say where it listens (127.0.0.1:8000 without), ANALYSIS_MEMORY_BYTES, ANALYSIS_TIMEOUT_MS and
 * UPLOAD_LIMIT_BYTES how much of the machine it takes. Prints {"port": …} once it listens.
 */
import type { AddressInfo } from 'node:net';
import { analysisWorker } from '../quoting/analysis/remote/worker-server.js';

const { HOST = '127.0.0.1', PORT = '8000' } = process.env;
const number = (name: string, usual: number) => Number(process.env[name] || usual);

const server = analysisWorker({
  memoryBytes: number('ANALYSIS_MEMORY_BYTES', 1_610_612_736),
  timeoutMs: number('ANALYSIS_TIMEOUT_MS', 240_000),
  most: 2,
  limitBytes: number('UPLOAD_LIMIT_BYTES', 209_715_200),
});
server.listen(Number(PORT), HOST, () => console.log(JSON.stringify({ port: (server.address() as AddressInfo).port })));
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));
