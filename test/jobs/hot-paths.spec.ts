import { describe, expect, it } from '@jest/globals';
import { STEPS } from '../../src/jobs/job-end/job-end.module.js';
import { COMPLETE, COMPLETE_ONE, DEAD_LETTER } from '../../src/jobs/ledger/attempt-end.sql.js';
import { CLAIM } from '../../src/jobs/ledger/claim.sql.js';
import { jobEndSql } from '../../src/jobs/ledger/finish.sql.js';
import { HEARTBEAT } from '../../src/jobs/ledger/heartbeat.sql.js';
import { INSERT, INSERT_UNHELD } from '../../src/jobs/ledger/insert.sql.js';
import { EXPIRED_LEASES } from '../../src/jobs/reconciler/reconciler.sql.js';
import { DUE, head, turns } from '../../src/jobs/relay/promotion.sql.js';
import { TAKE, WAITING } from '../../src/jobs/relay/relay.sql.js';
import { FIRE, WRITE_AHEAD } from '../../src/jobs/schedules/slots.sql.js';

/** Statements that run for every job or every tick, as Postgres gets them. */
const HOT: Record<string, string> = {
  'accept: insert jobs': INSERT,
  'accept: insert jobs whose dedupe keys nobody holds': INSERT_UNHELD,
  'relay: tenants with waiting jobs': WAITING,
  'relay: take jobs in turns': TAKE,
  'promotion: what has become due': head(DUE),
  'promotion: what has become due, in turns by tenant': turns(DUE),
  'claim: jobs by id': CLAIM,
  'heartbeat: extend leases': HEARTBEAT,
  'end: complete jobs': jobEndSql(COMPLETE, STEPS),
  'end: complete one job': jobEndSql(COMPLETE_ONE, STEPS),
  'end: dead letter': jobEndSql(DEAD_LETTER, STEPS),
  'reconciler: leases that ran out': EXPIRED_LEASES,
  'schedules: fire slots': FIRE,
  'schedules: write slots ahead': WRITE_AHEAD,
};

/**
 * These statements are put together from pieces, and a change of one piece changes several of them. The snapshot shows all of
 * them whole, so that a review sees what Postgres will run; look at the plan (and at `npm run bench`) before you accept a new
 * one with `npm test -- test/jobs/hot-paths -u`.
 */
describe('SQL of the hot paths', () => {
  it.each(Object.entries(HOT))('%s', (_, sql) => {
    // Raw, with the line ends and indentation that it has: easier to read than one escaped string.
    expect(`\n${sql.trim()}\n`).toMatchSnapshot();
  });
});
