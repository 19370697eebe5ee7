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

  it('cuts what is long, keeps nothing of what is no object', () => {
    expect(JSON.stringify(auditDetail({ text: 'x'.repeat(10_000) })).length).toBeLessThan(5_000);
    expect(auditDetail('raw')).toEqual({ omitted: 'string' });
    expect(auditDetail(undefined)).toBeNull();
  });
});
