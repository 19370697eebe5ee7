import type { Readable } from 'node:stream';

/** Bytes from..to of an object, both included and counted from 0; without `to`, up to the end. */
export interface ByteRange {
  from: number;
  to?: number;
}

export interface PresignedPost {
  url: string;
  /** Fields of the form, before its field `file`. */
  fields: Record<string, string>;
}

export interface StoredObject {
  key: string;
  modifiedAt: Date;
}

/** Where the bytes of files lie. Keys are made by the server: `tenant/uuid`. */
export interface StorageDriver {
  /**
   * Stores the bytes as they come. The object exists as a whole or not at all, whatever ends it: an error of the body, a full
   * disk, the signal, a killed process.
   */
  put(key: string, body: Readable, options: { contentType: string; signal?: AbortSignal }): Promise<void>;
  /** @throws ObjectMissingError */
  get(key: string, range?: ByteRange): Promise<Readable>;
  /** Size in bytes; undefined where there is no object. */
  head(key: string): Promise<number | undefined>;
  /** Deletes it if it is there. */
  delete(key: string): Promise<void>;
  /** All objects in the order of their keys, or those after a key, for the search for those that nobody knows of. */
  list(after?: string): AsyncIterable<StoredObject>;
  /** Deletes what is left of writes that were begun before this instant and cut off by the end of their process. */
  deleteUnfinished?(before: Date): Promise<number>;
  /**
   * A form with which a client may put one object of at most limitBytes by itself, until it expires. Undefined where the
   * driver has none: then files come through the server.
   */
  presign?(key: string, options: { limitBytes: number; expiresInSeconds: number }): Promise<PresignedPost>;
  /** Reads an object that others have put there, by its address `s3://bucket/key`. @throws ObjectMissingError */
  open?(address: string): Promise<Readable>;
  /** Gives an object another key; not for large sets. @throws ObjectMissingError */
  move?(from: string, to: string): Promise<void>;
  /** Ends what it keeps open; kept connections would keep the process. */
  close?(): void;
}

export class ObjectMissingError extends Error {
  override readonly name = 'ObjectMissingError';
  constructor(key: string, options?: ErrorOptions) {
    super(`There is no object ${key}`, options);
  }
}

const KEY = /^[0-9a-f-]{36}\/[0-9a-f-]{36}(\.upload)?$/;

export function isKey(text: string): boolean {
  return KEY.test(text);
}

/** Refuses what is no key of ours, so that no path can be built from anything else. */
export function checkKey(key: string): string {
  if (!isKey(key)) throw new TypeError('A key is tenant/uuid');
  return key;
}
