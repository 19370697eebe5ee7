import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isFromTwilio, twilioSignature } from './twilio-signature.js';

const TOKEN = '12345';
const FORM = 'application/x-www-form-urlencoded';
const form = (members: [string, string][]) => new URLSearchParams(members);
const CALL: [string, string][] = [
  ['CallSid', 'CA1234567890ABCDE'],
  ['Digits', '1234'],
  ['From', '+14158675309'],
  ['To', '+18005551212'],
  ['Caller', '+14158675309'],
];
const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
const came = (address: string, members: [string, string][]) => ({
  url: address,
  contentType: `${FORM}; charset=utf-8`,
  body: form(members).toString(),
});

describe("Twilio's signature", () => {
  it('is the documented one (E14)', () => {
    expect(twilioSignature(TOKEN, url, form(CALL))).toBe('RSOYDt4T1cUTdK1PDd93/VVr8B8=');
    expect(isFromTwilio(came(url, CALL), 'RSOYDt4T1cUTdK1PDd93/VVr8B8=', TOKEN)).toBe(true);
  });

  it.each([
    [
      'another value',
      came(
        url,
        CALL.map(([name, value]) => [name, name === 'Digits' ? '1235' : value]),
      ),
    ],
    ['a member more', came(url, [...CALL, ['Extra', '1']])],
    ['a member less', came(url, CALL.slice(1))],
    ['another address', came(url.replace('foo=1', 'foo=2'), CALL)],
    ['another host', came(url.replace('mycompany', 'elsewhere'), CALL)],
  ])('is none for %s', (_, request) => {
    expect(isFromTwilio(request, 'RSOYDt4T1cUTdK1PDd93/VVr8B8=', TOKEN)).toBe(false);
  });

  it('is none when it is missing, or made with another token', () => {
    for (const signature of [undefined, '', 'x', 'RSOYDt4T1cUTdK1PDd93/VVr8B9='])
      expect(isFromTwilio(came(url, CALL), signature, TOKEN)).toBe(false);
    expect(isFromTwilio(came(url, CALL), 'RSOYDt4T1cUTdK1PDd93/VVr8B8=', '12346')).toBe(false);
  });

  it('counts each value of a member that comes several times once', () => {
    const times: [string, string][] = [
      ['MediaUrl', 'b'],
      ['MediaUrl', 'a'],
      ['MediaUrl', 'b'],
    ];
    const once = twilioSignature(
      TOKEN,
      url,
      form([
        ['MediaUrl', 'a'],
        ['MediaUrl', 'b'],
      ]),
    );
    expect(twilioSignature(TOKEN, url, form(times))).toBe(once);
    expect(isFromTwilio(came(url, times), once, TOKEN)).toBe(true);
  });

  it.each([
    ['https://a.test/x?y=1', 'https://a.test:443/x?y=1'],
    ['http://a.test/x', 'http://a.test:80/x'],
    ['https://a.test:443/x', 'https://a.test/x'],
  ])('%s may have been signed as %s', (known, signed) => {
    expect(isFromTwilio(came(known, CALL), twilioSignature(TOKEN, signed, form(CALL)), TOKEN)).toBe(true);
  });

  it('another port is another address', () => {
    const signed = twilioSignature(TOKEN, 'https://a.test:8443/x', form(CALL));
    expect(isFromTwilio(came('https://a.test:8443/x', CALL), signed, TOKEN)).toBe(true);
    expect(isFromTwilio(came('https://a.test/x', CALL), signed, TOKEN)).toBe(false);
  });

  it('holds the hash of a body that is no form', () => {
    const body = '{"MessageStatus":"delivered"}';
    const address = `https://a.test/x?bodySHA256=${createHash('sha256').update(body).digest('hex')}`;
    const request = { url: address, contentType: 'application/json', body };
    const signature = twilioSignature(TOKEN, address);
    expect(isFromTwilio(request, signature, TOKEN)).toBe(true);
    expect(isFromTwilio({ ...request, body: `${body} ` }, signature, TOKEN)).toBe(false);
    const bare = { ...request, url: 'https://a.test/x' };
    expect(isFromTwilio(bare, twilioSignature(TOKEN, bare.url), TOKEN)).toBe(false);
  });

  it('is over UTF-8, and over empty members too', () => {
    const members: [string, string][] = [
      ['Body', 'Olá Łukasz 😀'],
      ['ErrorCode', ''],
    ];
    expect(isFromTwilio(came(url, members), twilioSignature(TOKEN, url, form(members)), TOKEN)).toBe(true);
  });
});
