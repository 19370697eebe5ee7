import * as signed from '../../../platform/auth/signed-link.js';

/** What a customer's link stands for. */
export interface QuoteLink {
  tenantId: string;
  quoteId: string;
  /** From then on it opens nothing. */
  expiresAt: Date;
}

export const TOKEN_LENGTH = signed.TOKEN_LENGTH;

export function linkKey(secret: string): Buffer {
  return signed.linkKey(secret, 'quote');
}

/** A token that nobody can make without the key. Nothing of it is stored. */
export function signLink({ quoteId, ...link }: QuoteLink, key: Buffer): string {
  return signed.signLink({ ...link, id: quoteId }, key);
}

/** What the token stands for; undefined for one that was not made with the key, was changed, or is over. */
export function readLink(token: string, key: Buffer, now: Date): QuoteLink | undefined {
  const link = signed.readLink(token, key, now);
  return link && { tenantId: link.tenantId, quoteId: link.id, expiresAt: link.expiresAt };
}
