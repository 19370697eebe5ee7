import { Injectable } from '@nestjs/common';
import { PersonalDatabase } from '../../platform/database/personal-database.js';
import type { SmsState } from '../../platform/sms/sms-status.js';

/** How far an SMS has come. */
export interface SmsOutcome {
  messageId: string;
  key: string;
  state: SmsState;
  /** Why it was not sent or not delivered. */
  reason: string | null;
  route: 'provider' | 'inbox' | null;
}

type Listener = (outcome: SmsOutcome) => Promise<void>;

/**
 * Tells a feature what became of its SMS: when its job ends, and when the provider calls back. At least once, acting for the
 * user whose message it is.
 */
@Injectable()
export class SmsOutcomes {
  private readonly listeners = new Map<string, Listener>();

  constructor(private readonly db: PersonalDatabase) {}

  /** The messages of a purpose; when the process starts. */
  listen(purpose: string, listener: Listener): void {
    this.listeners.set(purpose, listener);
  }

  /** Something has become of a message of the user who acts. */
  async tell(messageId: string): Promise<void> {
    const row = await this.db.first<SmsOutcome & { purpose: string }>(
      `SELECT id AS "messageId", key, purpose, state, error AS reason, route FROM sms_message WHERE id = $1`,
      [messageId],
    );
    if (!row) return;
    const { purpose, ...outcome } = row;
    await this.listeners.get(purpose)?.(outcome);
  }
}
