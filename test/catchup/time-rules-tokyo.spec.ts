/**
 * @jest-environment ./test/support/zoned-environment.mjs
 * @jest-environment-options {"zone": "Asia/Tokyo"}
 */
import { expect, it } from '@jest/globals';
import './time-rules.js';

it('the machine is in Asia/Tokyo', () => {
  expect(new Date(2026, 6, 1).getTimezoneOffset()).toBe(-540);
  expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe('Asia/Tokyo');
});
