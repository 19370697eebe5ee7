import { describe, expect, it } from '@jest/globals';
import type { Role } from '../tenancy/context.js';
import { lesserRole, mayGrant, type TenantRole } from './role-rank.js';

describe('lesserRole', () => {
  it.each<[Role, Role, Role | undefined]>([
    ['ADMIN', 'ADMIN', 'ADMIN'],
    ['ADMIN', 'STAFF', 'STAFF'],
    ['MANAGER', 'ADMIN', 'MANAGER'],
    ['STAFF', 'MANAGER', 'STAFF'],
    ['OPERATOR', 'OPERATOR', 'OPERATOR'],
    ['OPERATOR', 'ADMIN', undefined],
    ['STAFF', 'OPERATOR', undefined],
  ])('of %s and %s is %s, either way round', (one, other, lesser) => {
    expect(lesserRole(one, other)).toBe(lesser);
    expect(lesserRole(other, one)).toBe(lesser);
  });
});

describe('mayGrant', () => {
  it.each<[string, TenantRole, boolean]>([
    ['OPERATOR', 'ADMIN', true],
    ['ADMIN', 'ADMIN', true],
    ['ADMIN', 'STAFF', true],
    ['MANAGER', 'ADMIN', false],
    ['MANAGER', 'MANAGER', true],
    ['CRON', 'STAFF', false],
  ])('%s gives %s: %s', (giver, role, may) => expect(mayGrant(giver, role)).toBe(may));
});
