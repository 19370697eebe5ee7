import { Injectable } from '@nestjs/common';
import { JobsService } from '../../jobs/index.js';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import { AppError } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { v7 as uuidv7 } from 'uuid';
import { ContactsRepository } from '../contacts/contacts.repository.js';
import type { Preferences } from '../preferences/preferences.js';
import { CatchupPreferences } from '../preferences/catchup-preferences.js';
import { BatchNotifications } from './batch-notifications.job.js';
import type { TellableSuggestion } from './digest-text.js';
import type { NotificationState } from './notification-state.js';
import { type NotificationRow, NotificationsRepository } from './notifications.repository.js';
import { OpenSuggestions } from './open-suggestions.js';
import { Teller } from './teller.js';

/** Digests that a user may ask for by hand in an hour. */
const TESTS = 3;
const HOUR_S = 3_600;

/** Nothing is kept of the user who acts, once she has had it erased; what a job wrote then would stay. */
const KEPT = `SELECT EXISTS (SELECT FROM catchup_preferences) OR EXISTS (SELECT FROM contact)
  OR EXISTS (SELECT FROM calendar_account) AS kept`;

export interface MadeDigest {
  /** Null: nothing is kept of the user. */
  notificationId: string | null;
  state: NotificationState;
  reason: string | null;
  items: number;
}

/** Writes the digest of the user who acts: once for each of her days, whoever asks and however often. */
@Injectable()
export class Digests {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly context: RequestContext,
    private readonly jobs: JobsService,
    private readonly contacts: ContactsRepository,
    private readonly preferences: CatchupPreferences,
    private readonly notifications: NotificationsRepository,
    private readonly suggestions: OpenSuggestions,
    private readonly teller: Teller,
  ) {}

  /** The digest of a local day; one that was made before is answered. @param skip why it is not to be sent */
  ofDay(localDate: string, dueAt: Date, skip?: string): Promise<MadeDigest> {
    return this.db.transaction(async (tx) => {
      await this.contacts.takeTurns();
      const user = await tx.first<{ kept: boolean }>(KEPT);
      if (!user!.kept) return { notificationId: null, state: 'skipped', reason: 'erased', items: 0 };
      const held = await this.notifications.hold({ key: `digest:${localDate}`, kind: 'digest', localDate, dueAt });
      if (!held.made) return madeOf(held);
      const preferences = await this.preferences.mine();
      const reason = skip ?? (preferences.digest.enabled ? undefined : 'switched_off');
      return this.write(held, preferences, reason);
    });
  }

  /** A digest that was asked for by hand. Undefined for one that is not there. */
  ofTest(notificationId: string): Promise<MadeDigest | undefined> {
    return this.db.transaction(async () => {
      const held = await this.notifications.holdById(notificationId);
      if (!held) return undefined;
      if (held.state !== 'pending' || held.channels.length > 0) return madeOf(held);
      return this.write(held, await this.preferences.mine());
    });
  }

  /** Asks for a digest now. @throws AppError TOO_MANY_REQUESTS */
  ask(): Promise<{ notificationId: string; jobId: string }> {
    return this.db.transaction(async () => {
      const { id } = await this.notifications.hold({ key: `test:${uuidv7()}`, kind: 'test', dueAt: new Date() });
      if ((await this.notifications.since('test', HOUR_S, id)) >= TESTS)
        throw new AppError('TOO_MANY_REQUESTS', `At most ${TESTS} digests an hour may be asked for by hand`, {
          retryAfterSeconds: HOUR_S,
        });
      const job = await this.jobs.enqueue(BatchNotifications, {
        userId: this.context.userId,
        notificationId: id,
      });
      await this.notifications.sentBy(id, job.id);
      return { notificationId: id, jobId: job.id };
    });
  }

  private async write({ id, kind }: NotificationRow, preferences: Preferences, skip?: string): Promise<MadeDigest> {
    const ideas: TellableSuggestion[] = skip ? [] : await this.suggestions.best(preferences.digest.items);
    const reason = skip ?? (ideas.length === 0 ? 'nothing_to_say' : undefined);
    if (reason) await this.notifications.skip(id, reason);
    else await this.teller.tell({ id, kind }, ideas, preferences);
    return madeOf((await this.notifications.holdById(id))!);
  }
}

function madeOf({ id, state, reason, suggestionIds }: NotificationRow): MadeDigest {
  return { notificationId: id, state, reason, items: suggestionIds.length };
}
