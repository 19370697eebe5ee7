import { Injectable } from '@nestjs/common';
import type { CalendarSource, SourceAccount, SourceKind } from './calendar-source.js';

/** The sources of calendars there are. Each registers itself in its constructor. */
@Injectable()
export class CalendarSources {
  private readonly sources = new Map<SourceKind, CalendarSource>();

  register(source: CalendarSource): void {
    this.sources.set(source.kind, source);
  }

  /** @throws Error for a kind that nothing reads: a mistake of ours */
  of(kind: SourceKind): CalendarSource {
    const source = this.sources.get(kind);
    if (!source) throw new Error(`Nothing reads calendars of the kind ${kind}`);
    return source;
  }

  for(account: SourceAccount): CalendarSource {
    return this.of(account.kind);
  }
}
