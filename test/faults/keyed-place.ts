import type { Platform, Tenant } from '../platform/harness.js';
import type { Owned } from '../platform/isolation-fixtures.js';

/** For whom the requests are made, and whose things they name. */
export interface Place {
  platform: Platform;
  tenant: Tenant;
  ids: Owned;
}

/** A request that must be accepted. */
export async function post({ platform, tenant }: Place, path: string, body?: object): Promise<Record<string, unknown>> {
  const answer = await platform.call('POST', `/api/v1${path}`, { token: tenant.ADMIN.token, body });
  if (answer.status >= 300) throw new Error(`POST ${path} answered ${answer.status}: ${answer.text}`);
  return answer.body;
}
