import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LocalDriver } from '../../src/platform/storage/local-driver.js';
import { S3Driver } from '../../src/platform/storage/s3-driver.js';
import { ObjectMissingError, type StorageDriver } from '../../src/platform/storage/storage-driver.js';
import { newFileFolder, removeFileFolder } from '../support/file-folder.js';
import { StandIn } from '../support/stand-in.js';

const folder = newFileFolder();
const local = new LocalDriver(join(folder, 'local'));
const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
const settings = { bucket: 'files', region: 'eu-west-1', credentials };
let standIn: StandIn;
let other: StandIn;
const drivers: Record<string, StorageDriver> = { 'a disk': local };
const s3: S3Driver[] = [];

beforeAll(async () => {
  mkdirSync(folder);
  const args = ['--folder', join(folder, 's3'), '--key', 'S3RVER:S3RVER'];
  standIn = await StandIn.start('stand-ins/s3/server.mjs', args);
  other = await StandIn.start('test/support/s3rver.mjs', [join(folder, 's3rver')]);
  for (const [name, { port }] of Object.entries({ 'our stand-in': standIn, s3rver: other })) {
    const driver = new S3Driver({ ...settings, endpoint: `http://127.0.0.1:${port}` });
    drivers[name] = driver;
    s3.push(driver);
  }
});
afterAll(async () => {
  for (const driver of s3) driver.close();
  await standIn?.stop();
  await other?.stop();
  await removeFileFolder(folder);
});

const LARGE = 'test/platform/large-upload.mjs';
const newKey = () => `${randomUUID()}/${randomUUID()}`;
const textOf = async (body: Readable) => Buffer.concat(await body.toArray()).toString();
const keysOf = async (driver: StorageDriver, after?: string) => {
  const keys: string[] = [];
  for await (const { key } of driver.list(after)) keys.push(key);
  return keys;
};
/** Bytes that are nowhere the same, so that nothing can be left out or repeated unnoticed. */
const bytesOf = (length: number) =>
  Buffer.from(Uint32Array.from({ length: Math.ceil(length / 4) }, (_, n) => n).buffer).subarray(0, length);

describe.each(['a disk', 'our stand-in', 's3rver'])('objects on %s', (name) => {
  const driver = () => drivers[name]!;
  const put = (key: string, body: Readable, signal?: AbortSignal) =>
    driver().put(key, body, { contentType: 'text/plain', signal });

  it('are read as they were written, whole and in part', async () => {
    const key = newKey();
    await put(key, Readable.from([Buffer.from('one, '), Buffer.from('two')]));
    expect(await textOf(await driver().get(key))).toBe('one, two');
    expect(await textOf(await driver().get(key, { from: 5 }))).toBe('two');
    expect(await textOf(await driver().get(key, { from: 1, to: 3 }))).toBe('ne,');
    expect(await driver().head(key)).toBe(8);
    expect(await keysOf(driver())).toContain(key);
    const folder = key.split('/')[0];
    for (let n = 0; n < 2; n++) await put(`${folder}/${randomUUID()}`, Readable.from(['x']));
    const all = await keysOf(driver());
    expect(all).toEqual(all.toSorted());
    for (let n = 0; n < all.length; n++) expect(await keysOf(driver(), all[n])).toEqual(all.slice(n + 1));
  });

  it('may be empty', async () => {
    const key = newKey();
    await put(key, Readable.from([]));
    expect(await driver().head(key)).toBe(0);
    expect(await textOf(await driver().get(key))).toBe('');
  });

  it('may be larger than one part', async () => {
    const key = newKey();
    const bytes = bytesOf(17 * 1024 * 1024 + 1);
    await put(key, Readable.from([bytes.subarray(0, 999), bytes.subarray(999)]));
    expect(await driver().head(key)).toBe(bytes.length);
    const back = Buffer.concat(await (await driver().get(key)).toArray());
    expect(back.equals(bytes)).toBe(true);
  });

  it('are missing when nobody has written them, or they are deleted', async () => {
    const key = newKey();
    expect(await driver().head(key)).toBeUndefined();
    await expect(driver().get(key)).rejects.toThrow(ObjectMissingError);
    await driver().delete(key);
    await put(key, Readable.from(['x']));
    await driver().delete(key);
    expect(await driver().head(key)).toBeUndefined();
  });

  it('are not there in part when their body breaks off, in the first part or a later one', async () => {
    for (const length of [10, 9 * 1024 * 1024]) {
      const key = newKey();
      const body = Readable.from(
        (async function* () {
          yield bytesOf(length);
          throw new Error('broken off');
        })(),
      );
      await expect(put(key, body)).rejects.toThrow('broken off');
      expect(await driver().head(key)).toBeUndefined();
    }
  });

  it('are not there in part when the writer is told to stop', async () => {
    const key = newKey();
    const stop = new AbortController();
    const body = new Readable({ read: () => undefined });
    body.push('half');
    const written = put(key, body, stop.signal);
    stop.abort(new Error('cancelled'));
    await expect(written).rejects.toThrow();
    expect(await driver().head(key)).toBeUndefined();
  });

  it.each(['../../etc/passwd', 'a/b', `${randomUUID()}/../${randomUUID()}`, `${randomUUID()}`])(
    'have no key %s',
    async (key) => {
      await expect(put(key, Readable.from(['x']))).rejects.toThrow(TypeError);
      await expect(driver().get(key)).rejects.toThrow(TypeError);
    },
  );
});

