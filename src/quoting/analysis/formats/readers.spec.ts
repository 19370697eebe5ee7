import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import { analyse } from '../analyse.js';
import type { LengthUnit } from '../part-analysis.js';
import { asciiStl, binaryStl, Folder, meshXml, modelXml, obj, threeMf, zip } from '../testing/files.js';
import { ball, box, cube, moved, reversed, together, torus } from '../testing/shapes.js';

const folder = new Folder();
afterAll(() => folder.remove());

const read = (content: string | Uint8Array, name = 'part', unit: LengthUnit = 'mm') =>
  analyse({ path: folder.write(name, content), name, unit, options: { performDfm: false } });
const codeOf = (content: string | Uint8Array) =>
  read(content).then(
    () => 'read',
    (error: { code?: string; name: string }) => (error.name === 'PartFileError' ? error.code : error.name),
  );

const FACET = (a: string, b: string, c: string) =>
  `facet normal 0 0 1\nouter loop\nvertex ${a}\nvertex ${b}\nvertex ${c}\nendloop\nendfacet\n`;

describe('STL', () => {
  it.each([
    [
      'several solids with mixed case names',
      asciiStl(cube(1), 'One').replace('solid', 'Solid') + asciiStl(cube(1, [5, 0, 0]), 'tWO'),
      2,
    ],
    ['a name in another script, on a mark of UTF-8', `\uFEFF${asciiStl(cube(1), '立方体 facet vertex')}`, 1],
    ['no space after endsolid', asciiStl(cube(1), 'AssimpScene').replace('endsolid ', 'endsolid'), 1],
    ['carriage returns alone', asciiStl(cube(1)).replaceAll('\n', '\r'), 1],
    ['all in one line', asciiStl(cube(1), 'facet plate').replaceAll('\n', ' '), 1],
    [
      'exponents',
      asciiStl(cube(1)).replaceAll('1.00000000', '1.00000000e+00').replaceAll(' 0.00000000', ' -0.0E-00'),
      1,
    ],
  ])('ASCII: %s', async (_, text, volume) => {
    const found = await read(text);
    expect(found).toMatchObject({ format: 'stl', verdict: 'solid' });
    expect(found.volume).toBeCloseTo(volume, 9);
  });

  it('numbers of any length are those that Number() reads', async () => {
    const text = asciiStl(cube(1)).replaceAll('1.00000000', '1.00000000000000000000001');
    expect((await read(text)).volume).toBe(1);
    const small = `solid\n${FACET('0 2.22045e-15 -10', '1 0 0', '0 1 0')}endsolid`;
    expect((await read(small)).box).toEqual({ x: 1, y: 1, z: 10 });
  });

  it.each([
    ['binary with "solid" in front', binaryStl(cube(2), 'solid block facet normal'), []],
    ['a header that is no text', binaryStl(cube(2), '\u0000\ud800\uffff立方'), []],
    [
      'bytes after the last triangle',
      Buffer.concat([binaryStl(cube(2)), Buffer.from('made by somebody')]),
      ['trailing_bytes'],
    ],
  ])('binary: %s', async (_, bytes, warnings) => {
    expect(await read(bytes)).toMatchObject({
      format: 'stl',
      volume: 8,
      warnings: [...warnings, 'maybe_inches_or_metres'],
    });
  });

  it('binary: a count of 0 that was never filled in', async () => {
    const bytes = binaryStl(cube(20));
    bytes.writeUInt32LE(0, 80);
    expect(await read(bytes)).toMatchObject({ volume: 8000, triangles: 12, warnings: ['count_missing'] });
  });

  it('Q2: an ASCII file read as binary would announce 1919252000 triangles', async () => {
    const text = asciiStl(cube(1), 'x'.repeat(1));
    const at80 = `${'solid part'.padEnd(80)} ver`;
    expect(Buffer.from(at80).readUInt32LE(80)).toBe(1_919_252_000);
    expect(await read(text)).toMatchObject({ volume: 1, triangles: 12 });
  });

  it('normals in the file are not looked at', async () => {
    const text = asciiStl(cube(1)).replaceAll('normal 0 0 0', 'normal 0 0 -1');
    expect(await read(text)).toMatchObject({ signedVolume: 1, verdict: 'solid' });
  });

  it.each([
    ['NaN', 'solid\n' + FACET('nan 0 0', '1 0 0', '0 1 0'), 'not_finite'],
    ['an infinity as Windows writes it', 'solid\n' + FACET('-1.#INF 0 0', '1 0 0', '0 1 0'), 'not_finite'],
    ['1e999', 'solid\n' + FACET('1e999 0 0', '1 0 0', '0 1 0'), 'not_finite'],
    ['a decimal comma', 'solid\n' + FACET('0,5 0 0', '1 0 0', '0 1 0'), 'malformed'],
    ['two corners', 'solid\n' + FACET('0 0 0', '1 0 0', '0 1 0').replace('vertex 0 1 0\n', ''), 'malformed'],
    ['an end within a facet', 'solid\n' + FACET('0 0 0', '1 0 0', '0 1 0').slice(0, 60), 'truncated'],
    ['a word of a megabyte', 'solid\nfacet ' + 'x'.repeat(1 << 20), 'malformed'],
  ])('ASCII with %s', async (_, text, code) => expect(await codeOf(text)).toBe(code));

  it('binary with a coordinate that is no number', async () => {
    for (const value of [NaN, Infinity]) {
      const bytes = binaryStl(cube(2));
      bytes.writeFloatLE(value, 84 + 50 * 7 + 20);
      expect(await codeOf(bytes)).toBe('not_finite');
    }
  });

  it('what is no part', async () => {
    for (const bytes of [
      Buffer.from('%PDF-1.7\n'.padEnd(500, ' ')),
      createHash('sha512').update('x').digest(),
      Buffer.alloc(5000),
    ]) {
      expect(['unrecognised', 'empty']).toContain(await codeOf(bytes));
    }
    expect(await codeOf(Buffer.from('%PDF-1.7\n'.padEnd(500, ' ')))).toBe('unrecognised');
    expect(await codeOf(Buffer.from('AutoCAD Binary DXF\r\n\u001a\u0000'))).toBe('binary_dxf');
  });

  it('more triangles than are read', async () => {
    const path = folder.write('ball.stl', binaryStl(ball(1, 20, 10)));
    await expect(analyse({ path, name: 'ball.stl', options: { maxTriangles: 100 } })).rejects.toMatchObject({
      code: 'too_many_triangles',
    });
  });
});

