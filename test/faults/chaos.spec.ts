import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '../..');

interface Found {
  lost: string[];
  doubled: string[];
  unfinished: string[];
  wrong: string[];
  poison: string[];
  acceptedRefused: string[];
}

interface Report {
  ok: boolean;
  chaos: {
    counts: Record<string, number>;
    found: Found;
    deaths: object[];
    wrong: object[];
    recovery: { kind: string; times: number }[];
    accept: Record<string, { n: number; p99: number }>;
  };
  fence: { fenced: Found; control: Found };
  drain: {
    drain: { code: number; ms: number; running: number; spent: number };
    requests: { code: number; ms: number; answered: number };
    found: Found;
  };
}

const NOTHING = { lost: [], doubled: [], unfinished: [], wrong: [], poison: [], acceptedRefused: [] };

/** The short form of `npm run test:faults`: one fault of every kind, in an order the seed decides. */
describe('faults of every kind, under load', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nightshift-spec-'));
  const seed = randomInt(1_000_000_000);
  let report: Report;

  beforeAll(async () => {
    const file = join(folder, 'report.json');
    const args = ['scripts/faults.mjs', '--short', '--seed', String(seed), '--report', file];
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await new Promise((done) => child.once('close', done));
    // The seed and the recovery times are for those who read the log.
    process.stderr.write(`\n${output}\n`);
    report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  }, 400_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('two thousand accepted jobs: none lost, none done twice, no slot lost or doubled', () => {
    expect(report.chaos.counts['acked']).toBeGreaterThanOrEqual(2_000);
    expect(report.chaos.found).toMatchObject(NOTHING);
    expect(report.chaos.recovery).toHaveLength(12);
  });

  it('no client was told anything but 201, or 503 with Retry-After; no process ended by itself', () => {
    expect(report.chaos.wrong).toEqual([]);
    expect(report.chaos.deaths).toEqual([]);
  });

  it('a worker stopped past its lease: with the fence one effect, without it the same check finds doubles', () => {
    expect(report.fence.fenced).toMatchObject(NOTHING);
    expect(report.fence.control.doubled.length).toBeGreaterThan(0);
    expect(report.fence.control.lost).toEqual([]);
  });

  it('SIGTERM under load: exit 0 in time, no attempt and no crash spent, every request answered', () => {
    const { drain, requests, found } = report.drain;
    expect(drain).toMatchObject({ code: 0, spent: 0 });
    expect(drain.running).toBeGreaterThan(0);
    expect(requests).toMatchObject({ code: 0, answered: 12 });
    for (const { ms } of [drain, requests]) expect(ms).toBeLessThanOrEqual(25_000);
    expect(found).toMatchObject(NOTHING);
  });
});
