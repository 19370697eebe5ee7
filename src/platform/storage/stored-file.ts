import type { Readable } from 'node:stream';

/** A file that is kept for the tenant. */
export interface StoredFile {
  /** UUID. */
  id: string;
  name: string;
  contentType: string;
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
  createdAt: Date;
}

export interface NewFile {
  /** As the person who sent it calls it; the last part of a path is kept. */
  name: string;
  contentType: string;
  body: Readable;
  /** Most bytes it may have; more are refused while they come. Default: what is left of the tenant's quota. */
  limitBytes?: number;
  /** What it is for, in one word: `part`, `report`, `mail`. */
  purpose: string;
  /** It is deleted some time after this instant. Default: kept until it is removed. */
  keepUntil?: Date;
}

/** `tenant/uuid`. */
export function keyOf(tenantId: string, id: string): string {
  return `${tenantId}/${id}`;
}
