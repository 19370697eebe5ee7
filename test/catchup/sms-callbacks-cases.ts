import { describe, expect, it } from '@jest/globals';
import { twilioSignature } from '../../src/platform/sms/twilio-signature.js';
import { type DigestWorld, smsOf } from './digest-world.js';

/** What the SMS provider tells afterwards: receipts, and words that people send. */
export function callbacksCases(world: () => DigestWorld): void {
  describe('callbacks', () => {
    it('STOP ends the SMS to a number, START begins them again, HELP is answered', async () => {
      const ana = await world().person();
      const optedOut = async () => (await world().call(ana, 'GET', '/catchup/phone')).body['optedOut'];
      const stop = await world().inbound(ana.number, ' Stop. ');
      expect(stop).toEqual({ status: 200, body: expect.stringContaining('<Response></Response>') });
      expect(await optedOut()).toBe(true);
      await world().suggest(ana, ['Rui Costa']);
      await world().digest(ana);
      await world().done();
      expect(await world().requests()).toEqual([]);
      expect(world().mail.received).toHaveLength(1);
      await world().inbound(ana.number, 'Cancel the coffee');
      await world().inbound(ana.number, 'unstop');
      expect(await optedOut()).toBe(false);
      expect((await world().inbound(ana.number, 'help')).body).toContain('<Message>');
      // The provider has answered already.
      expect((await world().inbound(ana.number, 'aide', { optOutType: 'HELP' })).body).not.toContain('<Message>');
      expect((await world().inbound(ana.number, 'arrêt', { optOutType: 'STOP' })).status).toBe(200);
      expect(await optedOut()).toBe(true);
    });

    it('may say later that she had stopped SMS, or that there is no such number (courier #180, cal.diy #14943)', async () => {
      const ana = await world().person();
      await world().suggest(ana, ['Rui Costa']);
      await world().digest(ana);
      await world().done();
      await world().callBack((await world().messages())[0]!.sid, ['failed'], 21610);
      await world().done();
      expect((await world().call(ana, 'GET', '/catchup/phone')).body).toMatchObject({ optedOut: true });
      expect(world().mail.received).toHaveLength(1);
      const rita = await world().person({}, 1);
      await world().provider('DELETE', 'log');
      await world().provider('PUT', 'numbers', { [rita.number]: 'invalid' });
      await world().suggest(rita, ['Rui Costa']);
      await world().digest(rita);
      await world().done();
      expect(smsOf((await world().newest(rita)).channels)).toMatchObject({
        state: 'failed',
        reason: 'there is no such number',
      });
      expect(await world().requests()).toHaveLength(1);
      expect(world().mail.received).toHaveLength(2);
    });

    it('come through a proxy under the public address, whatever it says of itself (twilio-node #321)', async () => {
      const path = '/api/v1/sms/twilio/status';
      const form = { MessageSid: 'SMx', MessageStatus: 'sent' };
      const ask = (signed: string) =>
        world().platform.call('POST', path, {
          body: new URLSearchParams(form).toString(),
          headers: {
            'content-type': 'application/x-www-form-urlencoded',
            'x-twilio-signature': twilioSignature('provider-token', signed, new URLSearchParams(form)),
            'x-forwarded-host': 'evil.test',
            'x-forwarded-proto': 'https',
          },
        });
      expect((await ask(`${world().url}${path}`)).status).toBe(204);
      expect((await ask(`https://evil.test${path}`)).status).toBe(403);
    });

    it('are believed only with the signature; unknown ones are taken note of', async () => {
      const ana = await world().person();
      expect((await world().inbound(ana.number, 'STOP', { token: 'guessed' })).status).toBe(403);
      expect((await world().call(ana, 'GET', '/catchup/phone')).body).toMatchObject({ optedOut: false });
      const unknown = { sid: 'SMunknown', statuses: ['delivered'], url: `${world().url}/api/v1/sms/twilio/status` };
      expect(await world().provider('POST', 'callback', unknown)).toMatchObject([{ status: 204 }]);
      const forged = await world().provider('POST', 'callback', { ...unknown, token: 'guessed' });
      expect(forged).toMatchObject([{ status: 403 }]);
      const bare = await fetch(unknown.url, { method: 'POST', body: new URLSearchParams({ MessageSid: 'x' }) });
      expect(bare.status).toBe(403);
    });
  });
}
