import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { analyse } from './analyse.js';
import type { AnalysisInput } from './analysis-input.js';
import type { LengthUnit } from './part-analysis.js';
import { asciiStl, binaryStl, Folder, obj } from './testing/files.js';
import { ball, box, cube, mapped, moved, reversed, together, torus, turned, without } from './testing/shapes.js';

const require = createRequire(import.meta.url);
const NODE_STL = join(dirname(require.resolve('node-stl/package.json')), 'test/test_data');
const OCCT = join(dirname(require.resolve('occt-import-js/package.json')), 'test/testfiles');
const folder = new Folder();
afterAll(() => folder.remove());

const inMm = (path: string, more: Partial<AnalysisInput> = {}) =>
  analyse({ path, name: path, unit: 'mm', options: { performDfm: false }, ...more });
const of = (content: string | Uint8Array, unit: LengthUnit = 'mm', name = 'part.stl') =>
  inMm(folder.write(name, content), { name, unit });

describe('figures of public parts', () => {
  it.each([
    ['box_2x3x4.stl', 24, 52, 12],
    ['box_3x3x3_offset.stl', 27, 54, 12],
    ['002.STL', 48_625.1008, 18_330.525, undefined],
    ['RasPiCaseLight.stl', 1_091.92985, undefined, undefined],
    ['WALLY_1plate.stl', 22_863.8233, 17_701.103, undefined],
    ['Pterosaur_FDM.stl', 22_581.4225, undefined, 201_286],
  ])('%s', async (name, volume, area, triangles) => {
    const found = await inMm(join(NODE_STL, name));
    expect(found.volume / volume).toBeCloseTo(1, 7);
    if (area) expect(found.area / area).toBeCloseTo(1, 7);
    if (triangles) expect(found.triangles).toBe(triangles);
    expect(found).toMatchObject({ verdict: 'solid', manufacturable: true, reviewReasons: [] });
    expect(found.edges).toMatchObject({ boundary: 0, nonManifold: 0, inconsistent: 0 });
  });

  it('box.stl is open by 288 edges', async () => {
    const found = await inMm(join(NODE_STL, 'box.stl'));
    expect(found.edges.boundary).toBe(288);
    expect(found).toMatchObject({ verdict: 'open', manufacturable: false });
    expect(found.reviewReasons).toContain('not_watertight');
  });

  it('the cube of occt-import-js', async () => {
    const found = await inMm(join(OCCT, 'cube-10x10mm/Cube 10x10.stl'));
    expect(found).toMatchObject({ verdict: 'solid', genus: 0, shells: 1, bodies: 1, reviewReasons: [] });
    expect(found.volume).toBeCloseTo(1000, 6);
    expect(found.area).toBeCloseTo(600, 6);
  });
});

