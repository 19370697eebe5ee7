import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JobsService } from '../../src/jobs/index.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { UPLOADS_AT_ONCE } from '../../src/platform/http/upload-places.js';
import { AnalysisRunner } from '../../src/quoting/analysis/analysis-runner.js';
import { ANALYSER } from '../../src/quoting/analysis/part-analysis.js';
import { Platform } from '../platform/harness.js';
import { HostileServer, reply } from '../support/hostile-server.js';
import { newFileFolder, removeFileFolder } from '../support/file-folder.js';
import { boxStl, fileForm, formOf, type FormPart, sendForm } from './part-requests.js';

const LIMIT = 1_000_000;
const folder = newFileFolder();
let platform: Platform;
let outside: HostileServer;
let port: number;
beforeAll(async () => {
  outside = await HostileServer.start();
  platform = await Platform.start({
    ROLES: 'api,worker',
    JOBS_TICK_MS: '100',
    STORAGE_DIR: folder,
    UPLOAD_LIMIT_BYTES: String(LIMIT),
    STORAGE_QUOTA_BYTES: String(20 * LIMIT),
    OUTBOUND_ALLOW: `127.0.0.1:${outside.port}`,
  });
  await platform.app.listen(0, '127.0.0.1');
  port = (platform.app.getHttpServer().address() as AddressInfo).port;
});
afterAll(async () => {
  await platform?.stop();
  await outside?.stop();
  await removeFileFolder(folder);
});

const manager = () => platform.a.MANAGER.token;
const api = (method: string, path: string, body?: unknown, headers?: Record<string, string>, token = manager()) =>
  platform.call(method, `/api/v1${path}`, { token, body, headers });
const upload = (form: { type: string; body: Buffer }, headers?: Record<string, string>) =>
  sendForm(platform, manager(), form, headers);
const rows = async <Row = Record<string, unknown>>(sql: string, values: unknown[] = []) =>
  (await platform.sql.query(sql, values)).rows as Row[];

/** The job once it is final. */
const ended = (id: string, tenantId = platform.a.id) =>
  platform.app.get(RequestContext).asTenant(tenantId, async () => {
    const job = await platform.app.get(JobsService, { strict: false }).waitFor(id, 60_000);
    if (!job) throw new Error(`Job ${id} has not ended`);
    return job;
  });
const until = async <T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> => {
  for (let n = 0; n < 3_000; n++) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((later) => setTimeout(later, 10));
  }
  throw new Error('It did not come about');
};
const enqueue = async (data: object) => {
  const answer = await api('POST', '/jobs', { type: 'file-analysis', data, options: { priority: 1, attempts: 3 } });
  expect(answer).toMatchObject({ status: 201 });
  return answer.body['id'] as string;
};
/** Files that lie in the storage, those that are being written among them. */
const objects = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).length;

