import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ROOT } from './paths.mjs';

const built = (path) => import(join(ROOT, 'dist/src/quoting/analysis/testing', path));

/**
 * Good part files of every format, to be damaged: some made by code, some from packages that are there for the tests. Quick: without
 * the curved parts of the CAx-IF files, whose triangles take seconds each.
 */
export async function partSeeds({ quick = false } = {}) {
  const [{ ball, box, cube, moved, reversed, together, torus }, files, d] = await Promise.all(
    ['shapes.js', 'files.js', 'dxf.js'].map(built),
  );
  const hollow = together(cube(20), reversed(cube(10, [5, 5, 5])));
  const meshes = [
    cube(10),
    hollow,
    ball(5, 12, 8),
    torus(10, 3, 16, 8),
    together(box([1, 2, 3]), moved(cube(2), [9, 0, 0])),
  ];
  const seeds = [];
  const add = (name, bytes) => seeds.push({ name, bytes: Buffer.from(bytes) });
  for (const mesh of meshes) {
    add('made.stl', files.binaryStl(mesh));
    add('made-ascii.stl', files.asciiStl(mesh));
    add('made.obj', files.obj(mesh));
    const object = `<object id="1" type="model">${files.meshXml(mesh)}</object>`;
    const parts =
      '<object id="2"><components><component objectid="1" transform="2 0 0 0 1 0 0 0 1 5 5 5"/></components></object>';
    const items = '<item objectid="2"/><item objectid="1" transform="0 1 0 -1 0 0 0 0 1 40 0 0"/>';
    add('made.3mf', await files.threeMf(files.modelXml(object + parts, items, 'unit="inch"')));
  }
  const square = [
    [0, 0],
    [9, 0, 0.4],
    [9, 9],
    [0, 9],
  ];
  const pairs = (code, list) => list.map((v) => [code, v]);
  const spline = d.entity(
    'SPLINE',
    [71, 3],
    ...pairs(40, [0, 0, 0, 0, 1, 1, 1, 1]),
    ...[0, 0, 1, 3, 4, 3, 5, 0].map((v, i) => [i % 2 ? 20 : 10, v]),
  );
  const ellipse = d.entity('ELLIPSE', [10, 0], [20, 0], [11, 2], [21, 0], [40, 0.5], [41, 0], [42, 6.283185307179586]);
  const blocks = { plate: [d.lwpolyline(square), d.insert('hole', 4, 4)], hole: [d.circle(0, 0, 1)] };
  add('made.dxf', d.dxf([d.lwpolyline(square), d.circle(4, 4, 2), spline, ellipse], { units: 4 }));
  add('made.dxf', d.dxf([d.polyline(square), d.arc(0, 0, 3, 10, 80), d.line(1, 1, 2, 2)], {}));
  add(
    'made.dxf',
    d.dxf([d.insert('plate', 1, 1, [41, 2], [50, 30], [70, 3], [71, 2], [44, 20], [45, 20])], { units: 1, blocks }),
  );
  for (const path of realFiles()) {
    if (!(quick && path.includes('cax-if'))) add(path.split('/').at(-1), readFileSync(path));
  }
  return seeds;
}

/** Small ones: a damaged file of a hundred kilobytes is no worse than one of ten, and takes ten times as long. */
function realFiles() {
  const require = createRequire(import.meta.url);
  return ['node-stl/package.json', 'occt-import-js/package.json'].flatMap((name) => {
    let folder;
    try {
      folder = join(dirname(require.resolve(name)), 'test');
    } catch {
      return [];
    }
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { recursive: true })
      .map((path) => join(folder, path))
      .filter((path) => /\.(stl|stp|step|igs|obj|3mf|dxf)$/i.test(path) && statSync(path).size < 40_000)
      .sort();
  });
}
