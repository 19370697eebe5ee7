import { AnalysesRepository } from '../../src/quoting/analysis/analyses.repository.js';
import { PartFilesRepository } from '../../src/quoting/files/part-files.repository.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readViewerFile } from '../../src/quoting/analysis/preview/viewer-file.js';
import { binaryStl } from '../../src/quoting/analysis/testing/files.js';
import { box } from '../../src/quoting/analysis/testing/shapes.js';
import { fileForm, sendForm } from './part-requests.js';
import { linkOf, type Workshop } from './workshop.js';

const samples = join(dirname(createRequire(import.meta.url).resolve('occt-import-js/package.json')), 'test/testfiles');

interface Issue {
  code: string;
  limit: number;
  processes: string[];
  faces: [number, number][];
}

/** What a viewer is given of a part, and the unit that decides how large it is. */
export function partViewCases(world: () => Workshop): void {
  const upload = async (bytes: Buffer, name: string): Promise<string> => {
    const { platform } = world();
    const { body } = await sendForm(platform, platform.a.MANAGER.token, fileForm(bytes, {}, name));
    return body['id'] as string;
  };
  const measured = async (id: string) => {
    for (let n = 0; n < 3_000; n++) {
      const part = await world().ask('GET', `/files/${id}`);
      if (part['analysisStatus'] === 'completed')
        return part as { analysis: { issues: Issue[]; box: object; unit: string } };
      if (part['analysisStatus'] === 'failed') throw new Error(JSON.stringify(part['analysisError']));
      await new Promise((later) => setTimeout(later, 10));
    }
    throw new Error('It was not measured');
  };
  const fetched = (path: string, headers: Record<string, string> = {}) =>
    world().platform.app.inject({ method: 'GET', url: `/api/v1${path}`, headers });
  const bearer = () => ({ authorization: `Bearer ${world().platform.a.STAFF.token}` });

  describe('the view of a part', () => {
    let coarse: number;
    let plate: string;

    beforeAll(async () => {
      const limits = { minWall: 12 };
      const process = { code: 'coarse', name: 'Coarse', kind: 'fdm', limits };
      coarse = (await world().ask('POST', '/processes', process))['id'] as number;
      plate = await upload(binaryStl(box([40, 30, 0.4]), 'viewed'), 'plate.stl');
    });
    afterAll(() => world().ask('PATCH', `/processes/${coarse}`, { active: false }));

    it.each<[string, () => Promise<string>, [string, number, string[]][]]>([
      [
        'STL',
        () => Promise.resolve(plate),
        [
          ['thin_wall', 0.8, ['sls']],
          ['thin_wall', 12, ['coarse']],
        ],
      ],
      [
        'STEP',
        () => upload(readFileSync(join(samples, 'cube-10x10mm/Cube 10x10.stp')), 'cube.stp'),
        [['thin_wall', 12, ['coarse']]],
      ],
    ])('%s: each issue says by which process it matters and where it is in the mesh', async (_, make, expected) => {
      const id = await make();
      const { issues } = (await measured(id)).analysis;
      expect(issues.map(({ code, limit, processes }) => [code, limit, processes])).toEqual(expected);
      const answer = await fetched(`/files/${id}/mesh`, bearer());
      expect(answer.statusCode).toBe(200);
      const { header, triangles } = readViewerFile(answer.rawPayload);
      expect(header.issues).toEqual(issues.map(({ code, faces }) => ({ code, faces })));
      for (const { faces } of issues) {
        expect(faces.length).toBeGreaterThan(0);
        for (const [first, count] of faces) {
          expect(count).toBeGreaterThan(0);
          expect(first + count).toBeLessThanOrEqual(triangles.length / 3);
        }
      }
      const etag = String(answer.headers['etag']);
      const again = await fetched(`/files/${id}/mesh`, { ...bearer(), 'if-none-match': etag });
      expect([again.statusCode, again.body]).toEqual([304, '']);
      expect((await world().call('GET', `/files/${id}/mesh`, undefined, world().platform.b)).status).toBe(404);
    });

    it('has another size in another unit, until a quote has a price for it', async () => {
      const shop = world();
      const id = await upload(binaryStl(box([2, 3, 4]), 'in another unit'), 'box.stl');
      expect((await measured(id)).analysis).toMatchObject({ unit: 'mm', unitKnown: false });
      expect((await shop.call('PATCH', `/files/${id}`, { unit: 'yard' })).status).toBe(400);
      expect((await shop.call('PATCH', `/files/${id}`, { unit: 'cm' }, shop.platform.b)).status).toBe(404);
      const staff = { token: shop.platform.a.STAFF.token, body: { unit: 'cm' } };
      expect((await shop.platform.call('PATCH', `/api/v1/files/${id}`, staff)).status).toBe(403);
      expect(await shop.ask('PATCH', `/files/${id}`, { unit: 'cm' })).toMatchObject({ unit: 'cm', analysis: null });
      const { analysis } = await measured(id);
      expect(analysis).toMatchObject({ unit: 'cm', unitKnown: true, box: { x: 20, y: 30, z: 40 } });
      // A measurement that had begun in the unit before does not count.
      const files = shop.platform.app.get(PartFilesRepository, { strict: false });
      const analyses = shop.platform.app.get(AnalysesRepository, { strict: false });
      const asTenant = <T>(run: () => Promise<T>) =>
        shop.platform.app.get(RequestContext, { strict: false }).asTenant(shop.platform.a.id, run);
      const begun = (await asTenant(() => files.find(id)))!;
      const quote = await shop.draft(id, { quantity: 1 });
      await shop.ask('PATCH', `/files/${id}`, { unit: 'mm' });
      await asTenant(() => analyses.show(begun, { format: begun.format!, id: begun.analysisId! }));
      expect((await measured(id)).analysis).toMatchObject({ unit: 'mm', box: { x: 2, y: 3, z: 4 } });
      await shop.ask('POST', `/quotes/${quote}/calculate`, undefined, 200);
      const refused = await shop.call('PATCH', `/files/${id}`, { unit: 'in' });
      expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringContaining('has a price') } });
      expect(await shop.ask('GET', `/files/${id}`)).toMatchObject({ unit: 'mm', analysisStatus: 'completed' });
      await shop.ask('POST', `/quotes/${quote}/cancel`, undefined, 200);
    });

    it('is shown to who has the link of its quote, with totals of other quantities; not once it is void', async () => {
      const shop = world();
      const id = await upload(binaryStl(box([20, 30, 40]), 'for a customer'), 'block.stl');
      await measured(id);
      const quoteId = await shop.draft(id, { quantities: [1, 10] });
      await shop.ask('POST', `/quotes/${quoteId}/calculate`, undefined, 200);
      const link = linkOf(await shop.ask('POST', `/quotes/${quoteId}/send`, undefined, 200));
      const own = await fetched(`/files/${id}/mesh`, bearer());
      const mesh = await fetched(`${link}/parts/1/mesh`);
      expect(mesh.rawPayload.equals(own.rawPayload)).toBe(true);
      expect(
        (await fetched(`${link}/parts/1/mesh`, { 'if-none-match': String(mesh.headers['etag']) })).statusCode,
      ).toBe(304);
      expect((await fetched(`${link}/parts/1/thumbnail`)).headers['content-type']).toBe('image/png');
      expect((await fetched(`${link}/parts/2/mesh`)).statusCode).toBe(404);
      expect((await fetched(`${link}/parts/x/mesh`)).statusCode).toBe(400);

      const { body: view } = await shop.call('GET', link, undefined, null);
      const { body: first } = await shop.call('GET', `${link}/totals`, undefined, null);
      expect(first).toEqual(view['totals']);
      const { body: ten } = await shop.call('GET', `${link}/totals?choice=1:10`, undefined, null);
      const [line] = view['lines'] as { tiers: { quantity: number; lineTotal: string }[] }[];
      expect(ten['lines']).toBe(line!.tiers.find(({ quantity }) => quantity === 10)!.lineTotal);
      for (const choice of ['1:7', '2:1', '1', '1:1:1'])
        expect((await shop.call('GET', `${link}/totals?choice=${choice}`, undefined, null)).status).toBe(400);

      const page = await shop.call('GET', `${link}/page`, undefined, null);
      const policy = String(page.headers['content-security-policy']);
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      expect(page.headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'private, no-store' });
      await shop.ask('POST', `/quotes/${quoteId}/revise`);
      for (const what of ['parts/1/mesh', 'parts/1/thumbnail', 'totals'])
        expect([what, (await fetched(`${link}/${what}`)).statusCode]).toEqual([what, 409]);
    });
  });
}
