import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { stringify as uuidText, parse as uuidBytes, validate as isUuid } from 'uuid';
import { Config } from '../../platform/config/config.js';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import { notFound } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { CatchupPreferences } from '../preferences/catchup-preferences.js';
import { FROM_SUGGESTIONS, type SuggestionRow, suggestionSql } from '../suggestions/suggestion-row.js';
import { feedCalendar } from './feed-calendar.js';

const ID_BYTES = 16;
const SECRET_BYTES = 24;
const SECRET = /^[A-Za-z0-9_-]{75}$/;
/** More than anybody has in a month. */
const MOST_EVENTS = 500;

/**
 * What ended stays for 30 days: programs that look seldom learn of it, and then it is gone. Of too many what she is to go to comes
 * first, then the latest.
 */
const ENTRIES = `
  SELECT * FROM (
    SELECT ${suggestionSql('$1')} FROM ${FROM_SUGGESTIONS}
    WHERE s.state = 'open' AND s.starts_at > $1 OR greatest(s.updated_at, s.starts_at) > $1 - interval '30 days'
    ORDER BY s.state IN ('open', 'accepted') DESC, s.starts_at DESC, s.id LIMIT ${MOST_EVENTS}) latest
  ORDER BY "startsAt", id`;

/** The secret address of a user's suggestions as a calendar. */
@Injectable()
export class FeedService {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly context: RequestContext,
    private readonly preferences: CatchupPreferences,
    private readonly config: Config,
  ) {}

  /** Since when the user who acts has an address; undefined: she has none. */
  async find(): Promise<{ createdAt: Date } | undefined> {
    return this.db.first('SELECT created_at AS "createdAt" FROM catchup_feed');
  }

  /** A new address, in place of the one before; it is told once, because only a hash of it is kept. */
  async make(): Promise<{ url: string; createdAt: Date }> {
    const { tenantId, userId } = this.context;
    const secret = Buffer.concat([uuidBytes(tenantId), uuidBytes(userId), randomBytes(SECRET_BYTES)]).toString(
      'base64url',
    );
    const row = await this.db.first<{ createdAt: Date }>(
      `INSERT INTO catchup_feed (secret_hash) VALUES ($1)
       ON CONFLICT (tenant_id, user_id) DO UPDATE SET secret_hash = excluded.secret_hash, created_at = now()
       RETURNING created_at AS "createdAt"`,
      [hashOf(secret)],
    );
    return { url: `${this.config.publicUrl}/api/v1/catchup/feed/${secret}.ics`, createdAt: row!.createdAt };
  }

  /** From now on the address opens nothing. */
  async revoke(): Promise<void> {
    await this.db.rows('DELETE FROM catchup_feed');
  }

  /**
   * The calendar behind an address. It names its user, so that nobody's rows but hers are looked at; whether it is hers its hash tells.
   * @throws AppError NOT_FOUND, the same for every address that opens nothing
   */
  async open(secret: string, now = new Date()): Promise<string> {
    if (!SECRET.test(secret)) throw notFound('Feed');
    const bytes = Buffer.from(secret, 'base64url');
    const [tenantId, userId] = [0, ID_BYTES].map((at) => uuidOf(bytes.subarray(at, at + ID_BYTES)));
    if (!tenantId || !userId) throw notFound('Feed');
    return this.context.asPerson(tenantId, userId, () =>
      this.db.transaction(async (tx) => {
        const [open] = await tx.rows(
          `SELECT FROM catchup_feed f JOIN app_user u ON u.tenant_id = f.tenant_id AND u.id = f.user_id JOIN tenant t ON t.id = f.tenant_id
           WHERE f.secret_hash = $1 AND u.disabled_at IS NULL AND t.disabled_at IS NULL`,
          [hashOf(secret)],
        );
        if (!open) throw notFound('Feed');
        const entries = await tx.rows<SuggestionRow>(ENTRIES, [now]);
        return feedCalendar(entries, (await this.preferences.mine()).timeZone);
      }),
    );
  }
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

function uuidOf(bytes: Buffer): string | undefined {
  const hex = bytes.toString('hex');
  const text = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  return isUuid(text) ? uuidText(bytes) : undefined;
}
