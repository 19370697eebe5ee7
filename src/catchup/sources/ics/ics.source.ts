import { Injectable } from '@nestjs/common';
import { PersonalDatabase } from '../../../platform/database/personal-database.js';
import { isValidTimeZone } from '../../../platform/dates/index.js';
import { CatchupPreferences } from '../../preferences/catchup-preferences.js';
import { CalendarAccounts } from '../accounts/calendar-accounts.js';
import { OwnAddresses } from '../accounts/own-addresses.js';
import {
  type CalendarSource,
  type EventPage,
  type Reading,
  type RemoteCalendar,
  type SourceAccount,
  SourceError,
} from '../calendar-source.js';
import { CalendarSources } from '../calendar-sources.js';
import { icsEvents } from './ics-events.js';
import { type Feed, type FeedMark, IcsFeed } from './ics-feed.js';
import { IcsError, type IcsFile, readIcs } from './ics-file.js';

/** The one calendar of a feed. */
const FEED = 'feed';
const PAGE = 500;

/** Subscribed calendars (ICS, webcal). A feed cannot be written to, and does not say who its reader is. */
@Injectable()
export class IcsSource implements CalendarSource {
  readonly kind = 'ics';
  readonly fingerprint = 'ics-2';
  /** Some servers say for ever that a feed has not changed. */
  readonly wholeAfterHours = 24;

  constructor(
    sources: CalendarSources,
    private readonly db: PersonalDatabase,
    private readonly accounts: CalendarAccounts,
    private readonly addresses: OwnAddresses,
    private readonly feed: IcsFeed,
    private readonly preferences: CatchupPreferences,
  ) {
    sources.register(this);
  }

  async calendars(account: SourceAccount): Promise<RemoteCalendar[]> {
    const { name } = await this.accounts.get(account.id);
    return [{ externalId: FEED, name, timeZone: null, accessRole: 'reader', primary: true }];
  }

  /** A feed tells no changes: one that is not the same is read in full. */
  async *events(
    account: SourceAccount,
    _calendar: string,
    reading: Reading,
    signal: AbortSignal,
  ): AsyncGenerator<EventPage> {
    const { server_url: url } = await this.accounts.secretsOf(account);
    if (!url) throw new Error('a feed has no address');
    if (reading.mode === 'changes') {
      const changed = await this.feed.fetch(url, signal, JSON.parse(reading.syncToken) as FeedMark);
      if (changed) throw new SourceError('token_void', 'The feed has changed');
      yield { items: [], syncToken: reading.syncToken };
      return;
    }
    const fetched = await this.feed.fetch(url, signal);
    const file = fileOf(fetched!);
    const { own, zone } = await this.db.transaction(async () => ({
      own: await this.addresses.mine(),
      zone: (await this.preferences.mine()).timeZone,
    }));
    const home = file.zone && isValidTimeZone(file.zone) ? file.zone : zone;
    const { events, skipped } = await icsEvents(file, { window: reading.window, home, own, signal });
    for (let at = 0; at < events.length; at += PAGE) yield { items: events.slice(at, at + PAGE) };
    const token = reading.mode === 'full' && { syncToken: JSON.stringify(fetched!.mark) };
    yield { items: [], leftOut: skipped, ...token };
  }
}

/** @throws SourceError for a file that is no calendar: what was read of it before stays */
export function fileOf({ text }: Feed): IcsFile {
  try {
    return readIcs(text);
  } catch (error) {
    if (!(error instanceof IcsError)) throw error;
    throw Object.assign(new SourceError('refused', error.message), { cause: error });
  }
}
