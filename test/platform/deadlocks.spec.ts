import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SystemDatabase } from '../../src/platform/database/system-database.js';
import { TenantDatabase } from '../../src/platform/database/tenant-database.js';
import type { Tx } from '../../src/platform/database/tx.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { Platform } from './harness.js';
import { ProbeController, ProbeModule } from './probe.module.js';

describe('transactions that meet in a deadlock', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await Platform.start({}, [ProbeModule]);
  });
  afterAll(() => platform?.stop());

  /** Two that lock 1 and 2 in opposite order and, at their first try, wait until both hold one. */
  async function ring(transaction: (fn: (tx: Tx) => Promise<string>) => Promise<string>, inside = (_: string) => {}) {
    let tries = 0;
    let holding = 0;
    let both: () => void;
    const met = new Promise<void>((resolve) => (both = resolve));
    const one = (name: string, first: number, second: number) =>
      transaction(async (tx) => {
        tries++;
        inside(`${name} ${tries}`);
        await tx.run('SELECT pg_advisory_xact_lock($1)', [first]);
        if (++holding === 2) both();
        await met;
        await tx.run('SELECT pg_advisory_xact_lock($1)', [second]);
        return name;
      });
    const answers = await Promise.all([one('a', 1, 2), one('b', 2, 1)]);
    return { answers, tries };
  }

  const db = () => platform.app.get(TenantDatabase);
  const asTenant = <T>(fn: () => Promise<T>) => platform.app.get(RequestContext).asTenant(platform.a.id, fn);

  it("a tenant's: the one that was undone is run again, and only the hooks of the try that committed are called", async () => {
    const called: string[] = [];
    const { answers, tries } = await asTenant(() =>
      ring(
        (fn) => db().transaction(fn),
        (tried) => db().afterCommit(() => called.push(tried)),
      ),
    );
    expect(answers).toEqual(['a', 'b']);
    expect(tries).toBe(3);
    expect(called).toHaveLength(2);
    // Of the two names, the one that was undone counts with its second try.
    expect(called.some((one) => one.endsWith(' 3'))).toBe(true);
  });

  it('a nested one belongs to the outermost, which is run again as a whole', async () => {
    const { answers, tries } = await asTenant(() =>
      ring((fn) => db().transaction(() => db().transaction(() => db().transaction(fn)))),
    );
    expect(answers).toEqual(['a', 'b']);
    expect(tries).toBe(3);
  });

  it("the platform's", async () => {
    const { answers, tries } = await ring((fn) => platform.app.get(SystemDatabase).transaction(fn));
    expect(answers).toEqual(['a', 'b']);
    expect(tries).toBe(3);
  });

  it.each([
    ['a deadlock', '40P01', 5],
    ['no serial order', '40001', 5],
    ['a lock that was not to be had', '55P03', 1],
  ])('%s each time: 503 with Retry-After, and nothing told of the inside', async (_, code, tries) => {
    const probe = platform.app.get(ProbeController);
    probe.tries = 0;
    const answer = await platform.call('POST', `/api/v1/probe/undone/${code}`, { token: platform.a.ADMIN.token });
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('1');
    expect(answer.body).toMatchObject({ code: 'UNAVAILABLE' });
    expect(answer.text).not.toContain('sake');
    expect(probe.tries).toBe(tries);
  });

  it('what is wrong is not tried again', async () => {
    const probe = platform.app.get(ProbeController);
    probe.tries = 0;
    const answer = await platform.call('POST', '/api/v1/probe/undone/XX000', { token: platform.a.ADMIN.token });
    expect(answer.status).toBe(500);
    expect(probe.tries).toBe(1);
  });
});
