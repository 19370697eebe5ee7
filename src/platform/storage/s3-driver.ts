import type { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import {
  type ByteRange,
  checkKey,
  ObjectMissingError,
  type PresignedPost,
  type StorageDriver,
  type StoredObject,
} from './storage-driver.js';

/** Bytes of a part; two are in memory at a time. S3 takes 10,000 parts, so an object has at most 80 GB. */
const PART_BYTES = 8 * 1024 * 1024;
const CONNECT_MS = 5_000;
/** Longest silence of the server, ms. */
const SILENCE_MS = 60_000;

export interface S3Settings {
  bucket: string;
  region: string;
  /** URL of a compatible server; Amazon's own without. */
  endpoint?: string;
  /** Without it, what the machine is allowed to. */
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

/** Objects of a bucket of S3, or of a server that speaks as it does. */
export class S3Driver implements StorageDriver {
  readonly client: S3Client;
  private readonly bucket: string;

  constructor({ bucket, region, endpoint, credentials }: S3Settings) {
    this.bucket = bucket;
    this.client = new S3Client({
      region,
      ...(endpoint && { endpoint, forcePathStyle: true }),
      ...(credentials && { credentials }),
      // By default the SDK adds checksums as trailers, which other servers refuse, and that of an empty body to signed URLs.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      maxAttempts: 3,
      requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: SILENCE_MS },
    });
  }

  async put(
    key: string,
    body: Readable,
    { contentType, signal }: { contentType: string; signal?: AbortSignal },
  ): Promise<void> {
    const upload = new Upload({
      client: this.client,
      params: { ...this.at(key), Body: body, ContentType: contentType },
      partSize: PART_BYTES,
      queueSize: 2,
      leavePartsOnError: false,
    });
    const abort = () => {
      body.destroy(signal!.reason as Error);
      void upload.abort();
    };
    signal?.addEventListener('abort', abort, { once: true });
    try {
      signal?.throwIfAborted();
      await upload.done();
    } catch (error) {
      // A server that cannot take an upload back hides with its own error why that was tried.
      throw body.errored ?? error;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  async get(key: string, range?: ByteRange): Promise<Readable> {
    const Range = range && `bytes=${range.from}-${range.to ?? ''}`;
    const answer = await this.found(key, this.client.send(new GetObjectCommand({ ...this.at(key), Range })));
    return answer.Body as Readable;
  }

  async open(address: string): Promise<Readable> {
    const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(address) ?? [];
    if (Bucket !== this.bucket || Key === undefined) throw new ObjectMissingError(address);
    const answer = await this.found(address, this.client.send(new GetObjectCommand({ Bucket, Key })));
    return answer.Body as Readable;
  }

  async head(key: string): Promise<number | undefined> {
    try {
      const answer = await this.found(key, this.client.send(new HeadObjectCommand(this.at(key))));
      return answer.ContentLength;
    } catch (error) {
      if (error instanceof ObjectMissingError) return undefined;
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand(this.at(key)));
  }

  async *list(after?: string): AsyncIterable<StoredObject> {
    const from = { Bucket: this.bucket, StartAfter: after };
    for await (const page of paginateListObjectsV2({ client: this.client }, from))
      for (const { Key, LastModified } of page.Contents ?? [])
        if (Key && LastModified) yield { key: Key, modifiedAt: LastModified };
  }

  /** A POST, because only its policy can limit the size; a signed PUT takes bytes without end. */
  async presign(
    key: string,
    { limitBytes, expiresInSeconds }: { limitBytes: number; expiresInSeconds: number },
  ): Promise<PresignedPost> {
    const { Bucket, Key } = this.at(key);
    return createPresignedPost(this.client, {
      Bucket,
      Key,
      Conditions: [['content-length-range', 1, limitBytes]],
      Expires: expiresInSeconds,
    });
  }

  async move(from: string, to: string): Promise<void> {
    const CopySource = `${this.bucket}/${checkKey(from)}`;
    await this.found(from, this.client.send(new CopyObjectCommand({ ...this.at(to), CopySource })));
    await this.delete(from);
  }

  close(): void {
    this.client.destroy();
  }

  private at(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.bucket, Key: checkKey(key) };
  }

  private async found<T>(key: string, answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      const { name } = error as Error;
      if (name === 'NoSuchKey' || name === 'NotFound') throw new ObjectMissingError(key, { cause: error });
      throw error;
    }
  }
}
