import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FileStorage } from '../../src/platform/storage/index.js';
import { S3Driver } from '../../src/platform/storage/s3-driver.js';
import { SystemDatabase } from '../../src/platform/database/system-database.js';
import { Retention } from '../../src/platform/retention/retention.js';
import type { StorageDriver } from '../../src/platform/storage/storage-driver.js';
import { StorageSweep } from '../../src/platform/storage/storage-sweep.js';
import { STORAGE_DRIVER } from '../../src/platform/storage/storage.tokens.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { newFileFolder, removeFileFolder } from '../support/file-folder.js';
import { StandIn } from '../support/stand-in.js';
import { Platform, type Tenant } from './harness.js';

const MB = 1_000_000;
const folder = newFileFolder();
let s3: StandIn;
let driver: S3Driver;
let platform: Platform;
let storage: FileStorage;
beforeAll(async () => {
  s3 = await StandIn.start('stand-ins/s3/server.mjs', ['--folder', folder, '--key', 'id:secret']);
  const endpoint = `http://127.0.0.1:${s3.port}`;
  const credentials = { accessKeyId: 'id', secretAccessKey: 'secret' };
  driver = new S3Driver({ bucket: 'files', region: 'us-east-1', endpoint, credentials });
  platform = await Platform.start({
    S3_BUCKET: 'files',
    S3_ENDPOINT: endpoint,
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'secret',
    STORAGE_QUOTA_BYTES: String(30 * MB),
    UPLOAD_LIMIT_BYTES: '2000',
  });
  storage = platform.app.get(FileStorage, { strict: false });
});
afterAll(async () => {
  await platform?.stop();
  driver?.close();
  await s3?.stop();
  await removeFileFolder(folder);
});

const as = <T>(fn: () => Promise<T>, tenant: Tenant = platform.a) =>
  platform.app.get(RequestContext).asTenant(tenant.id, fn);
const save = (body: Readable | string, over: object = {}, tenant?: Tenant) =>
  as(
    () =>
      storage.save({
        name: 'report.csv',
        contentType: 'text/csv',
        body: typeof body === 'string' ? Readable.from([Buffer.from(body)]) : body,
        purpose: 'report',
        ...over,
      }),
    tenant,
  );
const textOf = async (body: Readable) => Buffer.concat(await body.toArray()).toString();
const zeros = (length: number) => {
  const piece = Buffer.alloc(100_000);
  return Readable.from(Array.from({ length: length / piece.length }, () => piece));
};
const keys = async () => {
  const found: string[] = [];
  for await (const { key } of driver.list()) found.push(key);
  return found;
};
const states = async (sql = 'true') =>
  (await platform.sql.query<{ state: string }>(`SELECT state FROM stored_file WHERE ${sql}`)).rows.map(
    ({ state }) => state,
  );
const used = async () =>
  (await platform.sql.query<{ bytes: string }>('SELECT bytes FROM storage_use WHERE tenant_id = $1', [platform.a.id]))
    .rows[0]?.bytes;
const get = (url: string, headers: Record<string, string> = {}) => {
  const { pathname } = new URL(url);
  return platform.call('GET', pathname, { headers });
};
const never = () => new AbortController().signal;

