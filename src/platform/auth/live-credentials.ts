import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../database/system-database.js';
import type { Principal, Role } from '../tenancy/context.js';
import { lesserRole } from './role-rank.js';

/** The present state of a key, a session, a user and a tenant, one row for each asked about; null for an id that is null or unknown. */
const LOOK = `
  SELECT k.id IS NOT NULL AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now()) AS "keyWorks",
         u.id IS NOT NULL AND u.disabled_at IS NULL AS "userWorks",
         u.token_version AS "tokenVersion", u.role AS "userRole", k.role AS "keyRole",
         t.disabled_at IS NULL AS "tenantWorks",
         s.id IS NOT NULL AND s.ended_at IS NULL AND s.expires_at > now() AS "sessionWorks"
  FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) WITH ORDINALITY AS asked (key_id, user_id, tenant_id, session_id, n)
  LEFT JOIN api_key k ON k.id = asked.key_id
  LEFT JOIN app_user u ON u.id = asked.user_id
  LEFT JOIN tenant t ON t.id = asked.tenant_id
  LEFT JOIN user_session s ON s.id = asked.session_id
  ORDER BY n`;

interface Known {
  keyWorks: boolean;
  userWorks: boolean;
  tokenVersion: number | null;
  userRole: Role | null;
  keyRole: Role | null;
  tenantWorks: boolean;
  sessionWorks: boolean;
}

/** Checks credentials again that were accepted earlier, for streams of events that last longer than a request. */
@Injectable()
export class LiveCredentials {
  constructor(private readonly db: SystemDatabase) {}

  /** For each of them, by one statement: true while it still has the role it had when it was accepted. */
  async stillGood(principals: readonly Principal[]): Promise<boolean[]> {
    const rows = await this.db.rows<Known>(LOOK, [
      principals.map(({ apiKeyId }) => apiKeyId ?? null),
      principals.map(({ userId }) => userId ?? null),
      principals.map(({ tenantId }) => tenantId),
      principals.map(({ sessionId }) => sessionId ?? null),
    ]);
    return principals.map((principal, n) => holds(principal, rows[n]!));
  }
}

function holds({ apiKeyId, sessionId, userId, tokenVersion, role, expiresAt }: Principal, now: Known): boolean {
  if (!now.tenantWorks || (expiresAt && expiresAt.getTime() <= Date.now())) return false;
  if (sessionId && !now.sessionWorks) return false;
  if (!userId) return true;
  if (!now.userWorks || (tokenVersion !== undefined && tokenVersion !== now.tokenVersion)) return false;
  if (!apiKeyId) return now.userRole === role;
  return now.keyWorks && lesserRole(now.keyRole!, now.userRole!) === role;
}