describe('a disk', () => {
  it('has no room: the error says so, and no part of the file is left', () => {
    // The system refuses this process every byte beyond 64 KiB of a file.
    const run = spawnSync(
      'bash',
      ['-c', `ulimit -f 64; exec ${process.execPath} ${LARGE} ${join(folder, 'full')} 1000000`],
      {
        encoding: 'utf8',
        env: { ...process.env, NODE_OPTIONS: '' },
      },
    );
    expect(run.stderr).toBe('');
    expect(JSON.parse(run.stdout)).toMatchObject({ code: 'EFBIG' });
    expect(readdirSync(join(folder, 'full'))).toEqual(['incoming']);
    expect(readdirSync(join(folder, 'full/incoming'))).toEqual([]);
  });

  it('keeps files for their owner alone', async () => {
    const key = newKey();
    await local.put(key, Readable.from(['x']), {});
    const mode = (path: string) => statSync(path).mode & 0o777;
    expect(mode(join(folder, 'local', key))).toBe(0o600);
    expect(mode(join(folder, 'local', key.split('/')[0]!))).toBe(0o700);
  });

  it('lets go what writers left that were killed, and nothing that is still written', async () => {
    const incoming = join(folder, 'local/incoming');
    mkdirSync(incoming, { recursive: true });
    const [old, young] = [randomUUID(), randomUUID()];
    for (const name of [old, young]) writeFileSync(join(incoming, name), 'half');
    utimesSync(join(incoming, old), new Date(0), new Date(0));
    expect(await local.deleteUnfinished(new Date(Date.now() - 1000))).toBe(1);
    expect(readdirSync(incoming)).toEqual([young]);
  });

  it('takes 256 MB with 32 MB of heap', () => {
    const args = ['--max-old-space-size=32', LARGE, join(folder, 'large'), String(256 * 1024 * 1024)];
    const run = spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } });
    expect(run.stderr).toBe('');
    const { bytes, grown } = JSON.parse(run.stdout) as { bytes: number; grown: number };
    expect(bytes).toBe(256 * 1024 * 1024);
    expect(grown).toBeLessThan(96 * 1024 * 1024);
  });
});

describe('a form for one upload', () => {
  const TYPE = 'application/octet-stream';
  const post = async (url: string, fields: Record<string, string>, bytes: number) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('file', new Blob([new Uint8Array(bytes)], { type: TYPE }), 'part.stl');
    const answer = await fetch(url, { method: 'POST', body: form });
    return { status: answer.status, text: await answer.text() };
  };

  it('takes a file within its limits, and no other', async () => {
    const driver = drivers['our stand-in']!;
    const key = newKey();
    const { url, fields } = await driver.presign!(key, { limitBytes: 4, expiresInSeconds: 60 });
    expect(await post(url, fields, 10)).toMatchObject({ status: 400, text: expect.stringContaining('EntityTooLarge') });
    expect(await post(url, fields, 0)).toMatchObject({ status: 400, text: expect.stringContaining('EntityTooSmall') });
    expect(await post(url, { ...fields, key: newKey() }, 4)).toMatchObject({ status: 403 });
    expect(await post(url, { ...fields, acl: 'public-read' }, 4)).toMatchObject({ status: 403 });
    const policy = Buffer.from(fields['Policy']!, 'base64').toString().replace('1,4]', '1,40]');
    const forged = { ...fields, Policy: Buffer.from(policy).toString('base64') };
    expect(await post(url, forged, 10)).toMatchObject({ status: 403, text: expect.stringContaining('Signature') });
    expect(await driver.head(key)).toBeUndefined();
    expect(await post(url, fields, 4)).toMatchObject({ status: 204 });
    expect(await driver.head(key)).toBe(4);
  });

  it('is of no use once it has expired', async () => {
    const key = newKey();
    const { url, fields } = await drivers['our stand-in']!.presign!(key, { limitBytes: 4, expiresInSeconds: -1 });
    expect(await post(url, fields, 4)).toMatchObject({ status: 403, text: expect.stringContaining('expired') });
  });

  it.each(['our stand-in', 's3rver'])('names no checksum of a body that is not there yet, on %s', async (name) => {
    const { fields } = await drivers[name]!.presign!(newKey(), { limitBytes: 4, expiresInSeconds: 60 });
    expect(Object.keys(fields).join().toLowerCase()).not.toMatch(/checksum|crc32/);
    expect(Buffer.from(fields['Policy']!, 'base64').toString()).not.toMatch(/checksum|crc32/i);
  });

  it.each(['our stand-in', 's3rver'])('leads to an object that gets another key, on %s', async (name) => {
    const driver = drivers[name]!;
    const key = newKey();
    await driver.put(`${key}.upload`, Readable.from(['part']), { contentType: TYPE });
    await driver.move!(`${key}.upload`, key);
    expect(await textOf(await driver.get(key))).toBe('part');
    expect(await driver.head(`${key}.upload`)).toBeUndefined();
    await expect(driver.move!(`${key}.upload`, key)).rejects.toThrow(ObjectMissingError);
  });
});

it('the stand-in of S3 needs nothing but Node', () => {
  const imports = readdirSync('stand-ins/s3').flatMap((file) => [
    ...readFileSync(join('stand-ins/s3', file), 'utf8').matchAll(/from '([^']+)'/g),
  ]);
  expect(imports.map(([, name]) => name).filter((name) => !/^(node:|\.\/)/.test(name!))).toEqual([]);
});