describe('part files', () => {
  it('an upload is kept, analysed by itself, shown, downloaded and removed', async () => {
    const bytes = boxStl('bracket');
    const accepted = await upload(fileForm(bytes, { unit: 'mm' }, '../parts/Łódź.stl'));
    expect(accepted).toMatchObject({ status: 201, body: { name: 'Łódź.stl', bytes: bytes.length } });
    const id = accepted.body['id'] as string;
    const job = await ended(accepted.body['jobId'] as string);
    expect(job).toMatchObject({
      status: 'completed',
      result: { fileId: id, cached: false, format: 'stl', verdict: 'solid' },
    });

    const one = await api('GET', `/files/${id}`);
    expect(one).toMatchObject({ status: 200, body: { unit: 'mm', format: 'stl', analysisStatus: 'completed' } });
    expect(one.body['analysis']).toMatchObject({ triangles: 12, verdict: 'solid', unitKnown: true });
    const { volume, area } = one.body['analysis'] as { volume: number; area: number };
    expect([volume, area]).toEqual([expect.closeTo(24, 9), expect.closeTo(52, 9)]);

    const file = await api('GET', `/files/${id}/download`);
    expect(file).toMatchObject({ status: 200, headers: { 'content-length': String(bytes.length) } });
    expect(file.headers['content-disposition']).toBe(
      `attachment; filename="__d_.stl"; filename*=UTF-8''%C5%81%C3%B3d%C5%BA.stl`,
    );
    expect(file.headers['x-content-type-options']).toBe('nosniff');
    expect((await api('GET', '/files')).body).toMatchObject({ files: [expect.objectContaining({ id })] });

    const before = objects();
    expect((await api('DELETE', `/files/${id}`)).status).toBe(204);
    expect((await api('GET', `/files/${id}`)).status).toBe(404);
    expect(await rows('SELECT FROM file_analysis')).toEqual([]);
    await until(() => (objects() < before ? true : undefined));
  });

  it.each<[string, FormPart[], number, string]>([
    ['without a file', [{ name: 'unit', value: 'mm' }], 400, 'file'],
    ['with an empty file', [{ name: 'file', value: '', filename: 'a.stl' }], 400, 'file'],
    [
      'with a unit that is none',
      [
        { name: 'file', value: 'x', filename: 'a' },
        { name: 'unit', value: 'yard' },
      ],
      400,
      'unit',
    ],
    [
      'with an unknown field',
      [
        { name: 'file', value: 'x', filename: 'a' },
        { name: 'owner', value: 'x' },
      ],
      400,
      'owner',
    ],
    [
      'with a field twice',
      [
        { name: 'unit', value: 'mm' },
        { name: 'unit', value: 'cm' },
        { name: 'file', value: 'x', filename: 'a' },
      ],
      400,
      'unit',
    ],
    [
      'with two files',
      [
        { name: 'file', value: 'x', filename: 'a' },
        { name: 'file', value: 'y', filename: 'b' },
      ],
      400,
      'file',
    ],
    ['with the file in another field', [{ name: 'part', value: 'x', filename: 'a' }], 400, 'part'],
    [
      'with __proto__',
      [
        { name: '__proto__', value: 'x' },
        { name: 'file', value: 'x', filename: 'a' },
      ],
      400,
      '__proto__',
    ],
  ])('a form %s is refused, and nothing is left of it', async (_, parts, status, path) => {
    const before = [objects(), await rows('SELECT count(*) FROM stored_file WHERE state <> $1', ['removed'])];
    const answer = await upload(formOf(parts));
    expect(answer).toMatchObject({ status, body: { errors: [expect.objectContaining({ path })] } });
    await until(async () => (objects() === before[0] ? true : undefined));
    expect(await rows('SELECT count(*) FROM stored_file WHERE state <> $1', ['removed'])).toEqual(before[1]);
  });

  it.each([
    ['no boundary', 'multipart/form-data', Buffer.from('x'), 400],
    ['no end', 'multipart/form-data; boundary=b', fileForm(boxStl()).body.subarray(0, 200), 400],
    ['another type', 'text/csv', Buffer.from('a,b'), 415],
    ['JSON', 'application/json', Buffer.from('{}'), 415],
  ])('a body with %s is refused', async (_, type, body, status) => {
    expect(await upload({ type, body })).toMatchObject({ status });
  });

  it('a file beyond the limit is refused while it comes: 413, the connection closed, no temporary file left', async () => {
    const before = objects();
    const answer = await new Promise<{ status: number; connection?: string }>((resolve, reject) => {
      const headers = { authorization: `Bearer ${manager()}`, 'content-type': 'multipart/form-data; boundary=b' };
      const sent = request({ port, host: '127.0.0.1', method: 'POST', path: '/api/v1/files', headers }, (got) => {
        got.resume();
        resolve({ status: got.statusCode!, connection: got.headers.connection });
      });
      sent.on('error', reject);
      sent.write('--b\r\ncontent-disposition: form-data; name="file"; filename="a.stl"\r\n\r\n');
      // Its length is not told, as in a stream of chunks.
      for (let n = 0; n < 26; n++) sent.write(Buffer.alloc(LIMIT / 25));
    });
    expect(answer).toEqual({ status: 413, connection: 'close' });
    expect(objects()).toBe(before);
    expect(await rows(`SELECT FROM stored_file WHERE state = 'writing'`)).toEqual([]);
  });

  it('a sender that goes away leaves nothing', async () => {
    const before = objects();
    const headers = { authorization: `Bearer ${manager()}`, 'content-type': 'multipart/form-data; boundary=b' };
    const sent = request({ port, host: '127.0.0.1', method: 'POST', path: '/api/v1/files', headers });
    sent.on('error', () => undefined);
    sent.write('--b\r\ncontent-disposition: form-data; name="file"; filename="a.stl"\r\n\r\nsolid');
    await until(() => (objects() > before ? true : undefined));
    sent.destroy();
    await until(async () =>
      objects() === before && (await rows(`SELECT FROM stored_file WHERE state = 'writing'`)).length === 0
        ? true
        : undefined,
    );
  });

  it('so many uploads of a tenant come at a time; one more has to wait, and nobody else has to', async () => {
    const before = objects();
    const headers = { authorization: `Bearer ${manager()}`, 'content-type': 'multipart/form-data; boundary=b' };
    const slow = Array.from({ length: UPLOADS_AT_ONCE }, () => {
      const sent = request({ port, host: '127.0.0.1', method: 'POST', path: '/api/v1/files', headers, agent: false });
      sent.on('error', () => undefined);
      sent.write('--b\r\ncontent-disposition: form-data; name="file"; filename="a.stl"\r\n\r\nsolid');
      return sent;
    });
    await until(() => (objects() === before + slow.length ? true : undefined));
    const refused = await api('POST', '/booking-imports?hotelId=1&sourceHotel=x&roomTypes=A:B', 'a', {
      'content-type': 'text/csv',
    });
    expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '5', connection: 'close' } });
    expect(await upload(fileForm(boxStl()))).toMatchObject({ status: 429, body: { code: 'TOO_MANY_REQUESTS' } });
    const foreign = await sendForm(platform, platform.b.MANAGER.token, fileForm(boxStl()));
    expect(foreign.status).toBe(201);
    await ended(foreign.body['jobId'] as string, platform.b.id);
    for (const sent of slow) sent.destroy();
    const accepted = await until(async () => {
      const answer = await upload(fileForm(boxStl()));
      return answer.status === 201 ? answer : undefined;
    });
    await ended(accepted.body['jobId'] as string);
    await until(async () =>
      (await rows(`SELECT FROM stored_file WHERE state = 'writing'`)).length === 0 ? true : undefined,
    );
  });

  it('the same upload with the same Idempotency-Key is the same file; another file is refused', async () => {
    const key = { 'idempotency-key': 'upload-1' };
    const bytes = boxStl('keyed');
    const first = await upload(fileForm(bytes, { unit: 'cm' }), key);
    expect(first.status).toBe(201);
    expect(await upload(fileForm(bytes, { unit: 'cm' }), key)).toEqual(first);
    expect(await upload(fileForm(boxStl('other'), { unit: 'cm' }), key)).toMatchObject({ status: 422 });
    expect(await upload(fileForm(bytes, { unit: 'mm' }), key)).toMatchObject({ status: 422 });
    expect(await rows('SELECT FROM part_file WHERE sha256 = $1', [first.body['sha256']])).toHaveLength(1);
    await ended(first.body['jobId'] as string);
  });

  it('is told to send forms here where files lie on a disk', async () => {
    const answer = await api('POST', '/files/uploads', { name: 'bracket.stl' });
    expect(answer).toMatchObject({ status: 200, body: { method: 'multipart', id: null, limitBytes: LIMIT } });
    expect(answer.body['url']).toMatch(/\/api\/v1\/files$/);
  });
});

