import { Injectable, type OnModuleInit } from '@nestjs/common';
import { JobsService } from '../../../jobs/index.js';
import { PersonalDatabase } from '../../../platform/database/personal-database.js';
import { RequestContext } from '../../../platform/tenancy/context.js';
import { ContactsRepository } from '../../contacts/contacts.repository.js';
import { CatchupPreferences } from '../../preferences/catchup-preferences.js';
import { UserSuggestions } from '../../suggestions/user-suggestions.js';
import { NotificationsRepository } from '../notifications.repository.js';
import { OpenSuggestions } from '../open-suggestions.js';
import { Teller } from '../teller.js';
import { quietEnd } from '../time/digest-time.js';
import { EventNotice, type EventNoticeResult } from './event-notice.job.js';

/** Notices to one user in a day. */
export const NOTICES_A_DAY = 3;
const DAY_S = 86_400;
/** Suggestions of one generation that can be about events. */
const MOST = 100;

/** Tells a user at once of a suggestion that belongs to an event: the digest may come after it. */
@Injectable()
export class EventNotices implements OnModuleInit {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly context: RequestContext,
    private readonly jobs: JobsService,
    private readonly contacts: ContactsRepository,
    private readonly preferences: CatchupPreferences,
    private readonly notifications: NotificationsRepository,
    private readonly suggestions: OpenSuggestions,
    private readonly teller: Teller,
    private readonly made: UserSuggestions,
  ) {}

  onModuleInit(): void {
    this.made.onMade(async (made) => {
      if (made.some(({ kind }) => kind === 'shared_event')) await this.announce();
    });
  }

  /**
   * Starts the notices of the user who acts for all open suggestions that belong to an event and that she has not been told of;
   * outside of her quiet hours. In the transaction that made the suggestions, or after it; again does no harm.
   */
  async announce(): Promise<number> {
    return this.db.transaction(async (tx) => {
      const { quiet, timeZone, notices } = await this.preferences.mine();
      if (!notices.enabled) return 0;
      const fresh = await tx.rows<{ id: string }>(
        `SELECT s.id FROM suggestion s
         WHERE s.kind = 'shared_event' AND s.state = 'open' AND s.starts_at > now()
           AND NOT EXISTS (SELECT FROM notification n WHERE n.user_id = s.user_id AND n.key = 'event:' || s.id)
         ORDER BY s.starts_at, s.id LIMIT ${MOST}`,
      );
      const runAt = quietEnd(new Date(), quiet, timeZone) ?? undefined;
      const { userId } = this.context;
      for (const { id } of fresh) await this.jobs.enqueue(EventNotice, { userId, suggestionId: id }, { runAt });
      return fresh.length;
    });
  }

  /** The notice of one suggestion; once, whoever asks. 'quiet': in so many ms. */
  async send(suggestionId: string): Promise<EventNoticeResult | { quietMs: number }> {
    return this.db.transaction(async (tx) => {
      await this.contacts.takeTurns();
      // Erased with all that is hers, or with its contact: what was written of it now would stay.
      if (!(await tx.first('SELECT FROM suggestion WHERE id = $1', [suggestionId])))
        return { notificationId: null, state: 'skipped', reason: 'no_longer_open', items: 0 };
      const preferences = await this.preferences.mine();
      const now = new Date();
      const end = quietEnd(now, preferences.quiet, preferences.timeZone);
      if (end) return { quietMs: end.getTime() - now.getTime() };
      const held = await this.notifications.hold({ key: `event:${suggestionId}`, kind: 'event', dueAt: now });
      if (held.made) {
        const ideas = await this.suggestions.of([suggestionId]);
        const told = await this.notifications.since('event', DAY_S, held.id);
        const most = told >= NOTICES_A_DAY ? 'rate_limited' : undefined;
        const off = preferences.notices.enabled ? undefined : 'switched_off';
        const reason = ideas.length === 0 ? 'no_longer_open' : (off ?? most);
        if (reason) await this.notifications.skip(held.id, reason);
        else await this.teller.tell(held, ideas, preferences);
      }
      const { id, state, reason, suggestionIds } = (await this.notifications.holdById(held.id))!;
      return { notificationId: id, state, reason, items: suggestionIds.length };
    });
  }
}
