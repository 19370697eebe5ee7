import { Injectable } from '@nestjs/common';
import { PersonalDatabase } from '../database/personal-database.js';
import { SystemDatabase } from '../database/system-database.js';
import { NumberHash } from './number-hash.js';

export type OptOutSource = 'reply' | 'provider';

/** Numbers that get no SMS any more, for each person who was written to there. (rules sms 7) */
@Injectable()
export class OptOuts {
  constructor(
    private readonly db: PersonalDatabase,
    private readonly system: SystemDatabase,
    private readonly hash: NumberHash,
  ) {}

  /** The user who acts gets none there. */
  async add(number: string, source: OptOutSource): Promise<void> {
    await this.db.transaction((tx) =>
      tx.run(`INSERT INTO sms_opt_out (number_hash, source) VALUES ($1, $2) ON CONFLICT DO NOTHING`, [
        this.hash.of(number),
        source,
      ]),
    );
  }

  /** Whether the user who acts gets none there. */
  async has(number: string): Promise<boolean> {
    const row = await this.db.first('SELECT 1 FROM sms_opt_out WHERE number_hash = $1', [this.hash.of(number)]);
    return row !== undefined;
  }

  /**
   * The number's holder has written STOP: nobody is written to there any more, of whichever tenant. The reply names no user, so
   * that the platform itself looks who was. Answers how many that are.
   */
  async stop(number: string): Promise<number> {
    return this.system.run(
      `INSERT INTO sms_opt_out (tenant_id, user_id, number_hash, source)
       SELECT DISTINCT tenant_id, user_id, number_hash, 'reply' FROM sms_message WHERE number_hash = $1
       ON CONFLICT DO NOTHING`,
      [this.hash.of(number)],
    );
  }

  /** She has written START: what she had stopped goes on. */
  async start(number: string): Promise<number> {
    return this.system.run('DELETE FROM sms_opt_out WHERE number_hash = $1', [this.hash.of(number)]);
  }
}
