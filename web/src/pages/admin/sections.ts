import type { Role } from '../../api/session';

export interface AdminSection {
  path: string;
  label: string;
  roles: readonly Role[];
}

/** What is administered, and by whom; the first one a role may see is what it begins with. */
export const SECTIONS = {
  users: { path: '/admin/users', label: 'Users', roles: ['ADMIN'] },
  tenants: { path: '/admin/tenants', label: 'Tenants', roles: ['OPERATOR'] },
  workers: { path: '/admin/workers', label: 'Workers', roles: ['OPERATOR'] },
  keys: { path: '/admin/keys', label: 'API keys', roles: ['ADMIN'] },
  webhooks: { path: '/admin/webhooks', label: 'Webhooks', roles: ['ADMIN', 'MANAGER'] },
  alerts: { path: '/admin/alerts', label: 'Alerts', roles: ['ADMIN', 'MANAGER'] },
  connections: { path: '/admin/connections', label: 'Connections', roles: ['ADMIN', 'MANAGER'] },
  mail: { path: '/admin/mail', label: 'Mail', roles: ['ADMIN'] },
  audit: { path: '/admin/audit', label: 'Audit trail', roles: ['ADMIN', 'OPERATOR'] },
  sms: { path: '/admin/sms', label: 'My SMS', roles: ['ADMIN', 'MANAGER', 'STAFF'] },
  account: { path: '/admin/account', label: 'My account', roles: ['OPERATOR', 'ADMIN', 'MANAGER', 'STAFF'] },
  sessions: { path: '/admin/sessions', label: 'My sessions', roles: ['OPERATOR', 'ADMIN', 'MANAGER', 'STAFF'] },
} as const satisfies Record<string, AdminSection>;

export const sectionsOf = (role: Role): AdminSection[] =>
  Object.values<AdminSection>(SECTIONS).filter(({ roles }) => roles.includes(role));
