import { StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { rangeOf } from './byte-range.js';
import { attachment } from './file-names.js';
import type { FileStorage } from './file-storage.js';
import type { StoredFile } from './stored-file.js';

/**
 * Answers a request with the file as a download, or with the range it asks for. A browser neither shows it nor runs what is in
 * it: what people upload is not to be trusted.
 */
export async function sendFile(
  storage: FileStorage,
  file: StoredFile,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<StreamableFile | undefined> {
  const etag = `"${file.sha256}"`;
  void reply.headers({
    etag,
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  });
  if (request.headers['if-none-match'] === etag) {
    void reply.status(304);
    return undefined;
  }
  const { range: asked, 'if-range': condition = etag } = request.headers;
  const range = rangeOf(condition === etag ? asked : undefined, file.bytes);
  if (range === null) {
    void reply.status(416).header('content-range', `bytes */${file.bytes}`);
    return undefined;
  }
  const body = await storage.read(file.id, range);
  if (range) void reply.status(206).header('content-range', `bytes ${range.from}-${range.to}/${file.bytes}`);
  return new StreamableFile(body, {
    type: file.contentType,
    disposition: attachment(file.name),
    length: range ? range.to - range.from + 1 : file.bytes,
  });
}
