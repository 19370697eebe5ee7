import { Injectable } from '@nestjs/common';
import type { SourceAccount } from '../sources/calendar-source.js';
@Injectable()
export class WatchChannels {
  onChanged(_: (change: { calendarId: string; userId: string }) => Promise<void>): void {}
  watched(): Promise<Set<string>> {
    return Promise.resolve(new Set<string>());
  }
  keep(_: { id: string; account: SourceAccount; externalId: string }, __: AbortSignal): Promise<Date | null> {
    return Promise.resolve(null);
  }
  stop(_: { id: string; account: SourceAccount; externalId: string }, __: AbortSignal): Promise<void> {
    return Promise.resolve();
  }
}
