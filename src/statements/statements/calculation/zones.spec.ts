import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '../../../..');
const JEST = resolve(ROOT, 'node_modules/jest/bin/jest.js');
const SERVERLESS = ['-c', 'test/jest.config.js', '--globalSetup=', '--globalTeardown=', '-w', '1'];
const RULES = 'src/statements/statements/calculation/statement-rules.spec.ts';

/** The worked examples in a process whose clock is elsewhere: 'YYYY-MM-DD' is another day there at most hours. */
it.each(['America/Los_Angeles', 'Asia/Tokyo'])(
  'the worked examples come to the same in %s',
  async (TZ) => {
    const child = spawn(process.execPath, ['--experimental-vm-modules', '--no-warnings', JEST, ...SERVERLESS, RULES], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TZ },
    });
    let said = '';
    child.stderr.on('data', (text) => (said += String(text)));
    const code = await new Promise((done) => child.once('close', done));
    expect([code, /Tests: .*/.exec(said)?.[0]]).toEqual([0, expect.stringMatching(/^Tests: +\d\d+ passed/)]);
  },
  120_000,
);
