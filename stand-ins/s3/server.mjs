#!/usr/bin/env node
/**
 * A local server that speaks as much of S3 as the file storage needs: put, get with ranges, head, delete, copy, list, multipart
 * uploads, and POST forms whose policy it enforces (signature, expiry, fields, content-length-range), which other local servers
 * do not. For tests and demonstrations: objects lie in a folder, nothing is fast.
 *
 *   node stand-ins/s3/server.mjs --folder /tmp/s3 --bucket files [--port 9000] [--key id:secret]
 *
 * Prints {"port": …} once it listens; ends with SIGTERM.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { formOf } from './form.mjs';
import { checkPolicy } from './policy.mjs';

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    bucket: { type: 'string', default: 'files' },
    port: { type: 'string', default: '0' },
    key: { type: 'string', default: 'test:test-secret' },
  },
});
const [keyId, secret] = values.key.split(':');
const BUCKET = `/${values.bucket}`;
const XML = { 'content-type': 'application/xml' };

/** key → { file, type, bytes, etag, modified } */
const objects = new Map();
/** upload id → { key, type, parts: Map<number, { file, etag, bytes }> } */
const uploads = new Map();

class S3Error extends Error {
  constructor(status, code, message = code) {
    super(message);
    Object.assign(this, { status, code });
  }
}

