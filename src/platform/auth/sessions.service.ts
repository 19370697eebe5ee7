import { createHash, randomBytes } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { IsNull } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Config } from '../config/config.js';
import { storableText } from '../database/storable-text.js';
import { SystemDatabase } from '../database/system-database.js';
import { notFound } from '../errors/app-error.js';
import { Retention } from '../retention/retention.js';
import type { Principal, Role } from '../tenancy/context.js';
import { UserSession } from './user-session.entity.js';
import type { User } from './users.service.js';

const FORM = /^nss_[A-Za-z0-9_-]{43}$/;
const HOUR_S = 3_600;
const MAX_AGENT = 300;
const MAX_ADDRESS = 64;

export interface SessionView {
  id: string;
  userAgent: string | null;
  address: string | null;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
}

/** Session `s` of user `u` opens the door: a change of role or password ends those that began before it. */
export const OPEN_SESSION = 's.ended_at IS NULL AND s.expires_at > now() AND s.token_version = u.token_version';

/** Sessions of browsers: rows that can be listed and ended; the cookie is 256 random bits, of which only the SHA-256 is kept. */
@Injectable()
export class SessionsService implements OnModuleInit {
  constructor(
    private readonly db: SystemDatabase,
    private readonly config: Config,
    private readonly retention: Retention,
  ) {}

  onModuleInit(): void {
    // What has ended is of no use to anybody; the audit trail keeps who logged in.
    this.retention.expire({
      table: 'user_session',
      expired: `expires_at < now() - interval '1 day'`,
      order: 'expires_at',
    });
  }

  /** Life of a session, seconds: it ends then, however much it is used. */
  get seconds(): number {
    return this.config.SESSION_HOURS * HOUR_S;
  }

  /** Begins a session; the text of its cookie is only in this answer. */
  async begin(user: User, request: FastifyRequest): Promise<{ id: string; cookie: string }> {
    const id = uuidv7();
    const cookie = `nss_${randomBytes(32).toString('base64url')}`;
    const agent = request.headers['user-agent'];
    await this.db.repository(UserSession).insert({
      id,
      tenantId: user.tenantId,
      userId: user.id,
      hash: digest(cookie),
      tokenVersion: user.tokenVersion ?? 0,
      userAgent: agent === undefined ? null : (storableText(agent, MAX_AGENT) ?? null),
      address: storableText(request.ip, MAX_ADDRESS) ?? null,
      expiresAt: new Date(Date.now() + this.seconds * 1000),
      endedAt: null,
    });
    return { id, cookie };
  }

  isSession(text: string): boolean {
    return text.startsWith('nss_');
  }

  /** Whom the session speaks for, or undefined when it is unknown or over, or its user or tenant disabled. */
  async verify(cookie: string): Promise<Principal | undefined> {
    // A text without the form of a session is refused without asking the database.
    if (!FORM.test(cookie)) return undefined;
    const row = await this.db.first<{
      id: string;
      userId: string;
      tenantId: string | null;
      slug: string | null;
      email: string;
      role: Role;
      tokenVersion: number;
      expiresAt: Date;
      stale: boolean;
    }>(
      `SELECT s.id, u.id AS "userId", u.tenant_id AS "tenantId", t.slug, u.email, u.role, u.token_version AS "tokenVersion",
              s.expires_at AS "expiresAt", s.last_used_at < now() - interval '1 minute' AS stale
       FROM user_session s JOIN app_user u ON u.id = s.user_id LEFT JOIN tenant t ON t.id = u.tenant_id
       WHERE s.hash = $1 AND ${OPEN_SESSION}
         AND u.disabled_at IS NULL AND t.disabled_at IS NULL`,
      [digest(cookie)],
    );
    if (!row) return undefined;
    // Shown in the list of sessions; the request does not wait for it.
    if (row.stale)
      void this.db
        .repository(UserSession)
        .update(row.id, { lastUsedAt: () => 'now()' })
        .catch(() => undefined);
    const { id, slug, stale: _, ...user } = row;
    return { kind: 'user', ...user, tenantSlug: slug ?? undefined, sessionId: id };
  }

  /** The user's sessions that are not over, the last one used first. */
  async list(userId: string, limit: number, offset: number): Promise<{ sessions: SessionView[]; total: number }> {
    const rows = await this.db.rows<SessionView>(
      `SELECT s.id, s.user_agent AS "userAgent", s.address, s.created_at AS "createdAt", s.last_used_at AS "lastUsedAt",
              s.expires_at AS "expiresAt"
       FROM user_session s JOIN app_user u ON u.id = s.user_id
       WHERE s.user_id = $1 AND ${OPEN_SESSION} ORDER BY s.last_used_at DESC, s.id DESC LIMIT $2 OFFSET $3`,
      [userId, limit, offset],
    );
    const count = await this.db.first<{ total: number }>(
      `SELECT count(*) AS total FROM user_session s JOIN app_user u ON u.id = s.user_id
       WHERE s.user_id = $1 AND ${OPEN_SESSION}`,
      [userId],
    );
    return { sessions: rows, total: count!.total };
  }

  /** Ends a session of the user at once. @throws AppError NOT_FOUND */
  async end(userId: string, id: string): Promise<void> {
    const where = { id, userId, endedAt: IsNull() };
    const { affected } = await this.db.repository(UserSession).update(where, { endedAt: () => 'now()' });
    if (affected === 0) throw notFound('Session');
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
