import { Injectable } from '@nestjs/common';
import { linkKey, readLink, signLink } from '../../../platform/auth/signed-link.js';
import { Config } from '../../../platform/config/config.js';
import { PersonalDatabase } from '../../../platform/database/personal-database.js';
import { notFound } from '../../../platform/errors/app-error.js';
import { RequestContext } from '../../../platform/tenancy/context.js';
import { CatchupPreferences } from '../../preferences/catchup-preferences.js';

/** Old mails lie around: their link works for a year. */
const DAYS = 366;
const DAY_MS = 86_400_000;

/** The link by which a user ends her digest without logging in. */
@Injectable()
export class DigestUnsubscribe {
  private readonly key: Buffer;

  constructor(
    private readonly config: Config,
    private readonly context: RequestContext,
    private readonly db: PersonalDatabase,
    private readonly preferences: CatchupPreferences,
  ) {
    this.key = linkKey(config.JWT_SECRET, 'catchup digest');
  }

  /** Of the user who acts. */
  link(): string {
    const { tenantId, userId: id } = this.context;
    const token = signLink({ tenantId, id, expiresAt: new Date(Date.now() + DAYS * DAY_MS) }, this.key);
    return `${this.config.publicUrl.replace(/\/+$/, '')}/api/v1/catchup/digest/unsubscribe/${token}`;
  }

  /** Whether a link opens anything. */
  isLink(token: string): boolean {
    return readLink(token, this.key, new Date()) !== undefined;
  }

  /**
   * Ends the digest, and nothing else, of whose link it is; also when it has ended before. Answers who that is.
   * @throws AppError NOT_FOUND, the same for every token that opens nothing
   */
  async end(token: string): Promise<{ tenantId: string; userId: string; email: string }> {
    const link = readLink(token, this.key, new Date());
    if (!link) throw notFound('Link');
    const { tenantId, id: userId } = link;
    return this.context.asPerson(tenantId, userId, async () => {
      const user = await this.db.first<{ email: string }>('SELECT email FROM app_user WHERE id = $1', [userId]);
      if (!user) throw notFound('Link');
      const { updatedAt: _, ...before } = await this.preferences.mine();
      if (before.digest.enabled)
        await this.preferences.put({ ...before, digest: { ...before.digest, enabled: false } });
      return { tenantId, userId, email: user.email };
    });
  }
}
