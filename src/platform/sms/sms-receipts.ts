import { Injectable } from '@nestjs/common';
import { PersonalDatabase } from '../database/personal-database.js';
import { SystemDatabase } from '../database/system-database.js';
import { RequestContext } from '../tenancy/context.js';
import { isOptOut, reasonOf } from './sms-error.js';
import { isOver, stateOf, type SmsState, supersedes } from './sms-status.js';

/** Whose message a callback is about. */
export interface SmsPlace {
  tenantId: string;
  userId: string;
  id: string;
}

export interface SmsCallback {
  /** As the address of the callback says; without, the provider's id has to find it. */
  place?: SmsPlace;
  providerId: string;
  status: string;
  errorCode: number | null;
}

interface Known {
  state: SmsState;
  providerId: string | null;
  providerStatus: string | null;
}

const MAX_STATUS = 40;

/** What the provider calls back, in whatever order and however often. (rules sms 6) */
@Injectable()
export class SmsReceipts {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly system: SystemDatabase,
    private readonly context: RequestContext,
  ) {}

  /** Notes a callback; answers whose message it changed, or that it changed nothing, or that there is no such message. */
  async take(callback: SmsCallback): Promise<{ changed: SmsPlace } | 'unchanged' | 'unknown'> {
    const place = callback.place ?? (await this.placeOf(callback.providerId));
    if (!place) return 'unknown';
    const counted = await this.context.asPerson(place.tenantId, place.userId, () => this.note(place.id, callback));
    if (counted === undefined) return 'unknown';
    return counted ? { changed: place } : 'unchanged';
  }

  private note(id: string, { providerId, status, errorCode }: SmsCallback): Promise<boolean | undefined> {
    return this.db.transaction(async (tx) => {
      const known = await tx.first<Known>(
        `SELECT state, provider_id AS "providerId", provider_status AS "providerStatus" FROM sms_message WHERE id = $1 FOR UPDATE`,
        [id],
      );
      if (!known) return undefined;
      // Sent twice, because the first answer got lost: what becomes of the other copy does not count.
      const isThis = known.providerId === null || known.providerId === providerId;
      const counts = isThis && known.state !== 'opted_out' && supersedes(status, known.providerStatus);
      await tx.run(`INSERT INTO sms_receipt (message_id, status, error_code, counted) VALUES ($1, $2, $3, $4)`, [
        id,
        status.slice(0, MAX_STATUS),
        errorCode,
        counts,
      ]);
      if (!counts) return false;
      const state = isOptOut(errorCode) ? 'opted_out' : stateOf(status);
      const lost = state === 'undelivered' || state === 'failed' || state === 'opted_out';
      if (state === 'opted_out')
        await tx.run(
          `INSERT INTO sms_opt_out (number_hash, source) SELECT number_hash, 'provider' FROM sms_message WHERE id = $1
           ON CONFLICT DO NOTHING`,
          [id],
        );
      await tx.run(
        `UPDATE sms_message SET state = $2, provider_id = $3, provider_status = $4, route = 'provider', error_code = $5, error = $6,
           settled_at = CASE WHEN $7 THEN now() END
         WHERE id = $1`,
        [id, state, providerId, status, errorCode, lost ? reasonOf(errorCode) : null, isOver(state)],
      );
      return true;
    });
  }

  private placeOf(providerId: string): Promise<SmsPlace | undefined> {
    return this.system.first<SmsPlace>(
      `SELECT tenant_id AS "tenantId", user_id AS "userId", id FROM sms_message WHERE provider_id = $1`,
      [providerId],
    );
  }
}
