import { Injectable } from '@nestjs/common';
import { isValidTimeZone } from '../../platform/dates/index.js';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import { AppError, invalid } from '../../platform/errors/app-error.js';
import { RequestContext } from '../../platform/tenancy/context.js';
import { TenantZone } from '../../reports/index.js';
import { defaultPreferences, type GivenPreferences, type Preferences } from './preferences.js';
import { type KeptPreferences, PreferencesRepository } from './preferences.repository.js';
import { windowsMistake, windowsOf } from './windows.js';

/** Runs in the transaction of the change, as the user who made it; a throw undoes the change. */
export type PreferencesHook = (after: Preferences, before: Preferences) => Promise<void>;

/** How users want to be reminded, and when they have time. */
@Injectable()
export class CatchupPreferences {
  private readonly hooks: PreferencesHook[] = [];
  private readonly last: PreferencesHook[] = [];

  constructor(
    private readonly kept: PreferencesRepository,
    private readonly db: PersonalDatabase,
    private readonly context: RequestContext,
    private readonly zone: TenantZone,
  ) {}

  /**
   * What follows a change, as the digest's schedule does. Registered while the application is put together.
   * @param last after all other hooks: of the one that takes the last lock of a transaction
   */
  onChange(hook: PreferencesHook, { last = false } = {}): void {
    (last ? this.last : this.hooks).push(hook);
  }

  /** Of the user who acts; without a row the defaults, in the tenant's zone, and updatedAt null. */
  async mine(): Promise<Preferences & { updatedAt: Date | null }> {
    return this.db.transaction(async () => (await this.kept.find()) ?? this.defaults());
  }

  /** Of a user of the current tenant, for its background work. */
  ofUser(userId: string): Promise<Preferences> {
    const { tenantId, principal } = this.context;
    if (principal?.userId === userId) return this.mine();
    return this.context.asPerson(tenantId, userId, () => this.mine());
  }

  /**
   * Replaces those of the user who acts.
   * @throws AppError VALIDATION_FAILED
   */
  async put(given: GivenPreferences): Promise<KeptPreferences> {
    const preferences = checked(given);
    return this.db.transaction(async () => {
      const before = await this.mine();
      const after = await this.kept.put({ ...preferences, notices: preferences.notices ?? before.notices });
      for (const hook of [...this.hooks, ...this.last]) await hook(after, before);
      return after;
    });
  }

  private async defaults(): Promise<Preferences & { updatedAt: null }> {
    return { ...defaultPreferences(await this.zone.get()), updatedAt: null };
  }
}

/** What the form of a request alone does not tell. */
function checked(given: GivenPreferences): GivenPreferences {
  if (!isValidTimeZone(given.timeZone))
    throw invalid('timezone', 'timezone must be an IANA time zone such as Europe/Madrid');
  const mistake = windowsMistake(given.windows);
  if (mistake) throw new AppError('VALIDATION_FAILED', mistake.message, { errors: [mistake] });
  if (given.quiet && given.quiet.from === given.quiet.to)
    throw invalid('quiet.to', 'quiet.to must differ from quiet.from; to get no messages, send no channels');
  return { ...given, windows: windowsOf(given.windows) };
}
