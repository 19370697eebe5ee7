import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Retention } from '../../platform/retention/retention.js';
import { FORGET } from './changes.sql.js';

/** Deletes events that no reader comes back for. */
@Injectable()
export class ChangeRetention implements OnModuleInit {
  constructor(private readonly retention: Retention) {}

  onModuleInit(): void {
    this.retention.register({ what: 'change_event', keep: (signal) => this.keep(signal) });
  }

  /** Answers how many events were deleted. */
  keep(signal: AbortSignal): Promise<number> {
    return this.retention.inBatches(signal, FORGET);
  }
}