describe('files', () => {
  it('are kept with what is known of them, read again, and removed', async () => {
    const file = await save('a,b\r\n');
    expect(file).toMatchObject({ name: 'report.csv', contentType: 'text/csv', bytes: 5 });
    expect(await as(() => storage.find(file.id))).toEqual(file);
    expect(await textOf(await as(() => storage.read(file.id)))).toBe('a,b\r\n');
    expect(await textOf(await as(() => storage.read(file.id, { from: 2, to: 2 })))).toBe('b');
    // What has no end to its time gets none by being kept longer.
    const until = async () =>
      (await platform.sql.query<object>('SELECT keep_until AS "until" FROM stored_file WHERE id = $1', [file.id])).rows;
    const late = new Date('2100-01-01T00:00:00Z');
    await as(() => storage.prolong(file.id, late));
    expect(await until()).toEqual([{ until: null }]);
    await as(() => storage.keep(file.id, new Date('2099-01-01T00:00:00Z')));
    await as(() => storage.prolong(file.id, late));
    expect(await until()).toEqual([{ until: late }]);
    await as(() => storage.remove(file.id));
    await expect(as(() => storage.find(file.id))).rejects.toMatchObject({ status: 404 });
    await expect(as(() => storage.remove(file.id))).rejects.toMatchObject({ status: 404 });
  });

  it('of another tenant are not there', async () => {
    const file = await save('mine');
    for (const id of [file.id, randomUUID(), 'no-id', `${platform.a.id}/${file.id}`])
      for (const call of [
        () => storage.find(id),
        () => storage.read(id),
        () => storage.link(id),
        () => storage.keep(id),
        () => storage.remove(id),
      ])
        await expect(as<unknown>(call, platform.b)).rejects.toMatchObject({
          code: 'NOT_FOUND',
          message: 'File not found',
        });
    expect(await as(() => storage.find(file.id))).toEqual(file);
  });

  it('of 26 MB under a limit of 25 MB are refused, and nothing is left of them', async () => {
    const before = [await keys(), await states(), await used()];
    await expect(save(zeros(26 * MB), { limitBytes: 25 * MB })).rejects.toMatchObject({ status: 413 });
    expect([await keys(), await states(), await used()]).toEqual(before);
  });

  it('that break off, or whose writer is told to stop, are not there', async () => {
    const before = [await keys(), await states()];
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half');
        throw new Error('broken off');
      })(),
    );
    await expect(save(broken)).rejects.toThrow('broken off');
    const destroyed = zeros(MB);
    destroyed.destroy();
    await expect(save(destroyed)).rejects.toThrow();
    const stop = new AbortController();
    const slow = new Readable({ read: () => stop.abort(new Error('cancelled')) });
    const one = { name: 'a', contentType: '', purpose: 'report', body: slow };
    await expect(as(() => storage.save(one, stop.signal))).rejects.toThrow('cancelled');
    expect([await keys(), await states()]).toEqual(before);
  });

  it('together have no more than the quota, also when they come at the same time', async () => {
    const tenant = await platform.tenant('quota');
    const twice = await Promise.allSettled([1, 2].map(() => save(zeros(20 * MB), {}, tenant)));
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(save(zeros(11 * MB), {}, tenant)).rejects.toMatchObject({ status: 413 });
    const [done] = twice.filter((one) => one.status === 'fulfilled');
    await as(() => storage.remove(done!.value.id), tenant);
    await save(zeros(11 * MB), {}, tenant);
    expect((await keys()).filter((key) => key.startsWith(tenant.id)).length).toBeLessThanOrEqual(2);
  });
});

describe('links', () => {
  it('lead to the file, without an account, as a download', async () => {
    const file = await save('0123456789', { name: 'Angebot "7".html', contentType: 'text/html' });
    const link = await as(() => storage.link(file.id, { expiresInSeconds: 60 }));
    const answer = await get(link);
    expect(answer).toMatchObject({ status: 200, text: '0123456789' });
    expect(answer.headers).toMatchObject({
      'content-disposition': `attachment; filename="Angebot _7_.html"; filename*=UTF-8''Angebot%20%227%22.html`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      etag: `"${file.sha256}"`,
    });
    expect(await get(link, { range: 'bytes=2-3' })).toMatchObject({
      status: 206,
      text: '23',
      headers: { 'content-range': 'bytes 2-3/10', 'content-length': '2' },
    });
    const disable = (since: string) =>
      platform.sql.query(`UPDATE tenant SET disabled_at = ${since} WHERE id = $1`, [platform.a.id]);
    await disable('now()');
    expect(await get(link)).toMatchObject({ status: 404, body: { detail: 'File not found' } });
    await disable('NULL');
    expect(await get(link, { range: 'bytes=10-' })).toMatchObject({ status: 416, text: '' });
    expect(await get(link, { 'if-none-match': `"${file.sha256}"` })).toMatchObject({ status: 304, text: '' });
    await as(() => storage.remove(file.id));
    expect(await get(link)).toMatchObject({ status: 404 });
  });

  it('are of no use when they are not signed, changed, or expired', async () => {
    const file = await save('x');
    const link = await as(() => storage.link(file.id, { expiresInSeconds: 1 }));
    expect(await get(`${link.slice(0, -5)}AAAAA`)).toMatchObject({ status: 403 });
    expect(await get(link.replace(/[^/]+$/, file.id))).toMatchObject({ status: 403 });
    for (;;) {
      const { status } = await get(link);
      if (status === 403) break;
      expect(status).toBe(200);
      await new Promise((later) => setTimeout(later, 50));
    }
    await expect(as(() => storage.link(file.id, { expiresInSeconds: 0 }))).rejects.toThrow(RangeError);
  });
});

