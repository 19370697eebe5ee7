import { Injectable } from '@nestjs/common';

/** Until when a message has to wait; null: it may go. Asked as the user whose message it is. */
export type Hold = (messageId: string) => Promise<Date | null>;

/**
 * Lets a feature put off its messages to a user, as in her quiet hours. Asked before each attempt, because a message that was written
 * in time may be tried hours later.
 */
@Injectable()
export class MessageHolds {
  private readonly holds: Hold[] = [];

  /** When the process starts. */
  add(hold: Hold): void {
    this.holds.push(hold);
  }

  /** How long a message of the user who acts has to wait, ms; 0: it may go. */
  async msOf(messageId: string, now = Date.now()): Promise<number> {
    let until = now;
    for (const hold of this.holds) until = Math.max(until, (await hold(messageId))?.getTime() ?? now);
    return until - now;
  }
}
