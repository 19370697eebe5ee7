import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { SmsMessages } from '../../../messages/index.js';
import { Config } from '../../../platform/config/config.js';
import { PersonalDatabase } from '../../../platform/database/personal-database.js';
import type { Tx } from '../../../platform/database/tx.js';
import { AppError, invalid, notFound } from '../../../platform/errors/app-error.js';
import { SealedColumns } from '../../../platform/secrets/sealed-columns.js';
import { SecretBox } from '../../../platform/secrets/secret-box.js';
import { NumberHash } from '../../../platform/sms/number-hash.js';
import { OptOuts } from '../../../platform/sms/opt-outs.js';
import { maskedNumber, phoneNumber } from '../../../platform/sms/phone-number.js';
import { SmsClient } from '../../../platform/sms/sms.client.js';
import { RequestContext } from '../../../platform/tenancy/context.js';
import {
  CODE_MINUTES,
  CODE_PAUSE_S,
  CODE_TRIES,
  codeHash,
  codeKey,
  CODES_A_DAY,
  judgeCode,
  newCode,
} from './verification-code.js';

export interface PhoneView {
  /** Null while she has named none. */
  number: string | null;
  verified: boolean;
  verifiedAt: Date | null;
  optedOut: boolean;
  codeExpiresAt: Date | null;
}

interface PhoneRow {
  id: string;
  sealed: string;
  hash: string;
  verifiedAt: Date | null;
  verifiedRoute: 'provider' | 'inbox' | null;
  codeHash: string | null;
  codeExpiresAt: Date | null;
  tries: number;
}

/** Purpose of the SMS that hold codes. */
const CODE = 'code';
const PURPOSE = 'catchup-phone';
const DAY_S = 86_400;

/** The number at which a user gets SMS. It is proved to be hers by a code that is sent there. */
@Injectable()
export class Phones {
  private readonly key: Buffer;

  constructor(
    private readonly db: PersonalDatabase,
    private readonly context: RequestContext,
    private readonly box: SecretBox,
    private readonly hash: NumberHash,
    private readonly optOuts: OptOuts,
    private readonly client: SmsClient,
    private readonly messages: SmsMessages,
    columns: SealedColumns,
    config: Config,
  ) {
    this.key = codeKey(config.JWT_SECRET);
    columns.add({ table: 'catchup_phone', column: 'number_sealed', purpose: PURPOSE, personal: true });
  }

  async get(): Promise<PhoneView> {
    const row = await this.row();
    return row ? this.view(row) : NONE;
  }

  /** The number in clear, for what is told to nobody but its user. */
  async number(): Promise<string | null> {
    const row = await this.row();
    return row ? this.open(row) : null;
  }

  /** The number that SMS of the user who acts go to, or why there is none. */
  async forSms(): Promise<{ number: string } | { reason: string }> {
    const row = await this.row();
    if (!row || !this.isVerified(row)) return { reason: row ? 'the number is not verified' : 'there is no number' };
    const number = this.open(row);
    return (await this.optOuts.has(number)) ? { reason: 'this number has asked for no messages (STOP)' } : { number };
  }

  /**
   * Names the number and sends a code there; a verified one stays as it is. Another number has to be verified anew.
   * @throws AppError TOO_MANY_REQUESTS; CONFLICT for a number that has asked for no messages
   */
  async put(given: string): Promise<PhoneView> {
    const number = phoneNumber(given);
    if (!number) throw invalid('number', 'number must be a telephone number with its country, as +351912345678');
    return this.db.transaction(async (tx) => {
      // Locks the row, so that requests at the same time are counted one after the other.
      await tx.run(NAME, [uuidv7(), '-', this.hash.of(number)]);
      const before = (await this.row(tx))!;
      if (before.hash === this.hash.of(number) && this.isVerified(before)) return this.view(before);
      if (await this.optOuts.has(number))
        throw new AppError('CONFLICT', 'This number has asked for no messages; write START from it first');
      await this.countCodes();
      const code = newCode();
      await tx.run(RENAME, [
        this.seal(before.id, number),
        this.hash.of(number),
        codeHash(code, this.place(before.id), this.key),
        CODE_MINUTES,
      ]);
      const body = `${code} is your CatchUp code. It holds for ${CODE_MINUTES} minutes. Nobody will ask you for it.`;
      const notAfter = new Date(Date.now() + CODE_MINUTES * 60_000);
      await this.messages.send({ key: `code:${uuidv7()}`, purpose: CODE, number, body, notAfter });
      return this.get();
    });
  }