describe('the sweep', () => {
  const sweep = () => platform.app.get(StorageSweep, { strict: false });

  it('deletes what has expired, what was never finished, and what no row knows, and nothing else', async () => {
    const kept = await save('kept', { keepUntil: new Date(Date.now() + 60_000) });
    const past = await save('past', { keepUntil: new Date(Date.now() - 1_000) });
    const claimed = await save('claimed', { keepUntil: new Date(Date.now() - 1_000) });
    await as(() => storage.keep(claimed.id));
    const [orphan, stranger, unfinished] = [randomUUID(), randomUUID(), randomUUID()];
    const put = (key: string) => driver.put(key, Readable.from(['x']), { contentType: '' });
    await put(`${platform.a.id}/${orphan}`);
    // Of an installation that shares the bucket, which it should not.
    await put(`${randomUUID()}/${stranger}`);
    await put(`${platform.a.id}/${unfinished}`);
    await platform.sql.query(
      `INSERT INTO stored_file (tenant_id, id, state, name, content_type, purpose) VALUES ($1, $2, 'writing', 'a', '', 'part')`,
      [platform.a.id, unfinished],
    );
    // Nothing is old enough.
    await sweep().objects(never(), 86_400_000, 0);
    await sweep().files(never());
    let left = (await keys()).map((key) => key.slice(37));
    for (const id of [orphan, stranger, unfinished, kept.id, claimed.id]) expect(left).toContain(id);
    expect(left).not.toContain(past.id);
    await sweep().files(never(), 0);
    await sweep().objects(never(), -1_000, 0);
    left = (await keys()).map((key) => key.slice(37));
    for (const id of [orphan, unfinished]) expect(left).not.toContain(id);
    for (const id of [stranger, kept.id, claimed.id]) expect(left).toContain(id);
    expect(await states(`state <> 'kept'`)).toEqual([]);
  });

  /** Over a storage that is not there; its database is. */
  const sweepOf = (one: Partial<StorageDriver>) => {
    const of = <T>(type: abstract new (...args: never[]) => T): T => platform.app.get(type as never, { strict: false });
    return new StorageSweep(one as StorageDriver, of(SystemDatabase), of(Retention));
  };

  it('goes on in a large bucket where it was cut off', async () => {
    const all = Array.from({ length: 2_500 }, () => `${randomUUID()}/${randomUUID()}`).sort();
    const seen: string[] = [];
    let stop = new AbortController();
    const swept = sweepOf({
      async *list(after = '') {
        for (const key of all.filter((one) => one > after)) {
          seen.push(key);
          if (seen.length === 2_200) stop.abort(new Error('time is up'));
          yield Promise.resolve({ key, modifiedAt: new Date(0) });
        }
      },
    });
    await expect(swept.objects(stop.signal)).rejects.toThrow('time is up');
    stop = new AbortController();
    expect(seen.splice(0)).toHaveLength(2_200);
    await swept.objects(stop.signal);
    expect(seen.splice(0)).toEqual(all.slice(2_000));
    // Whole, so that the next list is due in a day, from the first key on.
    await swept.objects(stop.signal);
    expect(seen).toEqual([]);
  });

  it('deletes the others when one object cannot be deleted, and tries that one again', async () => {
    const [stuck, other] = [randomUUID(), randomUUID()];
    for (const [id, age] of [
      [stuck, '2 hours'],
      [other, '1 hour'],
    ])
      await platform.sql.query(
        `INSERT INTO stored_file (tenant_id, id, state, name, content_type, purpose, changed_at)
         VALUES ($1, $2, 'removed', 'a', '', 'part', now() - $3::interval)`,
        [platform.a.id, id, age],
      );
    let locked = true;
    const swept = sweepOf({
      delete: (key) => (locked && key.includes(stuck) ? Promise.reject(new Error('AccessDenied')) : Promise.resolve()),
    });
    expect(await swept.files(never())).toBe(1);
    expect(await states(`id = '${other}'`)).toEqual([]);
    expect(await states(`id = '${stuck}'`)).toEqual(['removed']);
    locked = false;
    expect(await swept.files(never())).toBe(1);
  });

  it('ends a look while the storage is away, and leaves the others to the next', async () => {
    await platform.sql.query(
      `INSERT INTO stored_file (tenant_id, id, state, name, content_type, purpose, changed_at)
       SELECT $1, gen_random_uuid(), 'removed', 'a', '', 'part', now() - interval '1 hour' FROM generate_series(1, 50)`,
      [platform.a.id],
    );
    let tried = 0;
    const refused = () => (tried++, Promise.reject(new Error('connect ECONNREFUSED')));
    expect(await sweepOf({ delete: refused }).files(never())).toBe(0);
    expect(tried).toBe(20);
    expect(await sweepOf({ delete: () => Promise.resolve() }).files(never())).toBe(50);
  });
});

