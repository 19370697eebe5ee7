import { createHmac, hkdfSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';

/**
 * Hashes of telephone numbers, by which an answer finds whom it is from. With a key that is not in the database: there are few
 * enough numbers to try them all.
 */
@Injectable()
export class NumberHash {
  private readonly key: Buffer;

  constructor(config: Config) {
    this.key = Buffer.from(hkdfSync('sha256', config.JWT_SECRET, '', 'nightshift sms number v1', 32));
  }

  /** @param number as phoneNumber() answers it */
  of(number: string): string {
    return createHmac('sha256', this.key).update(number).digest('hex');
  }
}
