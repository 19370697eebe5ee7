import type { Role } from '../tenancy/context.js';

/** Roles of a tenant, from the fewest rights to the most. */
export const TENANT_ROLES = ['STAFF', 'MANAGER', 'ADMIN'] as const satisfies readonly Role[];
export type TenantRole = (typeof TENANT_ROLES)[number];

export function isTenantRole(role: unknown): role is TenantRole {
  return TENANT_ROLES.some((one) => one === role);
}

/**
 * The role with fewer rights. Undefined between OPERATOR and a role of a tenant: neither's rights include the other's.
 */
export function lesserRole(one: Role, other: Role): Role | undefined {
  if (one === other) return one;
  if (!isTenantRole(one) || !isTenantRole(other)) return undefined;
  return TENANT_ROLES.indexOf(one) < TENANT_ROLES.indexOf(other) ? one : other;
}

/** True when somebody with the first role may give or take away the second one: it must not rank above their own. */
export function mayGrant(giver: string, role: TenantRole): boolean {
  return giver === 'OPERATOR' || (isTenantRole(giver) && lesserRole(giver, role) === role);
}