describe('file-analysis', () => {
  const fileOf = async (bytes: Buffer, fields = {}, name?: string) => {
    const accepted = await upload(fileForm(bytes, fields, name));
    expect(accepted.status).toBe(201);
    return { id: accepted.body['id'] as string, job: await ended(accepted.body['jobId'] as string) };
  };

  it('takes the job of the seed word for word, once it knows the file', async () => {
    outside.behaviour = (socket) => {
      socket.write(reply(200, { 'content-type': 'model/stl' }));
      socket.end(boxStl('fetched'));
    };
    const known = await ended(await enqueue({ fileId: 'file-123', fileUrl: outside.url('/file.stl') }));
    expect(known).toMatchObject({ status: 'completed', result: { cached: false } });
    const body = {
      type: 'file-analysis',
      data: { fileId: 'file-123', fileUrl: 's3://bucket/file.stl', fileName: 'part.stl', fileType: 'stl' },
      options: { priority: 1, attempts: 3 },
    };
    const asked = outside.requests.length;
    const answer = await api('POST', '/jobs', body);
    expect(answer).toMatchObject({ status: 201, body: { type: 'file-analysis', maxAttempts: 3, priority: 1 } });
    const job = await ended(answer.body['id'] as string);
    expect(job).toMatchObject({ status: 'completed', attempts: 1 });
    expect(outside.requests.length).toBe(asked);
    const { fileId } = job.result as { fileId: string };
    expect((await api('GET', `/files/${fileId}`)).body).toMatchObject({ externalRef: 'file-123', format: 'stl' });
    const options = { performDfm: true, extractGeometry: true };
    expect(
      await ended(await enqueue({ fileId, fileName: 'part.stl', fileType: 'stl', analysisOptions: options })),
    ).toMatchObject({ status: 'completed' });
  });

  it('has what the seed says: 3 attempts, 5 s and more, 5 minutes', async () => {
    const { FileAnalysis } = await import('../../src/quoting/analysis/file-analysis.job.js');
    expect(FileAnalysis).toMatchObject({
      attempts: 3,
      backoff: { type: 'exponential', delayMs: 5_000 },
      deadlineMs: 300_000,
    });
  });

  it.each<[string, object, string]>([
    ['an unknown file', { fileId: 'file-999' }, 'FILE_NOT_FOUND'],
    ['an address in a private network', { fileId: 'x1', fileUrl: 'https://169.254.169.254/part.stl' }, 'ESSRF'],
    ['plain http to a stranger', { fileId: 'x2', fileUrl: 'http://example.com/part.stl' }, 'ESSRF'],
    ['the bucket of somebody else', { fileId: 'x3', fileUrl: 's3://bucket/file.stl' }, 'FORBIDDEN'],
  ])('%s is a permanent failure', async (_, data, code) => {
    const job = await ended(await enqueue(data));
    expect(job).toMatchObject({ status: 'failed', attempts: 1, error: { code } });
  });

  it('a file of garbage fails on attempt 1 into the dead letters and leaves no analysis', async () => {
    const { id, job } = await fileOf(Buffer.from('%PDF-1.7 this is no part at all'.repeat(20)), {}, 'part.stl');
    expect(job).toMatchObject({ status: 'failed', attempts: 1, error: { code: 'unrecognised' } });
    expect(await rows('SELECT reason FROM dead_letter WHERE job_id = $1', [job.id])).toEqual([{ reason: 'permanent' }]);
    expect(await rows('SELECT FROM part_file WHERE id = $1 AND analysis_id IS NOT NULL', [id])).toEqual([]);
    expect((await api('GET', `/files/${id}`)).body).toMatchObject({
      analysis: null,
      analysisStatus: 'failed',
      analysisError: { code: 'unrecognised' },
    });
    expect((await api('GET', `/files/${id}/mesh`)).status).toBe(404);
  });

  it('equal bytes of a tenant are measured once, and never shared with another', async () => {
    const bytes = boxStl('twice');
    const one = await fileOf(bytes, { unit: 'mm' });
    const two = await fileOf(bytes, { unit: 'mm' });
    const inches = await fileOf(bytes, { unit: 'in' });
    expect([one, two, inches].map(({ job }) => (job.result as { cached: boolean }).cached)).toEqual([
      false,
      true,
      false,
    ]);
    expect((inches.job.result as { volume: number }).volume).toBeCloseTo(24 * 16_387.064, 3);
    const foreign = await sendForm(platform, platform.b.MANAGER.token, fileForm(bytes, { unit: 'mm' }));
    const job = await ended(foreign.body['jobId'] as string, platform.b.id);
    expect(job.result).toMatchObject({ cached: false });
    // What is measured goes with the last of the files.
    expect((await api('DELETE', `/files/${one.id}`)).status).toBe(204);
    expect((await api('GET', `/files/${two.id}`)).body['analysis']).toMatchObject({ triangles: 12 });
  });

  /** The process of an analysis, stopped before it has done anything. */
  const stopped = async () => {
    const { running } = platform.app.get(AnalysisRunner, { strict: false });
    const pid = await until(() => [...running][0]);
    process.kill(pid, 'SIGSTOP');
    return pid;
  };
  const isGone = (pid: number) => {
    try {
      process.kill(pid, 0);
      return undefined;
    } catch {
      return true;
    }
  };

  it('a cancelled one ends its process', async () => {
    const accepted = await upload(fileForm(boxStl('cancelled')));
    const pid = await stopped();
    expect((await api('DELETE', `/jobs/${String(accepted.body['jobId'])}`)).status).toBeLessThan(300);
    expect(await ended(accepted.body['jobId'] as string)).toMatchObject({ status: 'cancelled' });
    await until(() => isGone(pid));
    expect((await api('GET', `/files/${String(accepted.body['id'])}`)).body).toMatchObject({
      analysisStatus: 'cancelled',
    });
  });

  it('is one at a time of a tenant, so that the files of another have a place', async () => {
    const first = await upload(fileForm(boxStl('long')));
    const pid = await stopped();
    const second = await upload(fileForm(boxStl('next')));
    for (const name of ['other', 'another']) {
      const foreign = await sendForm(platform, platform.b.MANAGER.token, fileForm(boxStl(name)));
      expect(await ended(foreign.body['jobId'] as string, platform.b.id)).toMatchObject({ status: 'completed' });
    }
    // The relay has looked twice since, and a place was free.
    expect([...platform.app.get(AnalysisRunner, { strict: false }).running]).toEqual([pid]);
    const statuses = await rows('SELECT status FROM job_live WHERE id = $1', [second.body['jobId']]);
    expect(statuses).toEqual([{ status: 'PENDING' }]);
    process.kill(pid, 'SIGCONT');
    for (const { body } of [first, second])
      expect(await ended(body['jobId'] as string)).toMatchObject({ status: 'completed', attempts: 1 });
  });

  it('one whose process is killed is tried again', async () => {
    const accepted = await upload(fileForm(boxStl('killed')));
    const pid = await stopped();
    process.kill(pid, 'SIGKILL');
    const id = accepted.body['jobId'] as string;
    await until(async () =>
      (await rows(`SELECT FROM job_live WHERE id = $1 AND status = 'PENDING' AND run_at > now()`, [id])).length > 0
        ? true
        : undefined,
    );
    await platform.sql.query('UPDATE job_live SET run_at = now() WHERE id = $1', [id]);
    const job = await ended(id);
    expect(job).toMatchObject({ status: 'completed', attempts: 2 });
    expect(job.attemptLog[0]).toMatchObject({ error: { code: 'CRASHED' } });
  });

  it('started by hand answers with its job', async () => {
    const { id } = await fileOf(boxStl('again'));
    const answer = await api('POST', `/files/${id}/analyse`, { performDfm: false, extractGeometry: false });
    expect(answer).toMatchObject({ status: 202, body: { fileId: id } });
    expect(await ended(answer.body['jobId'] as string)).toMatchObject({ status: 'completed' });
    // What it leaves out takes nothing away that was measured before: walls, the mesh of quotes that were sent.
    const { body } = await api('GET', `/files/${id}`);
    expect(body).toMatchObject({
      analysisOutdated: false,
      meshUrl: expect.any(String),
      thumbnailUrl: expect.any(String),
    });
    expect((body['analysis'] as { thickness: object }).thickness).toMatchObject({ min: expect.closeTo(2, 6) });
    // But what another version has measured is not what would be measured now.
    await rows(
      `UPDATE file_analysis SET result = result || '{"analyser": "nightshift-geometry/1"}'
       WHERE id = (SELECT analysis_id FROM part_file WHERE id = $1)`,
      [id],
    );
    const later = await api('POST', `/files/${id}/analyse`, { performDfm: false, extractGeometry: false });
    await ended(later.body['jobId'] as string);
    expect((await api('GET', `/files/${id}`)).body).toMatchObject({
      analysis: { analyser: ANALYSER, thickness: null },
    });
  });

  it('is out of date once a process has another limit, and says so until the part is measured again', async () => {
    const { id } = await fileOf(boxStl('limits'));
    const outdated = async () => (await api('GET', `/files/${id}`)).body['analysisOutdated'];
    expect(await outdated()).toBe(false);
    await api('PUT', '/quoting-settings', { currency: 'EUR', timezone: 'Europe/Vienna', shopName: 'Matrix' });
    const process = { code: 'thick', name: 'Thick', kind: 'fdm', limits: { minWall: 5 } };
    const made = await api('POST', '/processes', process);
    expect(made.status).toBe(201);
    expect(await outdated()).toBe(true);
    const { body } = await api('POST', `/files/${id}/analyse`, {});
    expect(await ended(body['jobId'] as string)).toMatchObject({ status: 'completed', result: { cached: false } });
    expect(await outdated()).toBe(false);
    const { analysis } = (await api('GET', `/files/${id}`)).body as { analysis: { issues: object[] } };
    expect(analysis.issues).toContainEqual(
      expect.objectContaining({ code: 'thin_wall', limit: 5, processes: ['thick'] }),
    );
    await api('DELETE', `/processes/${made.body['id'] as number}`);
    expect(await outdated()).toBe(true);
  });

  it('of a file that is removed meanwhile leaves nothing', async () => {
    const accepted = await upload(fileForm(boxStl('gone')));
    const pid = await stopped();
    expect((await api('DELETE', `/files/${String(accepted.body['id'])}`)).status).toBe(204);
    process.kill(pid, 'SIGCONT');
    const job = await ended(accepted.body['jobId'] as string);
    expect(job).toMatchObject({ status: 'failed', attempts: 1, error: { code: 'FILE_NOT_FOUND' } });
    expect(await rows('SELECT FROM file_analysis WHERE sha256 = $1', [accepted.body['sha256']])).toEqual([]);
  });

  it('leaves no folder of its own behind', () => {
    expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
  });
});
