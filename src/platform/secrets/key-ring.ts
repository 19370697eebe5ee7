import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Of SECRET_KEYS: id:key, the key 32 bytes in base64 or base64url; several by commas. */
export const KEY_RING = /^[a-z0-9_-]{1,32}:[A-Za-z0-9+/_-]{43}=?(,[a-z0-9_-]{1,32}:[A-Za-z0-9+/_-]{43}=?)*$/;

/** First part of every sealed text: the version of its form. */
const FORM = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export type SecretTrouble = 'KEY_MISSING' | 'NOT_SEALED' | 'DAMAGED';

/** A kept secret cannot be read. The message names the key, never the secret. */
export class SecretError extends Error {
  override readonly name = 'SecretError';
  constructor(
    readonly trouble: SecretTrouble,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Seals secrets with AES-256-GCM: `v1.<key id>.<nonce, tag and cipher text in base64url>`. The first key seals, all open,
 * so that keys can be changed without a pause. A sealed secret is bound to its row: copied to another row it cannot be opened.
 * One key seals 2^32 secrets at most (NIST SP 800-38D, 8.3: random nonces of 96 bits).
 */
export class KeyRing {
  private constructor(
    /** Id of the key that seals. */
    readonly current: string,
    private readonly keys: ReadonlyMap<string, Buffer>,
  ) {}

  /** @throws Error when the text is not of the form KEY_RING or names a key twice; never with a key in the message. */
  static parse(text: string): KeyRing {
    if (!KEY_RING.test(text)) throw new Error('SECRET_KEYS must be id:key, with keys of 32 bytes in base64');
    const entries = text.split(',').map((entry): [string, Buffer] => {
      const [id, key] = entry.split(':') as [string, string];
      return [id, Buffer.from(key, 'base64')];
    });
    const keys = new Map(entries);
    if (keys.size < entries.length) throw new Error('SECRET_KEYS names a key twice');
    return new KeyRing(entries[0]![0], keys);
  }

  get ids(): string[] {
    return [...this.keys.keys()];
  }

  /** @param context what the secret belongs to, the same for open() */
  seal(secret: string, context: readonly string[]): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.keys.get(this.current)!, nonce);
    cipher.setAAD(bound(this.current, context));
    const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    const box = Buffer.concat([nonce, cipher.getAuthTag(), text]);
    return `${FORM}.${this.current}.${box.toString('base64url')}`;
  }

  /** @throws SecretError */
  open(sealed: string, context: readonly string[]): string {
    const id = keyOf(sealed);
    if (id === undefined) throw new SecretError('NOT_SEALED', 'The secret is not encrypted');
    const key = this.keys.get(id);
    if (!key) throw new SecretError('KEY_MISSING', `The secret is encrypted with the key "${id}", which is not there`);
    const box = Buffer.from(sealed.slice(FORM.length + id.length + 2), 'base64url');
    try {
      const tag = box.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
      const cipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
      cipher.setAAD(bound(id, context)).setAuthTag(tag);
      const text = Buffer.concat([cipher.update(box.subarray(NONCE_BYTES + TAG_BYTES)), cipher.final()]);
      return text.toString('utf8');
    } catch {
      throw new SecretError(
        'DAMAGED',
        `The secret is damaged, or was not encrypted with the key "${id}" for this place`,
      );
    }
  }
}

/** Id of the key that seals a text; undefined when it is not sealed at all. */
export function keyOf(text: string): string | undefined {
  return /^v1\.([a-z0-9_-]{1,32})\./.exec(text)?.[1];
}

/** Unambiguous whatever the parts contain. */
function bound(id: string, context: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify([FORM, id, ...context]));
}