describe('OBJ', () => {
  const corners = 'v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nv 0 0 1 1.0\nv 1 0 1 0.5 0.5 0.5\nv 1 1 1\nv 0 1 1\n';
  const quads = [
    [4, 3, 2, 1],
    [5, 6, 7, 8],
    [1, 2, 6, 5],
    [2, 3, 7, 6],
    [3, 4, 8, 7],
    [4, 1, 5, 8],
  ];
  const faces = (corner: (n: number) => string) => quads.map((quad) => `f ${quad.map(corner).join(' ')}`).join('\n');

  it.each([
    ['quads', corners + faces(String)],
    ['texture and normal', corners + faces((n) => `${n}/1/1`)],
    ['normal alone', corners + faces((n) => `${n}//3`)],
    ['counting back', corners + faces((n) => String(n - 9))],
    [
      'groups, comments, lines that go on',
      `# part\no a\ng b\nusemtl c\n${corners}s off\nl 1 2\n${faces(String).replace('f 4 3', 'f 4 \\\n 3')}`,
    ],
    // tinyobjloader#389, assimp#5890
    [
      'comments behind faces and vertices',
      `${corners.replace('v 1 1 1', 'v 1 1 1 # far')}${faces(String).replace('\n', ' # top 1 2\n')} #end`,
    ],
  ])('%s', async (_, text) => {
    expect(await read(text, 'part.obj')).toMatchObject({
      format: 'obj',
      volume: 1,
      area: 6,
      triangles: 12,
      verdict: 'solid',
    });
  });

  it('counting back is from the line it stands in, not from the end of the file', async () => {
    const two = `${corners}${faces((n) => String(n - 9))}\n${corners.replaceAll('v ', 'v 5')}${faces((n) => String(n - 9))}\n`;
    expect(await read(two, 'part.obj')).toMatchObject({ volume: 2, bodies: 2, verdict: 'solid' });
  });

  it('a dented polygon has the area of its outline', async () => {
    // An L of three squares, one high: volume 3, area 2 × 3 + 8.
    const outline = [
      [1, 1],
      [2, 1],
      [2, 0],
      [0, 0],
      [0, 2],
      [1, 2],
    ];
    const points = [0, 1].flatMap((z) => outline.map(([x, y]) => `v ${x} ${y} ${z}`));
    const sides = outline.map((_, i) => `f ${i + 1} ${((i + 1) % 6) + 1} ${((i + 1) % 6) + 7} ${i + 7}`);
    const text = [...points, 'f 6 5 4 3 2 1', 'f 7 8 9 10 11 12', ...sides].join('\n');
    const found = await read(text, 'part.obj');
    expect(Math.abs(found.signedVolume)).toBeCloseTo(3, 12);
    expect(found.area).toBeCloseTo(14, 12);
    expect(found.edges).toMatchObject({ boundary: 0, nonManifold: 0, inconsistent: 0 });
  });

  it.each([
    ['a vertex that does not exist', 'v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 4', 'malformed'],
    ['a vertex 0', 'v 0 0 0\nv 1 0 0\nv 0 1 0\nf 0 1 2', 'malformed'],
    ['no faces', 'v 0 0 0\nv 1 0 0\n', 'empty'],
    ['free-form surfaces', 'v 0 0 0\nsurf 0 1 0 1 1 2', 'unsupported_entity'],
    ['NaN later', 'v 0 0 0\nv nan 0 0\n', 'not_finite'],
  ])('%s', async (_, text, code) => expect(await codeOf(text)).toBe(code));
});