describe('worked examples', () => {
  it('A1: a unit cube in inches', async () => {
    const found = await of(binaryStl(cube(1)), 'in');
    expect(found).toMatchObject({ verdict: 'solid', genus: 0, unit: 'in', unitKnown: true });
    expect(found.volume).toBeCloseTo(16_387.064, 8);
    expect(found.area).toBeCloseTo(3_870.96, 8);
    for (const side of Object.values(found.box)) expect(side).toBeCloseTo(25.4, 10);
  });

  it('A2: a hollow cube; its inner shell the wrong way round', async () => {
    const outer = cube(20);
    const inner = cube(10, [5, 5, 5]);
    const hollow = await of(binaryStl(together(outer, reversed(inner))));
    expect(hollow).toMatchObject({
      volume: 7000,
      area: 3000,
      shells: 2,
      bodies: 1,
      trappedVolume: 1000,
      verdict: 'solid',
    });
    const doubtful = await of(binaryStl(together(outer, inner)));
    expect(doubtful).toMatchObject({ signedVolume: 9000, shells: 2, verdict: 'ambiguous', manufacturable: false });
    expect(doubtful.reviewReasons).toEqual(['ambiguous_nested_shell']);
    // The whole of it inside out is inverted, and still a cavity in a cube.
    const inverted = await of(binaryStl(reversed(together(outer, reversed(inner)))));
    expect(inverted).toMatchObject({
      signedVolume: -7000,
      volume: 7000,
      trappedVolume: 1000,
      reviewReasons: ['inverted'],
    });
  });

  it('A3: two unit cubes that overlap by half', async () => {
    const found = await of(binaryStl(together(cube(1), cube(1, [0.5, 0, 0]))));
    expect(found).toMatchObject({ bodies: 2, volume: 2, verdict: 'solid' });
    expect(found.unitedVolume).toBeCloseTo(1.5, 6);
    expect(found.warnings).toEqual(expect.arrayContaining(['overlap', 'several_bodies']));
    // Far away it is the same, although the union is computed in single precision.
    const away = await of(asciiStl(moved(together(cube(1), cube(1, [0.5, 0, 0])), [1000, 1000, 0])));
    expect(away.unitedVolume).toBeCloseTo(1.5, 4);
    // Faces that touch do not overlap.
    const apart = await of(binaryStl(together(cube(1), cube(1, [1.5, 0, 0]))));
    expect(apart).toMatchObject({ bodies: 2, volume: 2, unitedVolume: null });
    expect(apart.warnings).not.toContain('overlap');
  });

  it('A4: a cube without one triangle, as is and moved', async () => {
    // Sides of the public file, of which a triangle is missing: area 93.0002, |ΣA| 7.75002.
    const open = without(cube(3.937012), 5);
    const found = await of(binaryStl(open));
    const away = await of(binaryStl(moved(open, [100, 100, 100])));
    expect(found.edges).toEqual({ boundary: 3, nonManifold: 0, inconsistent: 0, degenerateTriangles: 0 });
    expect(found.areaVector).toBeCloseTo(7.75002, 4);
    expect(found.reviewReasons).toEqual(['not_watertight']);
    expect(found).toMatchObject({ verdict: 'open', manufacturable: false });
    for (const name of ['verdict', 'edges', 'reviewReasons'] as const) expect(away[name]).toEqual(found[name]);
    expect(away.volume / found.volume).toBeCloseTo(1, 4);
    expect(away.areaVector).toBeCloseTo(7.75002, 3);
  });

  it('A5: an ASCII file in capital letters', async () => {
    const text = asciiStl(cube(3.937008), 'BLOCK').toUpperCase();
    const found = await of(text);
    expect(found).toMatchObject({ triangles: 12, verdict: 'solid' });
    expect(found.volume).toBeCloseTo(61.0237, 3);
    expect(found.area).toBeCloseTo(93.0002, 3);
  });

  it.each([
    ['83 bytes', Buffer.alloc(83), 'empty'],
    [
      '84 bytes that announce 4294967295 triangles',
      Buffer.concat([Buffer.alloc(80), Buffer.alloc(4, 0xff)]),
      'truncated',
    ],
    ['no facet', 'solid x\nendsolid x', 'empty'],
    ['nothing', '', 'empty'],
  ])('A6: %s', async (_, content, code) => {
    const before = process.memoryUsage().rss;
    await expect(of(content)).rejects.toMatchObject({ name: 'PartFileError', code });
    expect(process.memoryUsage().rss - before).toBeLessThan(20 * 1024 * 1024);
  });

  it('A9: a box turned in space', async () => {
    const found = await of(asciiStl(turned(box([10, 20, 30]), [0.4, 0.7, 1.1]), 'box', 17));
    expect(found.box.x * found.box.y * found.box.z).toBeCloseTo(36_565.563, 2);
    const { x, y, z } = found.orientedBox;
    expect([x, y, z].map((side) => Math.round(side * 1e6) / 1e6)).toEqual([10, 20, 30]);
    expect(found.hullVolume).toBeCloseTo(6000, 6);
  });
});