const escape = (text) => String(text).replace(/[<>&"]/g, (c) => `&#${c.charCodeAt(0)};`);
const newFile = () => join(values.folder, randomUUID());

/** Stores what a stream brings; the whole of it or nothing. */
async function store(source, announced) {
  const file = newFile();
  const hash = createHash('md5');
  let bytes = 0;
  async function* measured() {
    for await (const chunk of source) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
  try {
    await pipeline(measured, createWriteStream(file));
    if (announced !== undefined && Number(announced) !== bytes) throw new S3Error(400, 'IncompleteBody');
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
  return { file, bytes, etag: `"${hash.digest('hex')}"` };
}

async function keep(key, stored, type = 'binary/octet-stream') {
  const old = objects.get(key);
  objects.set(key, { ...stored, type, modified: new Date() });
  if (old) await rm(old.file, { force: true });
}

function known(key) {
  const object = objects.get(key);
  if (!object) throw new S3Error(404, 'NoSuchKey', 'The specified key does not exist.');
  return object;
}

function authorise(request, url) {
  const header = request.headers.authorization ?? '';
  const given = /Credential=([^/]+)\//.exec(header)?.[1] ?? url.searchParams.get('X-Amz-Credential')?.split('/')[0];
  if (given !== keyId) throw new S3Error(403, 'AccessDenied', 'Access Denied');
}

const routes = {
  async PUT(request, url, key) {
    const { 'x-amz-copy-source': source, 'content-type': type, 'content-length': length } = request.headers;
    if (source) {
      const from = known(
        decodeURIComponent(source)
          .replace(/^\//, '')
          .slice(values.bucket.length + 1),
      );
      const copy = await store(createReadStream(from.file));
      await keep(key, copy, from.type);
      return [200, XML, `<CopyObjectResult><ETag>${escape(copy.etag)}</ETag></CopyObjectResult>`];
    }
    const upload = uploads.get(url.searchParams.get('uploadId'));
    const stored = await store(request, length);
    if (upload) upload.parts.set(Number(url.searchParams.get('partNumber')), stored);
    else await keep(key, stored, type);
    return [200, { etag: stored.etag }];
  },

  async GET(request, url, key) {
    if (key === '') return [200, XML, list(url.searchParams)];
    const object = known(key);
    const head = headOf(object);
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    if (from === undefined) return [200, head, createReadStream(object.file)];
    const start = Number(from);
    const end = Math.min(to === '' ? Infinity : Number(to), object.bytes - 1);
    if (start > end) throw new S3Error(416, 'InvalidRange');
    const range = { 'content-length': end - start + 1, 'content-range': `bytes ${start}-${end}/${object.bytes}` };
    return [206, { ...head, ...range }, createReadStream(object.file, { start, end })];
  },

  HEAD: (_request, _url, key) => [200, headOf(known(key))],

  async DELETE(_request, url, key) {
    const id = url.searchParams.get('uploadId');
    const gone = id ? [...(uploads.get(id)?.parts.values() ?? [])] : [objects.get(key)];
    if (id) uploads.delete(id);
    else objects.delete(key);
    for (const one of gone) if (one) await rm(one.file, { force: true });
    return [204, {}];
  },

  async POST(request, url, key) {
    if (key === '') return form(request);
    if (url.searchParams.has('uploads')) {
      const id = randomUUID();
      uploads.set(id, { key, type: request.headers['content-type'], parts: new Map() });
      return [200, XML, `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`];
    }
    return complete(request, url, key);
  },
};

async function complete(request, url, key) {
  const id = url.searchParams.get('uploadId');
  const upload = uploads.get(id);
  if (!upload) throw new S3Error(404, 'NoSuchUpload');
  const text = Buffer.concat(await request.toArray()).toString();
  const numbers = [...text.matchAll(/<PartNumber>(\d+)<\/PartNumber>/g)].map(([, n]) => Number(n));
  const parts = numbers.map((n) => upload.parts.get(n));
  if (parts.some((part) => !part)) throw new S3Error(400, 'InvalidPart');
  if (parts.slice(0, -1).some(({ bytes }) => bytes < 5 * 1024 * 1024)) throw new S3Error(400, 'EntityTooSmall');
  async function* joined() {
    for (const { file } of parts) yield* createReadStream(file);
  }
  await keep(key, await store(joined()), upload.type);
  uploads.delete(id);
  for (const { file } of parts) await rm(file, { force: true });
  return [200, XML, `<CompleteMultipartUploadResult><Key>${escape(key)}</Key></CompleteMultipartUploadResult>`];
}

/** A browser's form: everything its policy does not allow is refused, and nothing of it is kept. */
async function form(request) {
  const { fields, file } = formOf(request.headers['content-type'], Buffer.concat(await request.toArray()));
  const refusal = checkPolicy(fields, file.length, { bucket: values.bucket, keyId, secret, now: new Date() });
  if (refusal) throw new S3Error(refusal.status, refusal.code, refusal.message);
  const path = newFile();
  await writeFile(path, file);
  const etag = `"${createHash('md5').update(file).digest('hex')}"`;
  await keep(fields.key, { file: path, bytes: file.length, etag }, fields['content-type']);
  return [204, { etag }];
}

function headOf({ bytes, etag, type, modified }) {
  const head = { etag, 'last-modified': modified.toUTCString(), 'accept-ranges': 'bytes' };
  return { ...head, 'content-length': bytes, 'content-type': type };
}

function list(search) {
  const after = search.get('continuation-token') ?? search.get('start-after') ?? '';
  const most = Number(search.get('max-keys') ?? 1000);
  const keys = [...objects.keys()].sort().filter((key) => key.startsWith(search.get('prefix') ?? '') && key > after);
  const page = keys.slice(0, most);
  const more = keys.length > most;
  const contents = page.map((key) => {
    const { bytes, modified } = objects.get(key);
    const when = `<LastModified>${modified.toISOString()}</LastModified>`;
    return `<Contents><Key>${escape(key)}</Key><Size>${bytes}</Size>${when}</Contents>`;
  });
  const next = more ? `<NextContinuationToken>${escape(page.at(-1))}</NextContinuationToken>` : '';
  return `<ListBucketResult><IsTruncated>${more}</IsTruncated>${contents.join('')}${next}</ListBucketResult>`;
}

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://s3');
  const path = decodeURIComponent(url.pathname);
  const answer = async () => {
    if (path !== BUCKET && !path.startsWith(`${BUCKET}/`)) throw new S3Error(404, 'NoSuchBucket');
    const key = path.slice(BUCKET.length + 1);
    // A form carries its own proof.
    if (request.method !== 'POST' || key !== '') authorise(request, url);
    const [status, headers, body] = await routes[request.method](request, url, key);
    response.writeHead(status, headers);
    if (body === undefined || typeof body === 'string') response.end(body);
    else await pipeline(body, response);
  };
  answer().catch((error) => {
    if (response.headersSent) return response.destroy();
    const { status = 500, code = 'InternalError', message } = error;
    response.writeHead(status, { ...XML, connection: 'close' });
    response.end(`<Error><Code>${code}</Code><Message>${escape(message)}</Message></Error>`);
  });
});

await mkdir(values.folder, { recursive: true });
process.on('SIGTERM', () => process.exit(0));
server.listen(Number(values.port), '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