const object = (id: number, mesh: string, more = '') => `<object id="${id}" type="model" ${more}>${mesh}</object>`;
const item = (id: number, transform?: string) =>
  `<item objectid="${id}"${transform ? ` transform="${transform}"` : ''}/>`;

describe('3MF', () => {
  const build = async (resources: string, items: string, attributes?: string) =>
    read(await threeMf(modelXml(resources, items, attributes)), 'part.3mf');

  it('A7: six items of one mesh, and one of them mirrored', async () => {
    const cylinder = ball(10, 24, 12);
    const one = (await read(asciiStl(cylinder, 'one', 17))).volume;
    const at = (n: number, first = '1') => item(1, `${first} 0 0 0 1 0 0 0 1 ${n * 30} 0 0`);
    const six = (mirrored: boolean) => [0, 1, 2, 3, 4, 5].map((n) => at(n, mirrored && n === 3 ? '-1' : '1')).join('');
    for (const mirrored of [false, true]) {
      const found = await build(object(1, meshXml(cylinder)), six(mirrored));
      expect(found).toMatchObject({ quantity: 6, bodies: 6, verdict: 'solid', unit: 'mm', unitKnown: true });
      expect(found.volume / (6 * one)).toBeCloseTo(1, 9);
    }
  });

  it('items that turn and scale: 14 000.0028', async () => {
    // As the public sample MultipleItemsTransform: a mesh of 3360, placed twice, turned and stretched by 1.25 and 1.666667.
    const mesh = meshXml(box([12, 14, 20]));
    const stretched = item(1, '1.25 0 0 0 1.666667 0 0 0 1 0 0 0');
    const turnedToo = item(1, '0 1.25 0 -1.666667 0 0 0 0 1 100 0 0');
    const found = await build(object(1, mesh), stretched + turnedToo);
    expect(found.volume).toBeCloseTo(14_000.0028, 6);
    expect(found.quantity).toBe(2);
    expect((await build(object(1, meshXml(cube(2))), item(1, '10 0 0 0 10 0 0 0 10 0 0 0'))).volume).toBeCloseTo(
      8000,
      9,
    );
  });

  it('Q1: inches count for translations as for vertices', async () => {
    const mesh = meshXml(box([1, 0.5, 0.25], [-1, 0, 0]));
    const found = await build(object(1, mesh), item(1, '1 0 0 0 1 0 0 0 1 2 0 0') + item(1), 'unit="inch"');
    // Both together reach from −25.4 to 50.8.
    expect(found.box.x).toBeCloseTo(76.2, 9);
    const alone = await build(object(1, mesh), item(1, '1 0 0 0 1 0 0 0 1 2 0 0'), 'unit="inch"');
    expect(alone.volume).toBeCloseTo(2_048.383, 9);
    expect(alone.area).toBeCloseTo(1_129.03, 9);
    expect([alone.box.x, alone.box.y, alone.box.z].map((side) => side.toFixed(6))).toEqual([
      '25.400000',
      '12.700000',
      '6.350000',
    ]);
  });

  it.each([
    ['micron', 1e-9],
    ['centimeter', 1e3],
    ['foot', 304.8 ** 3],
    ['meter', 1e9],
  ])('unit %s', async (unit, volume) => {
    const found = await build(object(1, meshXml(cube(1))), item(1), `unit="${unit}"`);
    expect(found.volume / volume).toBeCloseTo(1, 9);
  });

  it('components of components, and bodies that touch', async () => {
    const resources =
      object(1, meshXml(cube(10))) +
      object(
        2,
        '<components><component objectid="1"/><component objectid="1" transform="1 0 0 0 1 0 0 0 1 10 0 0"/></components>',
      ) +
      object(3, '<components><component objectid="2" transform="1 0 0 0 1 0 0 0 2 0 0 5"/></components>');
    const found = await build(resources, item(3, '0 1 0 -1 0 0 0 0 1 0 0 0'));
    expect(found).toMatchObject({ volume: 4000, bodies: 2, quantity: 1, verdict: 'solid', unitedVolume: null });
    expect(found.box).toEqual({ x: 10, y: 20, z: 20 });
  });

  it('a model in several members, as Bambu Studio writes it', async () => {
    const production =
      'xmlns:p="http://schemas.microsoft.com/3dmanufacturing/production/2015/06" requiredextensions="p"';
    const main = modelXml(
      object(1, '<components><component p:path="/3D/Objects/a.model" objectid="1"/></components>'),
      item(1),
      production,
    );
    const part = modelXml(object(1, meshXml(cube(10))), '');
    expect(await read(await threeMf(main, { '3D/Objects/a.model': part }))).toMatchObject({
      volume: 1000,
      verdict: 'solid',
    });
  });

  // prusa3d/PrusaSlicer#11094: no attribute of 3MF, but slicers write it and leave the item out.
  it.each([
    ['1', []],
    ['0', ['unprintable_items']],
  ])('an item marked printable="%s" counts; a person looks: %j', async (mark, reasons) => {
    const kept = item(2).replace('<item ', `<item printable="${mark}" `);
    const found = await build(object(1, meshXml(cube(10))) + object(2, meshXml(cube(5, [30, 0, 0]))), item(1) + kept);
    expect(found).toMatchObject({ volume: 1125, reviewReasons: reasons });
  });

  it('supports in the build are not part of the product', async () => {
    const resources =
      object(1, meshXml(cube(10))) + object(2, meshXml(cube(3, [20, 0, 0]))).replace('"model"', '"support"');
    expect(await build(resources, item(1) + item(2))).toMatchObject({
      volume: 1000,
      quantity: 1,
      warnings: ['support_left_out'],
    });
  });

  const cycle =
    object(1, '<components><component objectid="2"/></components>') +
    object(2, '<components><component objectid="1"/></components>');
  const doubling =
    object(0, meshXml(cube(1))) +
    Array.from({ length: 20 }, (_, n) =>
      object(n + 1, `<components><component objectid="${n}"/><component objectid="${n}"/></components>`),
    ).join('');
  it.each([
    ['a cycle', cycle, item(1), '', 'cyclic_components'],
    ['a million instances', doubling, item(20), '', 'too_many_instances'],
    ['an item of type other', object(1, meshXml(cube(1))).replace('"model"', '"other"'), item(1), '', 'malformed'],
    ['an item that does not exist', object(1, meshXml(cube(1))), item(7), '', 'malformed'],
    [
      'an extension that is not understood',
      object(1, meshXml(cube(1))),
      item(1),
      'xmlns:b="urn:b" requiredextensions="b"',
      'unsupported_extension',
    ],
    ['an unknown unit', object(1, meshXml(cube(1))), item(1), 'unit="yard"', 'malformed'],
    [
      'a triangle of vertices that do not exist',
      object(1, meshXml(cube(1)).replace('v1="0"', 'v1="99"')),
      item(1),
      '',
      'malformed',
    ],
    ['NaN', object(1, meshXml(cube(1)).replace('x="0"', 'x="NaN"')), item(1), '', 'not_finite'],
    ['nothing to be made', '', '', '', 'empty'],
    ['deep nesting', '<a>'.repeat(500) + '</a>'.repeat(500), item(1), '', 'malformed'],
  ])('%s', async (_, resources, items, attributes, code) => {
    expect(await codeOf(await threeMf(modelXml(resources, items, attributes)))).toBe(code);
  });

  it('a million instances that cost only names', async () => {
    const model = modelXml(object(1, meshXml(cube(1))), item(1).repeat(10_001));
    expect(await codeOf(await threeMf(model))).toBe('too_many_instances');
  });

  it('a document type definition', async () => {
    const model = modelXml('', '').replace('<model', '<!DOCTYPE model [<!ENTITY a "b">]><model');
    expect(await codeOf(await threeMf(model))).toBe('bad_archive');
  });
});

