import { describe, expect, it } from '@jest/globals';
import { linkKey, readLink, signLink, TOKEN_LENGTH } from './quote-link.js';

const KEY = linkKey('s'.repeat(32));
const NOW = new Date('2026-03-01T00:00:00Z');
const LINK = {
  tenantId: '01980000-0000-7000-8000-000000000001',
  quoteId: '01980000-0000-7000-8000-000000000002',
  expiresAt: new Date('2026-04-01T00:00:00Z'),
};
const token = signLink(LINK, KEY);

describe('a link', () => {
  it('tells what it stands for, and fits into one line of a mail', () => {
    expect(readLink(token, KEY, NOW)).toEqual(LINK);
    expect(token).toHaveLength(TOKEN_LENGTH);
  });

  it('opens nothing after its end', () => {
    expect(readLink(token, KEY, new Date('2026-03-31T23:59:59Z'))).toEqual(LINK);
    expect(readLink(token, KEY, LINK.expiresAt)).toBeUndefined();
  });

  it('opens nothing when any character of it is another one', () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (let at = 0; at < token.length; at++) {
      const other = letters[(letters.indexOf(token[at]!) + 1) % 64]!;
      expect(readLink(token.slice(0, at) + other + token.slice(at + 1), KEY, NOW)).toBeUndefined();
    }
  });

  it('is none when it was made with another secret, or is anything else', () => {
    expect(readLink(signLink(LINK, linkKey('t'.repeat(32))), KEY, NOW)).toBeUndefined();
    for (const text of ['', 'x', `${token}A`, token.slice(1), `${token.slice(0, -1)}=`, 'a'.repeat(TOKEN_LENGTH)])
      expect(readLink(text, KEY, NOW)).toBeUndefined();
  });
});
