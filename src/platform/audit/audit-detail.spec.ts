import { describe, expect, it } from '@jest/globals';
import { auditDetail } from './audit-detail.js';

describe('auditDetail', () => {
  it('blots out secrets at any depth', () => {
    const body = { name: 'x', password: 'p', nested: [{ apiKey: 'k', webhook_secret: 's', ok: 1 }] };
    expect(auditDetail(body)).toEqual({
      name: 'x',
      password: '[redacted]',
      nested: [{ apiKey: '[redacted]', webhook_secret: '[redacted]', ok: 1 }],
    });
  });

  it.each(['passwd', 'newPassword', 'client_secret', 'accessToken', 'api-key', 'private_key', 'credentials'])(
    'knows %s for a secret',
    (key) => expect(auditDetail({ [key]: 's' })).toEqual({ [key]: '[redacted]' }),
  );

  it('cuts what is too deep to follow', () => {
    const deep = JSON.parse('['.repeat(50_000) + ']'.repeat(50_000)) as unknown;
    expect(JSON.stringify(auditDetail(deep))).toContain('[deeper]');
  });

  it('replaces what Postgres cannot keep, halves of a pair made by the cut included', () => {
    expect(auditDetail({ 'a\0': 'b\0c', half: '\ud83d' })).toEqual({ 'a\ufffd': 'b\ufffdc', half: '\ufffd' });
    for (const shift of ['', 'x'])
      expect(JSON.stringify(auditDetail({ text: shift + '😀'.repeat(5_000) }))).not.toMatch(/\\ud[89a-f]/i);
  });

  it('cuts what is long, keeps nothing of what is no object', () => {
    expect(JSON.stringify(auditDetail({ text: 'x'.repeat(10_000) })).length).toBeLessThan(5_000);
    expect(auditDetail('raw')).toEqual({ omitted: 'string' });
    expect(auditDetail(undefined)).toBeNull();
  });
});
