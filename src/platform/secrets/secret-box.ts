import { Injectable } from '@nestjs/common';
import { Config, ConfigError } from '../config/config.js';
import { KeyRing } from './key-ring.js';

/** The row a secret belongs to, and what it is for there. */
export interface SecretPlace {
  /** What it is for, e.g. webhook; the same for ever, since it is bound to what is sealed. */
  purpose: string;
  tenantId: string;
  /** Whose it is, in a table of what belongs to single users. */
  userId?: string;
  /** Id of the row. */
  id: string;
}

/** Encrypts secrets that are kept in Postgres, and decrypts them for the code that uses them. */
@Injectable()
export class SecretBox {
  readonly ring: KeyRing;

  constructor(config: Config) {
    try {
      this.ring = KeyRing.parse(config.SECRET_KEYS);
    } catch (error) {
      throw new ConfigError((error as Error).message);
    }
  }

  seal(secret: string, place: SecretPlace): string {
    return this.ring.seal(secret, contextOf(place));
  }

  /** @throws SecretError */
  open(sealed: string, place: SecretPlace): string {
    return this.ring.open(sealed, contextOf(place));
  }
}

function contextOf({ purpose, tenantId, userId, id }: SecretPlace): string[] {
  return userId === undefined ? [purpose, tenantId, id] : [purpose, tenantId, userId, id];
}
