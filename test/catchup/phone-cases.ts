import { describe, expect, it, jest } from '@jest/globals';
import { Config } from '../../src/platform/config/config.js';
import { SmsClient } from '../../src/platform/sms/sms.client.js';
import { type DigestWorld, SENDER } from './digest-world.js';

/** The number that a user gives for SMS, and the code that proves it. */
export function phoneCases(world: () => DigestWorld): void {
  describe('her number', () => {
    it('is hers once she says the code that came there; tries and codes are bounded', async () => {
      const { a } = world().platform;
      const number = '+351 912 345 678';
      const named = await world().call(a.ADMIN, 'PUT', '/catchup/phone', { number });
      expect(named.body).toMatchObject({ number: '+35*******678', verified: false, optedOut: false });
      await world().done();
      const [sms] = await world().messages();
      expect(sms).toMatchObject({ to: '+351912345678', from: SENDER });
      const code = /^(\d{6}) is your CatchUp code/.exec(sms!.body)![1]!;
      const other = code === '000000' ? '000001' : '000000';
      const say = (some: string) => world().call(a.ADMIN, 'PUT', '/catchup/phone/code', { code: some });
      for (let left = 4; left >= 0; left--) expect((await say(other)).text).toContain(`${left} tries are left`);
      expect((await say(code)).status).toBe(409);
      expect((await world().call(a.ADMIN, 'PUT', '/catchup/phone', { number })).status).toBe(429);
      // An hour later she may have another one, which is right.
      await world().platform.sql.query(`UPDATE sms_message SET created_at = now() - interval '1 hour'`);
      await world().call(a.ADMIN, 'PUT', '/catchup/phone', { number });
      await world().done();
      const again = (await world().messages())[0]!.body.slice(0, 6);
      expect((await say(again)).body).toMatchObject({ verified: true, codeExpiresAt: null });
      // Named once more it stays as it is, without a code.
      expect((await world().call(a.ADMIN, 'PUT', '/catchup/phone', { number })).body).toMatchObject({ verified: true });
      expect(await world().messages()).toHaveLength(2);
      const inbox = await world().call(a.ADMIN, 'GET', '/sms/messages');
      expect(inbox.text).not.toContain(again);
      const page = await world().call(a.ADMIN, 'GET', '/sms/messages?limit=1');
      const next = String(page.body['nextCursor']);
      // The former name is taken for one release, and not beside the present one.
      for (const name of ['cursor', 'after']) {
        const rest = (await world().call(a.ADMIN, 'GET', `/sms/messages?limit=1&${name}=${next}`)).body;
        expect([(rest['messages'] as unknown[]).length, rest['nextCursor']]).toEqual([1, null]);
      }
      expect((await world().call(a.ADMIN, 'GET', `/sms/messages?cursor=${next}&after=${next}`)).status).toBe(400);
      expect((await world().call(a.STAFF, 'GET', '/sms/messages')).body).toEqual({ messages: [], nextCursor: null });
      // With the demo's stand-in no telephone gets a code: she reads hers here, and it proves nothing once one would.
      const telephones = jest.spyOn(SmsClient.prototype, 'reachesTelephones', 'get').mockReturnValue(false);
      try {
        expect((await world().call(a.ADMIN, 'GET', '/sms/messages')).text).toContain(again);
        expect((await world().call(a.STAFF, 'GET', '/sms/messages')).body).toEqual({ messages: [], nextCursor: null });
        await world().platform.sql.query(`UPDATE sms_message SET created_at = now() - interval '1 hour'`);
        await world().call(a.ADMIN, 'PUT', '/catchup/phone', { number: '+351 912 345 679' });
        await world().done();
        const read = (await world().call(a.ADMIN, 'GET', '/sms/messages?limit=1')).text;
        expect((await say(/(\d{6}) is your/.exec(read)![1]!)).body).toMatchObject({ verified: true });
      } finally {
        telephones.mockRestore();
      }
      expect((await world().call(a.ADMIN, 'GET', '/catchup/phone')).body).toMatchObject({ verified: false });
      const standIn = (SMS_BASE_URL: string) =>
        new SmsClient(
          Object.assign(new Config(), world().platform.app.get(Config), { SMS_STAND_IN: true, SMS_BASE_URL }),
        );
      expect(standIn('http://127.0.0.1:3920').reachesTelephones).toBe(false);
      expect(() => standIn('https://sms.example.com')).toThrow('SMS_STAND_IN');
      expect((await world().call(a.ADMIN, 'DELETE', '/catchup/phone')).status).toBe(204);
      expect((await world().call(a.ADMIN, 'GET', '/catchup/phone')).body).toMatchObject({
        number: null,
        verified: false,
      });
      const key = await world().platform.apiKey(a.ADMIN, a);
      expect((await world().platform.call('GET', '/api/v1/sms/messages', { token: key.key })).status).toBe(403);
    });
  });
}
