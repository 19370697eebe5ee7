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

/** Messages that come again and again; each of them is ended by itself, under its name in the preferences. */
export type Series = 'digest' | 'notices';

/** The links by which a user ends her digest, or notices of events, without logging in. */
@Injectable()
export class DigestUnsubscribe {
  private readonly keys: Record<Series, Buffer>;

  constructor(
    private readonly config: Config,
    private readonly context: RequestContext,
    private readonly db: PersonalDatabase,
    private readonly preferences: CatchupPreferences,
  ) {
    const key = (series: Series) => linkKey(config.JWT_SECRET, `catchup ${series}`);
    this.keys = { digest: key('digest'), notices: key('notices') };
  }

  /** Of the user who acts. */
  link(series: Series): string {
    const { tenantId, userId: id } = this.context;
    const token = signLink({ tenantId, id, expiresAt: new Date(Date.now() + DAYS * DAY_MS) }, this.keys[series]);
    return `${this.config.publicUrl.replace(/\/+$/, '')}/api/v1/catchup/digest/unsubscribe/${token}`;
  }

  /** What a link ends; undefined: it opens nothing. */
  seriesOf(token: string): Series | undefined {
    return this.read(token)?.series;
  }

  /**
   * Ends the messages that it is the link of, and no others, also when they have ended before. Answers whose they were.
   * @throws AppError NOT_FOUND, the same for every token that opens nothing
   */
  async end(token: string): Promise<{ tenantId: string; userId: string; email: string; series: Series }> {
    const link = this.read(token);
    if (!link) throw notFound('Link');
    const { tenantId, id: userId, series } = link;
    return this.context.asPerson(tenantId, userId, async () => {
      const user = await this.db.first<{ email: string }>('SELECT email FROM app_user WHERE id = $1', [userId]);
      if (!user) throw notFound('Link');
      const { updatedAt: _, ...before } = await this.preferences.mine();
      if (before[series].enabled)
        await this.preferences.put({ ...before, [series]: { ...before[series], enabled: false } });
      return { tenantId, userId, email: user.email, series };
    });
  }

  private read(token: string) {
    for (const series of ['digest', 'notices'] as const) {
      const link = readLink(token, this.keys[series], new Date());
      if (link) return { ...link, series };
    }
    return undefined;
  }
}