describe('archives', () => {
  const good = modelXml(object(1, meshXml(cube(1))), item(1));

  it('a bomb, and one whose headers lie', async () => {
    const bomb = await threeMf(modelXml(`<!--${' '.repeat(8 << 20)}-->`, ''));
    expect(bomb.length).toBeLessThan(100_000);
    expect(await codeOf(bomb)).toBe('archive_bomb');
    // The size in both headers says 1000; the stream goes on.
    const lying = Buffer.from(bomb);
    const packed = deflateRawSync(Buffer.alloc(10)).length;
    expect(packed).toBeGreaterThan(0);
    for (
      let at = lying.indexOf('PK\u0001\u0002', 0, 'latin1');
      at >= 0;
      at = lying.indexOf('PK\u0001\u0002', at + 4, 'latin1')
    ) {
      if (lying.readUInt32LE(at + 24) > 1_000_000) lying.writeUInt32LE(1000, at + 24);
    }
    expect(await codeOf(lying)).toBe('archive_bomb');
  });

  it.each([
    ['no relationships', { 'a.stl': 'solid' }, 'unrecognised'],
    ['another archive in it', { '_rels/.rels': '', 'x.zip': 'PK' }, 'bad_archive'],
    ['too many members', Object.fromEntries(Array.from({ length: 1001 }, (_, n) => [`m${n}`, ''])), 'bad_archive'],
  ])('%s', async (_, members, code) => expect(await codeOf(await zip(members as Record<string, string>))).toBe(code));

  it('a name that leads out of it', async () => {
    const bytes = Buffer.from(
      (await threeMf(good, { 'aa/evil.txt': 'x' })).toString('latin1').replaceAll('aa/evil', '../evil'),
      'latin1',
    );
    expect(await codeOf(bytes)).toBe('bad_archive');
  });

  it('cut off anywhere, it is broken and not waited for', async () => {
    const whole = await threeMf(good);
    for (let end = 1; end < whole.length; end += 37) {
      expect(['bad_archive', 'unrecognised', 'empty']).toContain(await codeOf(whole.subarray(0, end)));
    }
  });
});

it('cut off anywhere, a file is refused or still a mesh, and never anything else', async () => {
  const part = together(torus(20, 6, 6, 5), reversed(moved(cube(2), [18, 0, 0])));
  for (const whole of [binaryStl(part), Buffer.from(asciiStl(part)), Buffer.from(obj(part))]) {
    for (let end = 0; end < whole.length; end += Math.ceil(whole.length / 60)) {
      const code = await codeOf(whole.subarray(0, end));
      expect(['read', 'empty', 'truncated', 'malformed', 'unrecognised']).toContain(code);
    }
  }
});
