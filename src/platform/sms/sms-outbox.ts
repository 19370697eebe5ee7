import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { PersonalDatabase } from '../database/personal-database.js';
import { storableText } from '../database/storable-text.js';
import { AppError, invalid } from '../errors/app-error.js';
import { SealedColumns } from '../secrets/sealed-columns.js';
import { SecretBox } from '../secrets/secret-box.js';
import { RequestContext } from '../tenancy/context.js';
import { NumberHash } from './number-hash.js';
import { phoneNumber, withoutNumbers } from './phone-number.js';
import { smsSize } from './segments.js';
import { nextSmsStep, type SmsStanding, type SmsStep } from './sms-outbox-rules.js';
import { isOver, type SmsState } from './sms-status.js';

export interface NewSms {
  /** What the message is, unique in the tenant: `digest:<user>:2028-03-05`. */
  key: string;
  /** Who is told how it ended (SmsOutcomes). */
  purpose: string;
  /** A number of the user who acts. */
  number: string;
  body: string;
  notBefore?: Date;
  /** Not sent any more after this instant. */
  notAfter?: Date;
}

export interface OutboxSms {
  id: string;
  to: string;
  body: string;
  attempt: number;
  /** When it was first handed over. */
  triedAt: Date;
}

export type SmsClaim =
  | { step: 'send'; claim: string; message: OutboxSms; lookUp: false }
  | { step: 'send'; claim: string; message: OutboxSms; lookUp: true; otherwise: 'send' | 'opted_out' | 'failed' }
  | Exclude<SmsStep, { step: 'send' | 'look-up' }>;

export interface SettledSms {
  state: Exclude<SmsState, 'sending'>;
  route?: 'provider' | 'inbox';
  providerId?: string;
  providerStatus?: string;
  errorCode?: number | null;
  error?: string;
}

/** Longest time of one attempt to send, s; the attempt itself ends earlier (SmsDelivery). */
export const SMS_LEASE_SECONDS = 30;
const MAX_KEY = 300;
/** Ten segments: providers take no more. */
const MAX_SEGMENTS = 10;
const MAX_NOTE = 500;

