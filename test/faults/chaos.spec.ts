import { randomInt } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { runScript } from '../scripts/run-script.js';

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
  const seed = randomInt(1_000_000_000);
  let report: Report;

  beforeAll(async () => {
    // The seed and the recovery times, which it prints, are for those who read the log.
    report = await runScript<Report>('faults', ['--short', '--seed', String(seed)]);
  }, 400_000);

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
