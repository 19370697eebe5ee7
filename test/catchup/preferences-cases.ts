import { describe, expect, it } from '@jest/globals';
import { CatchupPreferences } from '../../src/catchup/preferences/catchup-preferences.js';
import { defaultPreferences } from '../../src/catchup/preferences/preferences.js';
import { type PreferencesRequest, told } from '../../src/catchup/preferences/preferences.dto.js';
import { AppError } from '../../src/platform/errors/app-error.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import type { CatchupWorld } from './harness.js';

/** What users set for themselves. */
export function preferencesCases(world: () => CatchupWorld): void {
  const as = (token: string) => (method: string, path: string, body?: object) =>
    world().platform.call(method, `/api/v1${path}`, { token, body });

  describe('preferences', () => {
    const PATH = '/catchup/preferences';
    const CHANGED: PreferencesRequest = {
      ...told(defaultPreferences('Asia/Kathmandu')),
      windows: [[['09:00', '12:00'], ['13:00', '24:00']], [], [], [], [], [], []], // prettier-ignore
      quiet: null,
      digest: { enabled: true, weekday: 5, time: '17:30', items: 3 },
      channels: ['email', 'sms'],
    };

    it('are the defaults in the tenant’s zone until she sets them, and hers alone', async () => {
      const { a, b } = world().platform;
      const her = as(a.STAFF.token);
      const unset = await her('GET', PATH);
      expect(unset.body).toEqual({ ...told(defaultPreferences('UTC')), updatedAt: null });
      await as(a.ADMIN.token)('PUT', '/reports/settings', { timezone: 'Europe/Lisbon' });
      expect((await her('GET', PATH)).body).toMatchObject({ timezone: 'Europe/Lisbon', updatedAt: null });

      const put = await her('PUT', PATH, CHANGED);
      expect([put.status, put.body]).toEqual([200, { ...CHANGED, updatedAt: expect.any(String) }]);
      expect((await her('GET', PATH)).body).toEqual(put.body);
      const others = await Promise.all([a.ADMIN, a.MANAGER, b.STAFF].map(({ token }) => as(token)('GET', PATH)));
      expect(others.map(({ body }) => body['updatedAt'])).toEqual([null, null, null]);
      const key = await world().platform.apiKey(a.ADMIN, a);
      expect((await as(key.key)('GET', PATH)).status).toBe(403);
      expect((await as(world().platform.operator.token)('GET', PATH)).status).toBe(403);
      const { rows } = await world().platform.sql.query(`SELECT detail FROM audit_entry WHERE action = 'PUT ${PATH}'`);
      expect(rows).toEqual([{ detail: null }]);
    });

    it('tell what follows them, in the same transaction', async () => {
      const { a } = world().platform;
      const her = as(a.MANAGER.token);
      const seen: string[] = [];
      world()
        .platform.app.get(CatchupPreferences)
        .onChange((after, before) => {
          seen.push(`${before.digest.weekday} → ${after.digest.weekday}`);
          return after.digest.weekday === 3
            ? Promise.reject(new AppError('CONFLICT', 'not on Wednesdays'))
            : Promise.resolve();
        });
      const on = (weekday: 2 | 3) => ({ ...CHANGED, digest: { ...CHANGED.digest, weekday } });
      expect((await her('PUT', PATH, on(2))).status).toBe(200);
      expect((await her('PUT', PATH, on(3))).status).toBe(409);
      expect(seen).toEqual(['7 → 2', '2 → 3']);
      const context = world().platform.app.get(RequestContext);
      const read = await context.asTenant(a.id, () =>
        world().platform.app.get(CatchupPreferences).ofUser(a.MANAGER.id),
      );
      expect(read.digest.weekday).toBe(2);
    });

    it.each([
      ['timezone', { timezone: 'CET' }],
      ['windows.0.1', { windows: [[['09:00', '12:00'], ['11:00', '13:00']], [], [], [], [], [], []] }], // prettier-ignore
      ['windows', { windows: [[]] }],
      ['quiet.to', { quiet: { from: '22:00', to: '22:00' } }],
      ['quiet.to', { quiet: { from: '22:00', to: '24:00' } }],
      ['bufferMinutes', { bufferMinutes: 241 }],
      ['minMinutes', { minMinutes: 5 }],
      ['digest.weekday', { digest: { ...CHANGED.digest, weekday: 0 } }],
      ['digest.items', { digest: { enabled: true, weekday: 1, time: '09:00' } }],
      ['channels', { channels: ['sms', 'sms'] }],
      ['channels', { channels: ['pigeon'] }],
      ['phone', { phone: '+351912345678' }],
      ['travelMinutes', { travelMinutes: undefined }],
    ])('refuse a wrong %s', async (path, change) => {
      const answer = await as(world().platform.a.STAFF.token)('PUT', PATH, { ...CHANGED, ...change });
      expect([answer.status, (answer.body['errors'] as { path: string }[])[0]?.path]).toEqual([400, path]);
    });
  });
}