  /** @throws AppError VALIDATION_FAILED for a wrong code; CONFLICT when none holds any more; NOT_FOUND */
  async verify(code: string): Promise<PhoneView> {
    // The count of tries is kept although the answer is an error.
    const { verdict, left } = await this.db.transaction(async (tx) => {
      const row = await this.row(tx, 'FOR UPDATE');
      if (!row) throw notFound('Phone');
      const kept = { hash: row.codeHash, expiresAt: row.codeExpiresAt, tries: row.tries };
      const verdict = judgeCode(code, kept, (some) => codeHash(some, this.place(row.id), this.key), new Date());
      if (verdict === 'right') await tx.run(VERIFY, [this.client.reachesTelephones ? 'provider' : 'inbox']);
      if (verdict === 'wrong') await tx.run('UPDATE catchup_phone SET code_tries = code_tries + 1');
      return { verdict, left: CODE_TRIES - row.tries - 1 };
    });
    if (verdict === 'over') throw new AppError('CONFLICT', 'No code holds any more: name the number again to get one');
    if (verdict === 'wrong') throw invalid('code', `This is not the code that was sent; ${left} tries are left`);
    return this.get();
  }

  async remove(): Promise<void> {
    const gone = await this.db.transaction((tx) => tx.run('DELETE FROM catchup_phone'));
    if (gone === 0) throw notFound('Phone');
  }

  private async countCodes(): Promise<void> {
    const wait = async (most: number, seconds: number, words: string) => {
      if ((await this.messages.since([CODE], seconds)) < most) return;
      throw new AppError('TOO_MANY_REQUESTS', words, { retryAfterSeconds: seconds });
    };
    await wait(1, CODE_PAUSE_S, 'A code has just been sent; the next one may be asked for in a minute');
    await wait(CODES_A_DAY, DAY_S, `${CODES_A_DAY} codes have been sent in a day; come back tomorrow`);
  }

  private row(tx?: Tx, lock = ''): Promise<PhoneRow | undefined> {
    const sql = `${SELECT} ${lock}`;
    return tx ? tx.first<PhoneRow>(sql) : this.db.first<PhoneRow>(sql);
  }

  private async view(row: PhoneRow): Promise<PhoneView> {
    const number = this.open(row);
    const verified = this.isVerified(row);
    return {
      number: maskedNumber(number),
      verified,
      verifiedAt: verified ? row.verifiedAt : null,
      optedOut: await this.optOuts.has(number),
      codeExpiresAt: verified ? null : row.codeExpiresAt,
    };
  }

  /** A code that was read in the local inbox proves nothing once messages really go to telephones. */
  private isVerified({ verifiedAt, verifiedRoute }: PhoneRow): boolean {
    return verifiedAt !== null && (verifiedRoute === 'provider' || !this.client.reachesTelephones);
  }

  private open({ id, sealed }: PhoneRow): string {
    const { tenantId, userId } = this.context;
    return this.box.open(sealed, { purpose: PURPOSE, tenantId, userId, id });
  }

  private seal(id: string, number: string): string {
    const { tenantId, userId } = this.context;
    return this.box.seal(number, { purpose: PURPOSE, tenantId, userId, id });
  }

  private place(id: string): string[] {
    return [this.context.tenantId, this.context.userId, id];
  }
}

const NONE: PhoneView = { number: null, verified: false, verifiedAt: null, optedOut: false, codeExpiresAt: null };

const SELECT = `SELECT id, number_sealed AS sealed, number_hash AS hash, verified_at AS "verifiedAt",
  verified_route AS "verifiedRoute", code_hash AS "codeHash", code_expires_at AS "codeExpiresAt", code_tries AS tries
  FROM catchup_phone`;

const NAME = `INSERT INTO catchup_phone (id, number_sealed, number_hash) VALUES ($1, $2, $3)
  ON CONFLICT (tenant_id, user_id) DO UPDATE SET code_tries = catchup_phone.code_tries`;

const RENAME = `UPDATE catchup_phone SET number_sealed = $1, number_hash = $2, code_hash = $3, code_tries = 0,
  code_expires_at = now() + make_interval(mins => $4), verified_at = NULL, verified_route = NULL`;

const VERIFY = `UPDATE catchup_phone SET verified_at = now(), verified_route = $1, code_hash = NULL, code_expires_at = NULL`;