describe('what a shortcut would get wrong', () => {
  it('a ball within a thousandth of its formula', async () => {
    const found = await of(binaryStl(ball(10, 160, 80)));
    expect(found.volume / ((4 / 3) * Math.PI * 1000)).toBeCloseTo(1, 2);
    expect(found).toMatchObject({ verdict: 'solid', genus: 0 });
    expect(Math.abs(found.volume - 4188.79) / 4188.79).toBeLessThan(1e-3);
  });

  it('a cube off the origin, and very far off', async () => {
    expect((await of(binaryStl(cube(2, [50, 60, 70])))).volume).toBeCloseTo(8, 9);
    const far = await of(asciiStl(moved(ball(10, 64, 32), [1e5, 1e5, 1e5]), 'far', 17));
    const near = await of(asciiStl(ball(10, 64, 32), 'near', 17));
    expect(far.volume / near.volume).toBeCloseTo(1, 9);
    expect(far.verdict).toBe('solid');
  });

  it('rounding in the file is no hole', async () => {
    // Each triangle has its own rounding of a corner, as exporters write them.
    let n = 0;
    const part = torus(30, 8, 48, 24);
    const soup = {
      positions: Float64Array.from(
        [...part.triangles].flatMap((v) => [0, 1, 2].map((k) => part.positions[3 * v + k]! + ((n++ % 7) - 3) * 4e-6)),
      ),
      triangles: Uint32Array.from(part.triangles.keys()),
    };
    const found = await of(asciiStl(soup, 'noise', 12));
    expect(found).toMatchObject({ verdict: 'solid', genus: 1, vertices: 48 * 24 });
  });

  it('a real gap stays open', async () => {
    // A side that ends a thousandth of the diagonal short.
    const short = mapped(cube(10), ([x, y, z]) => [x, y, z]);
    const positions = Float64Array.from([...short.positions, 10, 10, 9.98]);
    const triangles = short.triangles.map((vertex, i) => (i < 6 && vertex === 3 ? 8 : vertex));
    const found = await of(asciiStl({ positions, triangles }));
    expect(found.verdict).toBe('open');
  });

  it('002.STL begins with "solid", is binary, and is called part.obj here', async () => {
    const found = await inMm(join(NODE_STL, '002.STL'), { name: 'part.obj' });
    expect(found).toMatchObject({ format: 'stl', warnings: expect.arrayContaining(['type_mismatch']) });
    expect(found.volume / 48_625.1008).toBeCloseTo(1, 7);
  });

  it('no unit anywhere is told', async () => {
    const path = folder.write('part.stl', binaryStl(cube(10)));
    const found = await analyse({ path, name: 'part.stl' });
    expect(found).toMatchObject({ unit: 'mm', unitKnown: false, warnings: ['units_assumed'] });
    const usual = await analyse({ path, name: 'part.stl', usualUnit: 'in' });
    expect(usual).toMatchObject({ unit: 'in', unitKnown: true, warnings: [] });
  });

  it('volumes are never rounded: a part of 4 mm³ is not 0', async () => {
    expect((await of(binaryStl(box([1, 2, 2])))).volume).toBe(4);
  });

  it('a hint at the unit is for the whole file, and changes nothing', async () => {
    const small = await of(binaryStl(cube(1)));
    expect(small.warnings).toEqual(['maybe_inches_or_metres']);
    expect(small.volume).toBe(1);
    expect((await of(binaryStl(cube(2500)))).warnings).toEqual(['maybe_microns']);
    // Q5: one long thin letter beside a compact one; one factor for both.
    const letters = together(cube(1), box([12, 0.1, 0.1], [0, 5, 0]));
    const found = await of(asciiStl(letters, 'letters', 17), 'in');
    expect(found.volume).toBeCloseTo(16_387.064 + 1_966.44768, 6);
    expect(found.bodies).toBe(2);
  });
});

