import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../database/system-database.js';
import { invalid } from '../errors/app-error.js';
import type { Principal } from '../tenancy/context.js';
import type { ChangeDisplayRequest, SessionResponse } from './session.dto.js';
import { UserAccount } from './user.entity.js';

interface Known {
  tenantName: string | null;
  demo: boolean | null;
  locale: string | null;
  timezone: string | null;
  theme: 'system' | 'light' | 'dark' | null;
  keysOff: boolean | null;
  tourEnded: boolean;
}

/** Who a credential speaks for, and how that person wants things shown. */
@Injectable()
export class WhoService {
  constructor(private readonly db: SystemDatabase) {}

  async of(principal: Principal): Promise<SessionResponse> {
    const { userId, tenantId, tenantSlug, email, role, sessionId, expiresAt } = principal;
    const row = await this.db.first<Known>(
      `SELECT t.name AS "tenantName", t.demo, u.locale, u.display_zone AS timezone, u.theme,
              u.keys_off AS "keysOff", u.tour_ended_at IS NOT NULL AS "tourEnded"
       FROM (SELECT) AS one LEFT JOIN tenant t ON t.id = $1 LEFT JOIN app_user u ON u.id = $2`,
      [tenantId, userId ?? null],
    );
    const {
      tenantName = null,
      demo = null,
      locale = null,
      timezone = null,
      theme = null,
      tourEnded = false,
      keysOff,
    } = row ?? {};
    return {
      user: { id: userId ?? null, email: email ?? null, role, tenant: tenantSlug ?? null },
      tenant:
        tenantId && tenantName !== null
          ? { id: tenantId, slug: tenantSlug!, name: tenantName, demo: demo === true }
          : null,
      sessionId: sessionId ?? null,
      expiresAt: expiresAt ?? null,
      preferences: { locale, timezone, theme, tourEnded, keysOff: keysOff ?? false },
    };
  }

  /** What is left out stays as it is. @throws AppError VALIDATION_FAILED for a zone that is not known */
  async prefer(userId: string, { locale, timezone, theme, tourEnded, keysOff }: ChangeDisplayRequest): Promise<void> {
    if (timezone && !isZone(timezone))
      throw invalid('timezone', 'timezone must be a name of the IANA list such as Europe/Vienna');
    const changes = {
      ...(locale !== undefined && { locale }),
      ...(timezone !== undefined && { displayZone: timezone }),
      ...(theme !== undefined && { theme }),
      ...(keysOff !== undefined && { keysOff }),
      ...(tourEnded !== undefined && { tourEndedAt: tourEnded ? new Date() : null }),
    };
    if (Object.keys(changes).length > 0) await this.db.repository(UserAccount).update(userId, changes);
  }
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
