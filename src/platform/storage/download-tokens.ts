import { createHmac, timingSafeEqual } from 'node:crypto';
import { parse, stringify } from 'uuid';

/** What a link leads to, and until when. */
export interface DownloadClaim {
  tenantId: string;
  fileId: string;
  /** Whole seconds. */
  expiresAt: Date;
  /** As which the file is given out, beside the token in the link; default: its own name. */
  name?: string;
}

const CLAIM_BYTES = 16 + 16 + 6;
const MAC_BYTES = 32;
/** Signatures of other things with the same secret are none of a link. */
const PURPOSE = 'nightshift:download:1';

/** 94 characters that name a file and cannot be made without the secret: as much as a part of a path may have. */
export function signDownload({ tenantId, fileId, expiresAt, name }: DownloadClaim, secret: string): string {
  const claim = Buffer.alloc(CLAIM_BYTES);
  claim.set(parse(tenantId), 0);
  claim.set(parse(fileId), 16);
  claim.writeUIntBE(Math.floor(expiresAt.getTime() / 1000), 32, 6);
  return Buffer.concat([claim, macOf(claim, name, secret)]).toString('base64url');
}

/** What a token of ours says, expired or not; undefined for any other text, and with another name than it was made for. */
export function readDownload(token: string, secret: string, name?: string): DownloadClaim | undefined {
  const bytes = Buffer.from(token, 'base64url');
  // One notation for each token: Buffer.from skips what is not base64url.
  if (bytes.length !== CLAIM_BYTES + MAC_BYTES || bytes.toString('base64url') !== token) return undefined;
  const claim = bytes.subarray(0, CLAIM_BYTES);
  if (!timingSafeEqual(macOf(claim, name, secret), bytes.subarray(CLAIM_BYTES))) return undefined;
  return {
    tenantId: stringify(claim.subarray(0, 16)),
    fileId: stringify(claim.subarray(16, 32)),
    expiresAt: new Date(claim.readUIntBE(32, 6) * 1000),
    ...(name !== undefined && { name }),
  };
}

function macOf(claim: Buffer, name: string | undefined, secret: string): Buffer {
  const mac = createHmac('sha256', secret).update(PURPOSE).update('\n').update(claim);
  return (name === undefined ? mac : mac.update(name)).digest();
}