describe('flaws, each by its own name', () => {
  it('inside out', async () => {
    const found = await of(binaryStl(reversed(cube(10))));
    expect(found).toMatchObject({ signedVolume: -1000, volume: 1000, verdict: 'watertight', manufacturable: false });
    expect(found.reviewReasons).toEqual(['inverted']);
  });

  it('one face turned over', async () => {
    const part = cube(10);
    const triangles = part.triangles.slice();
    [triangles[1], triangles[2]] = [triangles[2]!, triangles[1]!];
    const found = await of(binaryStl({ ...part, triangles }));
    expect(found.edges).toMatchObject({ boundary: 0, inconsistent: 3 });
    expect(found).toMatchObject({ verdict: 'watertight', reviewReasons: ['inconsistent_orientation'] });
  });

  it('two cubes that share an edge have no hole', async () => {
    const found = await of(binaryStl(together(cube(1), cube(1, [1, 1, 0]))));
    expect(found.edges).toMatchObject({ boundary: 0, nonManifold: 1 });
    expect(found).toMatchObject({
      volume: 2,
      area: 12,
      bodies: 2,
      verdict: 'ambiguous',
      reviewReasons: ['non_manifold'],
    });
  });

  it('two cubes that share a corner are two cubes', async () => {
    const found = await of(binaryStl(together(cube(1), cube(1, [1, 1, 1]))));
    expect(found).toMatchObject({ volume: 2, bodies: 2, genus: 0, verdict: 'solid' });
  });

  it('a face left over within a closed body: the volume is told, a person looks', async () => {
    const stray = { positions: Float64Array.of(2, 2, 5, 8, 2, 5, 8, 8, 5), triangles: Uint32Array.of(0, 1, 2) };
    const found = await of(binaryStl(together(cube(10), moved(stray, [0, 0, 3]))));
    expect(found.volume).toBeCloseTo(1000, 9);
    expect(found.reviewReasons).toEqual(['not_watertight', 'internal_faces']);
  });

  it('faces without area are counted, and close what they close', async () => {
    const part = cube(10);
    const triangles = Uint32Array.of(...part.triangles, 0, 0, 1, 2, 2, 2);
    const found = await of(binaryStl({ ...part, triangles }));
    expect(found.edges.degenerateTriangles).toBe(2);
    expect(found).toMatchObject({ verdict: 'solid', volume: 1000, genus: 0 });
    expect(found.warnings).toContain('degenerate_triangles');
  });

  it('a flat part has no volume that a price could be made of', async () => {
    const flat = {
      positions: Float64Array.of(0, 0, 0, 10, 0, 0, 10, 10, 0),
      triangles: Uint32Array.of(0, 1, 2, 0, 2, 1),
    };
    const found = await of(binaryStl(flat));
    expect(found).toMatchObject({ volume: 0, hullVolume: null, manufacturable: false });
    expect(found.reviewReasons).toContain('no_volume');
  });

  it('a body in the cavity of another one', async () => {
    const cage = together(cube(30), reversed(cube(20, [5, 5, 5])), cube(10, [10, 10, 10]));
    const found = await of(binaryStl(cage));
    expect(found).toMatchObject({
      bodies: 2,
      shells: 3,
      volume: 27_000 - 8_000 + 1_000,
      trappedVolume: 7_000,
      verdict: 'solid',
    });
    expect(found.unitedVolume).toBeNull();
  });

  it('a ring has a tunnel', async () => {
    expect(await of(binaryStl(torus(10, 3, 40, 20)))).toMatchObject({ genus: 1, verdict: 'solid' });
  });
});

it('the same part from every format', async () => {
  const part = torus(20, 6, 24, 12);
  const volumes = await Promise.all([
    of(asciiStl(part, 'torus', 17)),
    of(obj(part), 'mm', 'part.obj'),
    of(binaryStl(part)),
  ]);
  for (const { volume } of volumes) expect(volume / volumes[0].volume).toBeCloseTo(1, 6);
  expect(volumes.map(({ format }) => format)).toEqual(['stl', 'obj', 'stl']);
});

it('all of it at once: walls, overhang, machines, the picture and the viewer', async () => {
  const path = folder.write('part.stl', binaryStl(box([40, 30, 0.4])));
  const [meshPath, thumbnailPath] = [folder.write('viewer', ''), folder.write('picture.png', '')];
  const machines = [
    { id: 'large', x: 220, y: 220, z: 250 },
    { id: 'small', x: 20, y: 20, z: 20 },
  ];
  const input = {
    path,
    name: 'part.stl',
    unit: 'mm' as const,
    machines,
    limits: { minWall: 0.8 },
    meshPath,
    thumbnailPath,
  };
  const found = await analyse(JSON.parse(JSON.stringify(input)) as AnalysisInput);
  expect(found.thickness!.median).toBeCloseTo(0.4, 5);
  expect(found.overhang).toBe(0);
  expect(found.fits).toEqual([
    { machineId: 'large', how: 'as placed' },
    { machineId: 'small', how: null, over: { measured: 40, limit: 20 } },
  ]);
  expect(found.issues).toMatchObject([{ code: 'thin_wall', limit: 0.8, unit: 'mm' }]);
  expect(found.issues[0]!.faces.length).toBeGreaterThan(0);
  expect(readFileSync(meshPath).subarray(0, 4).toString()).toBe('NSVM');
  expect(readFileSync(thumbnailPath).subarray(1, 4).toString()).toBe('PNG');
  // It goes to another process as JSON, and nothing is lost on the way.
  expect(JSON.parse(JSON.stringify(found))).toEqual(found);
});

it('progress never falls, and ends with everything read', async () => {
  const content = binaryStl(ball(10, 60, 30));
  const told: { bytes: number; triangles: number; share: number }[] = [];
  const path = folder.write('ball.stl', content);
  const found = await analyse({ path, name: 'ball.stl', unit: 'mm' }, (done) => told.push({ ...done }));
  expect(told.length).toBeGreaterThan(4);
  for (let i = 1; i < told.length; i++) expect(told[i]!.share).toBeGreaterThanOrEqual(told[i - 1]!.share);
  expect(told.at(-1)).toEqual({ bytes: content.length, triangles: found.triangles, share: 1 });
});