describe('part files past the server', () => {
  const api = (method: string, path: string, body?: unknown, tenant = platform.a) =>
    platform.call(method, `/api/v1${path}`, { token: tenant.MANAGER.token, body });
  const post = async (url: string, fields: Record<string, string>, bytes: number) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('file', new Blob([new Uint8Array(bytes)]), 'part.stl');
    return (await fetch(url, { method: 'POST', body: form })).status;
  };

  it('come by a signed form, and are part files once that is said', async () => {
    const { body: offer } = await api('POST', '/files/uploads', { name: '../bracket.stl', contentType: 'model/stl' });
    const { id, url, fields } = offer as { id: string; url: string; fields: Record<string, string> };
    expect(offer).toMatchObject({ method: 'form', limitBytes: 2_000 });
    const path = `/files/uploads/${id}/complete`;
    expect((await api('POST', path, {})).status).toBe(409);
    expect(await post(url, fields, 2_001)).toBe(400);
    expect((await api('POST', path, {})).status).toBe(409);
    expect(await post(url, fields, 100)).toBe(204);
    expect((await api('POST', path, {}, platform.b)).status).toBe(404);
    const done = await api('POST', path, { unit: 'in' });
    expect(done).toMatchObject({ status: 201, body: { name: 'bracket.stl', bytes: 100 } });
    // The form is still good, but not for the file that was taken.
    expect(await post(url, fields, 50)).toBe(204);
    expect(await api('POST', path, { unit: 'in' })).toMatchObject({ status: 201, body: done.body });
    // What came once more is no file, and counts towards no quota: the next look deletes it.
    const again = `${platform.a.id}/${id}.upload`;
    expect(await keys()).toContain(again);
    await platform.app.get(StorageSweep, { strict: false }).objects(never(), 86_400_000, 0);
    expect(await keys()).not.toContain(again);
    const one = await api('GET', `/files/${String(done.body['id'])}`);
    expect(one.body).toMatchObject({ bytes: 100, unit: 'in', analysisStatus: 'waiting' });
  });

  it('are the bytes that were measured, also when the form is sent again between two calls that take them over', async () => {
    const { body: offer } = await api('POST', '/files/uploads', { name: 'twice.stl' });
    const { id, url, fields } = offer as { id: string; url: string; fields: Record<string, string> };
    const path = `/files/uploads/${id}/complete`;
    const used = platform.app.get<StorageDriver>(STORAGE_DRIVER, { strict: false });
    const get = used.get.bind(used);
    /** Each call that has begun to read its object waits for the other. */
    const reads: (() => void)[] = [];
    let firstReads = () => {};
    const first = new Promise<void>((done) => (firstReads = done));
    used.get = async (...of) => {
      const body = await get(...of);
      await new Promise<void>((go) => {
        firstReads();
        if (reads.push(go) === 2) for (const one of reads) one();
      });
      return body;
    };
    try {
      expect(await post(url, fields, 100)).toBe(204);
      const calls = [api('POST', path, {})];
      await first;
      expect(await post(url, fields, 60)).toBe(204);
      calls.push(api('POST', path, {}));
      expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([201, 201]);
    } finally {
      used.get = get;
    }
    const file = await as(() => storage.find(id));
    expect(Buffer.concat(await (await as(() => storage.read(id))).toArray())).toHaveLength(file.bytes);
  });

  it('larger than the form allows are refused when that is said, should the storage have taken them', async () => {
    const { body: offer } = await api('POST', '/files/uploads', { name: 'large.stl' });
    const key = `${platform.a.id}/${String(offer['id'])}.upload`;
    await driver.put(key, zeros(100_000), { contentType: '' });
    expect((await api('POST', `/files/uploads/${String(offer['id'])}/complete`, {})).status).toBe(413);
    expect(await states(`id = '${String(offer['id'])}'`)).toEqual(['removed']);
  });
});
