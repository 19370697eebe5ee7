import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { parse, stringify, validate } from 'uuid';

/** What a link stands for: a row of a tenant. */
export interface SignedLink {
  tenantId: string;
  id: string;
  /** From then on it opens nothing. */
  expiresAt: Date;
}

const BODY_BYTES = 16 + 16 + 4;
const MAC_BYTES = 32;
const BYTES = BODY_BYTES + MAC_BYTES;
export const TOKEN_LENGTH = Math.ceil((BYTES * 4) / 3);

/** Key of the links of one kind, derived, so that nothing else that is signed with the secret is such a link. */
export function linkKey(secret: string, kind: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `nightshift ${kind} link v1`, MAC_BYTES));
}

/** A token that nobody can make without the key. Nothing of it is stored. */
export function signLink({ tenantId, id, expiresAt }: SignedLink, key: Buffer): string {
  const body = Buffer.alloc(BODY_BYTES);
  body.set(parse(tenantId), 0);
  body.set(parse(id), 16);
  body.writeUInt32BE(Math.floor(expiresAt.getTime() / 1000), 32);
  return Buffer.concat([body, mac(body, key)]).toString('base64url');
}

/** What the token stands for; undefined for one that was not made with the key, was changed, or is over. */
export function readLink(token: string, key: Buffer, now: Date): SignedLink | undefined {
  if (token.length !== TOKEN_LENGTH || !/^[\w-]+$/.test(token)) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  // Of several texts for the same bytes only the one that was given out counts.
  if (bytes.length !== BYTES || bytes.toString('base64url') !== token) return undefined;
  const body = bytes.subarray(0, BODY_BYTES);
  if (!timingSafeEqual(mac(body, key), bytes.subarray(BODY_BYTES))) return undefined;
  const expiresAt = new Date(body.readUInt32BE(32) * 1000);
  if (expiresAt <= now) return undefined;
  const [tenantId, id] = [stringify(body.subarray(0, 16)), stringify(body.subarray(16, 32))];
  return validate(tenantId) && validate(id) ? { tenantId, id, expiresAt } : undefined;
}

function mac(body: Buffer, key: Buffer): Buffer {
  return createHmac('sha256', key).update(body).digest();
}
