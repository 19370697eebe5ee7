import type { Role } from '../tenancy/context.js';

/** Roles of a tenant, the one that may least first. */
export const TENANT_ROLES = ['STAFF', 'MANAGER', 'ADMIN'] as const satisfies readonly Role[];
export type TenantRole = (typeof TENANT_ROLES)[number];

export function isTenantRole(role: unknown): role is TenantRole {
  return TENANT_ROLES.some((one) => one === role);
}

/**
 * The role that may less. Operators and tenants' people may different things, so between the two there is none:
 * undefined.
 */
export function lesserRole(one: Role, other: Role): Role | undefined {
  if (one === other) return one;
  if (!isTenantRole(one) || !isTenantRole(other)) return undefined;
  return TENANT_ROLES.indexOf(one) < TENANT_ROLES.indexOf(other) ? one : other;
}

/** True when whoever has the first role may give, or take away, the second one: nobody above themselves. */
export function mayGrant(giver: string, role: TenantRole): boolean {
  return giver === 'OPERATOR' || (isTenantRole(giver) && lesserRole(giver, role) === role);
}
