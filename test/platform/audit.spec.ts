import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Platform } from './harness.js';

interface Entry {
  action: string;
  status: number;
  actorKind: string;
  actorName: string;
  target: Record<string, string>;
  detail: Record<string, unknown> | null;
}

let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start();
});
afterAll(() => platform?.stop());

async function trail(token: string, query = ''): Promise<Entry[]> {
  const answer = await platform.call('GET', `/api/v1/audit?${query}`, { token });
  expect(answer.status).toBe(200);
  return answer.body['entries'] as Entry[];
}

describe('the audit trail', () => {
  it('notes what was done and what was refused, by whom, without secrets', async () => {
    const { ADMIN, STAFF } = platform.a;
    const pause = { token: ADMIN.token, body: { reason: 'audit' } };
    expect((await platform.call('POST', '/api/jobs/queues/room-generation/pause', pause)).status).toBe(200);
    expect(
      (await platform.call('POST', '/api/v1/jobs/queues/room-generation/resume', { token: STAFF.token })).status,
    ).toBe(403);
    const odd = { token: ADMIN.token, body: { name: 'x', password: 'hunter2' } };
    expect((await platform.call('POST', '/api/v1/api-keys', odd)).status).toBe(400);
    await platform.call('GET', '/api/v1/jobs', { token: ADMIN.token });

    const entries = await trail(ADMIN.token);
    expect(entries.slice(0, 3)).toMatchObject([
      { action: 'POST /api-keys', status: 400, detail: { name: 'x', password: '[redacted]' } },
      { action: 'POST /jobs/queues/:name/resume', status: 403, actorName: expect.stringContaining('staff') },
      {
        action: 'POST /jobs/queues/:name/pause',
        status: 200,
        target: { name: 'room-generation' },
        detail: { reason: 'audit' },
      },
    ]);
    expect(entries.some(({ action }) => action.startsWith('GET'))).toBe(false);
    expect(await trail(ADMIN.token, 'action=RESUME')).toMatchObject([{ status: 403 }]);
    await platform.call('POST', '/api/v1/jobs/queues/room-generation/resume', { token: ADMIN.token });
  });

  it('is its own tenant’s, an operator’s is apart', async () => {
    const before = (await trail(platform.a.ADMIN.token)).length;
    await platform.call('POST', '/api/v1/jobs/queues/all/resume', { token: platform.b.ADMIN.token });
    await platform.call('POST', '/api/v1/jobs/queues/all/resume', { token: platform.operator.token });
    expect((await trail(platform.a.ADMIN.token)).length).toBe(before);
    expect((await trail(platform.b.ADMIN.token)).length).toBe(1);
    expect((await trail(platform.operator.token)).length).toBe(1);
  });

  it('cannot be changed, not even by the roles at work', async () => {
    for (const role of ['nightshift_app', 'nightshift_system'])
      for (const sql of ['UPDATE audit_entry SET status = 200', 'DELETE FROM audit_entry', 'TRUNCATE audit_entry'])
        await expect(platform.sql.query(`SET ROLE ${role}; ${sql}`)).rejects.toMatchObject({ code: '42501' });
    await platform.sql.query('RESET ROLE');
  });
});
