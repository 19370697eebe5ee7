import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { FakeGoogle } from '../catchup/google-server.js';
import { createTestDatabase } from '../support/databases.js';
import { guideScript } from '../support/guide.js';
import { seedDemoInto, ServerProcess } from '../support/server.js';
import { testEnv } from './harness.js';

const folder = mkdtempSync(join(tmpdir(), 'nightshift-guide-'));

let google: FakeGoogle;
let server: ServerProcess;
let drop: () => Promise<void>;
beforeAll(async () => {
  const database = await createTestDatabase();
  drop = database.drop;
  seedDemoInto(join(folder, '.nightshift'), database.url);
  google = await FakeGoogle.start();
  const settings = { DATABASE_URL: database.url, ROLES: 'api,worker', LOG_LEVEL: 'info', JOBS_WAIT_MS: '5000' };
  server = await ServerProcess.start(testEnv({ ...google.env, ...settings }));
});
afterAll(async () => {
  await server?.end();
  await google?.stop();
  await drop?.();
  rmSync(folder, { recursive: true, force: true });
});

/** What a reader of each guide sees on the way. */
const GUIDES: Record<string, string[]> = {
  'first-hour': ['"email":"admin@seaside.test"', '"timezone":"Europe/Lisbon"', '"totalRoomsCreated":124'],
  mail: ['"from":"Alpine Workshop <nightshift@localhost>"', 'Our quote Q-123', '"state":"sent"', '"route":"inbox"'],
  reports: ['"reportType":"analytics"', 'Number,Issued,Customer,Total,Currency', '"nextRuns"'],
  statements: [
    '"HMGUIDE001"',
    '"unknownListings"',
    '"what":"fees"',
    '"state":"final"',
    '"state":"sent"',
    '"year":2026',
  ],
  catchup: [
    '"accessRole":"owner"',
    '"reason":"outside_windows"',
    '"name":"Ana Sousa"',
    '"kind":"overdue"',
    '"state":"accepted"',
    '"state":"snoozed"',
    'BEGIN:VCALENDAR',
  ],
  quoting: ['"code":"guide-sls"', '"state":"ready"', '"state":"accepted"', '"carrier":"DHL"', '"tax":'],
};

it.each(Object.entries(GUIDES))('every command of the guide %s does what it says', async (guide, shown) => {
  const { code, output } = await run(guideScript(server.baseUrl, guide));
  expect([code, code === 0 ? '' : output.slice(-2_000)]).toEqual([0, '']);
  for (const text of shown) expect(output).toContain(text);
});

function run(script: string): Promise<{ code: number | null; output: string }> {
  const child = spawn('bash', ['-c', script], { cwd: folder, env: { ...process.env, NODE_OPTIONS: '' } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((done) => child.once('close', (code) => done({ code, output })));
}