/** SMS to the user who acts, or for whom a job acts: each is a row before it is sent (rules sms 1). Number and text are encrypted. */
@Injectable()
export class SmsOutbox {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly context: RequestContext,
    private readonly box: SecretBox,
    private readonly hash: NumberHash,
    columns: SealedColumns,
  ) {
    columns.add({ table: 'sms_message', column: 'number_sealed', purpose: 'sms-number', personal: true });
    columns.add({ table: 'sms_message', column: 'body_sealed', purpose: 'sms-body', personal: true });
  }

  /**
   * Writes a message, in the caller's transaction if one is open. Where one with its key is there already, nothing is written and
   * that one is answered.
   */
  async put(sms: NewSms): Promise<{ id: string; state: SmsState; jobId: string | null; created: boolean }> {
    const number = phoneNumber(sms.number);
    const { encoding, segments } = smsSize(sms.body);
    if (!number) throw invalid('number', 'An SMS goes to exactly one telephone number');
    if (sms.key.length === 0 || sms.key.length > MAX_KEY) throw invalid('key', `A key has 1 to ${MAX_KEY} characters`);
    if (segments < 1 || segments > MAX_SEGMENTS) throw invalid('body', `An SMS has 1 to ${MAX_SEGMENTS} segments`);
    const id = uuidv7();
    const { tenantId, userId } = this.context;
    return this.db.transaction(async (tx) => {
      const [made] = await tx.rows(
        `INSERT INTO sms_message (id, key, purpose, number_sealed, body_sealed, number_hash, encoding, segments, not_before, not_after)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (tenant_id, key) DO NOTHING RETURNING id`,
        [
          id,
          sms.key,
          sms.purpose,
          this.box.seal(number, { purpose: 'sms-number', tenantId, userId, id }),
          this.box.seal(sms.body, { purpose: 'sms-body', tenantId, userId, id }),
          this.hash.of(number),
          encoding,
          segments,
          sms.notBefore ?? null,
          sms.notAfter ?? null,
        ],
      );
      if (made) return { id, state: 'queued', jobId: null, created: true };
      const found = await tx.first<{ id: string; state: SmsState; jobId: string | null }>(
        `SELECT id, state, job_id AS "jobId" FROM sms_message WHERE key = $1`,
        [sms.key],
      );
      if (!found) throw new AppError('CONFLICT', 'Another user has a message with this key');
      return { ...found, created: false };
    });
  }

  /** Notes the job that sends it. */
  async sentBy(id: string, jobId: string): Promise<void> {
    await this.db.transaction((tx) => tx.run('UPDATE sms_message SET job_id = $2 WHERE id = $1', [id, jobId]));
  }

  /** Takes the right to send a message, or says why there is none; undefined for one that is not there. */
  async claim(id: string): Promise<SmsClaim | undefined> {
    return this.db.transaction(async (tx) => {
      const row = await tx.first<SmsStanding>(
        `SELECT m.state, coalesce(extract(epoch FROM m.lease_until - now()) * 1000, 0)::float8 AS "leaseLeftMs",
                coalesce(m.not_after < now(), false) AS late,
                EXISTS (SELECT FROM app_user u WHERE u.id = m.user_id AND u.disabled_at IS NOT NULL) AS closed,
                EXISTS (SELECT FROM sms_opt_out o WHERE o.user_id = m.user_id AND o.number_hash = m.number_hash) AS "optedOut"
         FROM sms_message m WHERE m.id = $1 FOR UPDATE OF m`,
        [id],
      );
      if (!row) return undefined;
      const next = nextSmsStep(row);
      if (next.step === 'wait') return next;
      if (next.step === 'over') {
        if (next.state !== row.state) await tx.run(END, [id, next.state, endWords(next.state, row)]);
        return next;
      }
      const claim = randomUUID();
      const sealed = await tx.first<{ number: string; body: string; attempt: number; triedAt: Date }>(
        `UPDATE sms_message SET state = 'sending', claim = $2, attempt = attempt + 1, settled_at = NULL, error = NULL,
           tried_at = coalesce(tried_at, now()), lease_until = now() + make_interval(secs => ${SMS_LEASE_SECONDS})
         WHERE id = $1 RETURNING number_sealed AS number, body_sealed AS body, attempt, tried_at AS "triedAt"`,
        [id, claim],
      );
      const { attempt, triedAt } = sealed!;
      const { tenantId, userId } = this.context;
      const message = {
        id,
        to: this.box.open(sealed!.number, { purpose: 'sms-number', tenantId, userId, id }),
        body: this.box.open(sealed!.body, { purpose: 'sms-body', tenantId, userId, id }),
        attempt,
        triedAt,
      };
      if (next.step === 'send') return { step: 'send', claim, message, lookUp: false };
      return { step: 'send', claim, message, lookUp: true, otherwise: next.otherwise };
    });
  }

  /** Writes how an attempt ended, unless another has claimed the message since, or a callback has told more. */
  async settle(id: string, claim: string, settled: SettledSms): Promise<void> {
    const { state, route, providerId, providerStatus, errorCode, error } = settled;
    await this.db.transaction((tx) =>
      tx.run(
        `UPDATE sms_message SET state = $3, route = coalesce($4, route), provider_id = coalesce(provider_id, $5),
           provider_status = coalesce($6, provider_status), error_code = $7, error = $8,
           settled_at = CASE WHEN $9 THEN now() END
         WHERE id = $1 AND claim = $2 AND state IN ('sending', 'ambiguous')`,
        [
          id,
          claim,
          state,
          route ?? null,
          providerId ?? null,
          providerStatus ?? null,
          errorCode ?? null,
          error === undefined ? null : storableText(withoutNumbers(error), MAX_NOTE),
          isOver(state),
        ],
      ),
    );
  }

  /** The job of a message gave it up. */
  async giveUp(id: string): Promise<void> {
    await this.db.transaction((tx) =>
      tx.run(`UPDATE sms_message SET state = 'failed', settled_at = now() WHERE id = $1 AND state = 'queued'`, [id]),
    );
  }

  /** Whether a message of the provider is known as one of this user's. */
  async isTaken(providerId: string, id: string): Promise<boolean> {
    const row = await this.db.first('SELECT 1 FROM sms_message WHERE provider_id = $1 AND id <> $2', [providerId, id]);
    return row !== undefined;
  }
}

const END = `UPDATE sms_message SET state = $2, error = $3, settled_at = now() WHERE id = $1`;

function endWords(state: SmsState, { closed }: SmsStanding): string | null {
  if (state === 'opted_out') return 'this number has asked for no messages (STOP)';
  if (state !== 'failed') return null;
  return closed ? 'the account is closed' : 'it was too late to send it';
}
