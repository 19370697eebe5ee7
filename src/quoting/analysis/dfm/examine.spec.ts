import { describe, expect, it } from '@jest/globals';
import type { Mesh } from '../geometry/mesh.js';
import { circle, dxf, line, rectangle } from '../testing/dxf.js';
import { ball, box, cube, moved, reversed, together, torus } from '../testing/shapes.js';
import { readDrawing } from '../drawing/read-drawing.js';
import { examine } from './examine.js';
import { type PartFigures, partIssues } from './issues.js';
import { strictest, USUAL_LIMITS } from './limits.js';
import { overhang } from './overhang.js';
import { Rays } from './rays.js';
import { sharpCorners } from './sharp-corners.js';
import { wallThickness } from './thickness.js';

const thickness = (mesh: Mesh, options?: { count?: number; seed?: number }) =>
  wallThickness(mesh, new Rays(mesh), options)!;

describe('wall thickness', () => {
  it('of a plate is the plate, everywhere but at its rim (A11)', () => {
    const tray = thickness(box([355.6, 355.6, 3.175]));
    expect(tray.min).toBeCloseTo(3.175, 4);
    expect(tray.median).toBeCloseTo(3.175, 4);
  });

  it('of a tube is its wall (A11: 0.305)', () => {
    const wall = thickness(tube(10, 10 - 0.305, 60, 256));
    expect(wall.median).toBeCloseTo(0.305, 2);
    expect(wall.p1).toBeGreaterThan(0.29);
  });

  it('is the same for the same seed, and inside out, and far away', () => {
    const plate = box([50, 40, 2]);
    expect(thickness(plate, { seed: 7 })).toEqual(thickness(plate, { seed: 7 }));
    expect(thickness(reversed(plate)).median).toBeCloseTo(2, 4);
    expect(thickness(moved(plate, [1e6, 1e6, 1e6])).median).toBeCloseTo(2, 4);
  });

  it('does not take the triangle it starts from for a wall', () => {
    expect(thickness(ball(10, 60, 40)).min).toBeGreaterThan(15);
  });

  it('is unknown when no ray comes out', () => {
    const open: Mesh = { positions: Float64Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0), triangles: Uint32Array.of(0, 1, 2) };
    expect(wallThickness(open, new Rays(open))).toBeNull();
  });

  it('is a local matter where a thin edge is less than a hundredth of the surface, and general otherwise', () => {
    // As the countersunk assembly of rules A.5: the least ray is far below the limit, p1 is above it.
    const edge = examine(wedge(), { box: { x: 80, y: 80, z: 80 }, trappedVolume: 0, fits: [] }, { minWall: 0.5 });
    expect(edge.thickness!.min).toBeLessThan(0.5);
    expect(edge.thickness!.p1).toBeGreaterThan(0.5);
    expect(edge.findings).toMatchObject([{ code: 'thin_wall_local', severity: 'warning', limit: 0.5, unit: 'mm' }]);
    expect(edge.findings[0]!.triangles.length).toBeGreaterThan(0);
    const foil = examine(
      box([60, 60, 0.3]),
      { box: { x: 60, y: 60, z: 0.3 }, trappedVolume: 0, fits: [] },
      { minWall: 0.5 },
    );
    expect(foil.findings).toMatchObject([{ code: 'thin_wall', severity: 'error', measured: expect.closeTo(0.3, 4) }]);
    expect(foil.findings[0]!.fix).toContain('0.5 mm');
  });
});

describe('where a wall is thin', () => {
  const known = { box: { x: 100, y: 100, z: 0.4 }, trappedVolume: 0, fits: [] };

  it('is the wall, also between the rays that have met it, and ends at its edges', () => {
    // A plate of 40 000 triangles on its two sides, on a block that is thick.
    const plate = gridPlate(100, 0.4, 100);
    const block = box([20, 20, 20], [0, 0, 10]);
    const { triangles } = examine(together(plate, block), known, { minWall: 0.8 }).findings[0]!;
    const sides = 2 * 2 * 100 * 100;
    expect(triangles.length).toBeGreaterThan(0.97 * sides);
    // Neither the rim of the plate nor the block.
    expect(Math.max(...triangles)).toBeLessThan(sides);
    expect(new Set(triangles).size).toBe(triangles.length);
  });

  it('of few triangles is what was met', () => {
    const { triangles } = examine(box([60, 60, 0.3]), known, { minWall: 0.5 }).findings[0]!;
    expect(triangles.length).toBe(4);
  });
});

describe('overhang', () => {
  it('of a ball is what the formula says (A10: 14.5 %), of a cube on the bed nothing', () => {
    expect(overhang(ball(10, 400, 200)).share).toBeCloseTo(0.1464, 2);
    expect(overhang(cube(10)).share).toBe(0);
    expect(overhang(moved(cube(10), [5, 5, 100])).share).toBe(0);
    expect(overhang(reversed(cube(10))).share).toBe(0);
  });

  it('is the underside of a table, in area and triangles', () => {
    const table = together(box([10, 10, 20]), box([100, 100, 5], [0, 0, 20]));
    expect(overhang(table)).toMatchObject({ area: 10_000, triangles: { length: 2 } });
  });

  it('takes another angle', () => {
    expect(overhang(ball(10, 200, 100), 30).share).toBeCloseTo((1 - Math.cos(Math.PI / 6)) / 2, 2);
  });
});

describe('corners for a round tool', () => {
  const count = (mesh: Mesh) => sharpCorners(mesh, new Rays(mesh)).count;
  it('has none outside, nor in a bracket, but four in a pocket and in a square window', () => {
    expect(count(cube(20))).toBe(0);
    expect(
      count(
        extruded(
          [
            [0, 0],
            [30, 0],
            [30, 5],
            [5, 5],
            [5, 30],
            [0, 30],
          ],
          20,
        ),
      ),
    ).toBe(0);
    expect(count(pocket(false))).toBe(4);
    expect(count(pocket(true))).toBe(4);
    expect(count(torus(20, 5, 48, 24))).toBe(0);
  });
});

describe('issues', () => {
  const part: PartFigures = {
    kind: 'body',
    box: { x: 50, y: 50, z: 50 },
    thickness: { min: 2, p1: 2, median: 5 },
    overhang: 0.1,
    trappedVolume: 0,
    sheet: null,
    fits: [{ machineId: 'a', how: 'as placed' }],
  };
  const codes = (change: Partial<PartFigures>, limits: Parameters<typeof partIssues>[1]) =>
    partIssues({ ...part, ...change }, limits).map((issue) => issue.code);

  it.each<[string, Partial<PartFigures>, Parameters<typeof partIssues>[1], string[]]>([
    ['a good part', {}, USUAL_LIMITS.fdm, []],
    ['walls of 0.9 for FDM', { thickness: { min: 0.9, p1: 0.9, median: 3 } }, USUAL_LIMITS.fdm, ['thin_wall']],
    ['the same for SLS', { thickness: { min: 0.9, p1: 0.9, median: 3 } }, USUAL_LIMITS.sls, []],
    ['a cavity for SLA', { trappedVolume: 1000 }, USUAL_LIMITS.sla, ['trapped_volume']],
    ['the same for FDM', { trappedVolume: 1000 }, USUAL_LIMITS.fdm, []],
    ['half of it hanging over', { overhang: 0.5 }, USUAL_LIMITS.fdm, ['overhang']],
    ['no machine has room', { fits: [{ machineId: 'a', how: null }] }, {}, ['too_big']],
    ['no machine was asked', { fits: [] }, {}, []],
    ['a crumb', { box: { x: 1, y: 0.5, z: 0.2 } }, USUAL_LIMITS.sls, ['tiny_part']],
    ['nothing is known of the walls', { thickness: null }, USUAL_LIMITS.fdm, []],
  ])('%s', (_, change, limits, expected) => {
    expect(codes(change, limits)).toEqual(expected);
  });

  it('too big: by the machine that misses it by the least, in words and figures', () => {
    const fits = [
      { machineId: 'a', how: null, over: { measured: 310, limit: 219 } },
      { machineId: 'b', how: null, over: { measured: 310, limit: 300.5 } },
    ];
    const [found] = partIssues({ ...part, fits }, {});
    expect(found).toMatchObject({ code: 'too_big', measured: 310, limit: 300.5, unit: 'mm' });
    expect(found!.fix).toContain('its 310 mm have room for 300.5 mm at most');
  });

  it('of several processes are those of the strictest', () => {
    expect(strictest([USUAL_LIMITS.sla, USUAL_LIMITS.fdm])).toMatchObject({
      minWall: 1.2,
      maxOverhang: 0.25,
      trapsPowder: true,
    });
    expect(strictest([])).toEqual({ trapsPowder: false, roundTool: false });
  });

  it('of a drawing: open contours, small holes, too big', () => {
    const drawing = readDrawing(
      dxf([rectangle(0, 0, 100, 100), circle(50, 50, 0.3), line(0, 200, 50, 200)], { units: 4 }),
    );
    const sheet = { openContours: drawing.contours.filter((c) => !c.closed).length };
    const figures: PartFigures = {
      ...part,
      kind: 'sheet',
      box: drawing.box,
      thickness: null,
      overhang: null,
      sheet,
      fits: [{ machineId: 'a', how: null }],
    };
    const found = partIssues(figures, USUAL_LIMITS.sheet, { holes: drawing.holes });
    expect(found).toMatchObject([
      { code: 'too_big' },
      { code: 'open_contour', measured: 1, unit: 'count' },
      { code: 'small_hole', measured: expect.closeTo(0.6, 9), limit: 1 },
    ]);
  });
});

/** Outer and inner wall, and rings that join them. */
function tube(outer: number, inner: number, length: number, n: number): Mesh {
  const positions: number[] = [];
  const triangles: number[] = [];
  for (let i = 0; i < n; i++) {
    const [cos, sin] = [Math.cos((2 * Math.PI * i) / n), Math.sin((2 * Math.PI * i) / n)];
    positions.push(
      outer * cos,
      outer * sin,
      0,
      outer * cos,
      outer * sin,
      length,
      inner * cos,
      inner * sin,
      0,
      inner * cos,
      inner * sin,
      length,
    );
    const [a, b, c, d] = [4 * i, 4 * i + 1, 4 * i + 2, 4 * i + 3];
    const [e, f, g, h] = [a, b, c, d].map((v) => (v + 4) % (4 * n)) as [number, number, number, number];
    triangles.push(a, e, f, a, f, b, c, h, g, c, d, h, b, f, h, b, h, d, a, g, e, a, c, g);
  }
  return { positions: Float64Array.from(positions), triangles: Uint32Array.from(triangles) };
}

/** A prism over a polygon that is star-shaped about its first corner. */
function extruded(polygon: [number, number][], height: number): Mesh {
  const n = polygon.length;
  const positions = [0, height].flatMap((z) => polygon.flatMap(([x, y]) => [x, y, z]));
  const triangles: number[] = [];
  for (let i = 0; i < n; i++) {
    const j = (i + 1) % n;
    triangles.push(i, j, n + j, i, n + j, n + i);
    if (i > 0 && j > 0) triangles.push(0, j, i, n, n + i, n + j);
  }
  return { positions: Float64Array.from(positions), triangles: Uint32Array.from(triangles) };
}

/** A square plate whose two sides are n × n squares of two triangles, these first, and then its rim. */
function gridPlate(side: number, height: number, n: number): Mesh {
  const at = (i: number, j: number, level: number) => level * (n + 1) ** 2 + j * (n + 1) + i;
  const positions = [0, height].flatMap((z) =>
    Array.from({ length: (n + 1) ** 2 }, (_, v) => [
      ((v % (n + 1)) * side) / n,
      (Math.floor(v / (n + 1)) * side) / n,
      z,
    ]),
  );
  const triangles: number[] = [];
  const quad = (a: number, b: number, c: number, d: number) => triangles.push(a, b, c, a, c, d);
  for (let j = 0; j < n; j++)
    for (let i = 0; i < n; i++) {
      quad(at(i, j, 1), at(i + 1, j, 1), at(i + 1, j + 1, 1), at(i, j + 1, 1));
      quad(at(i, j, 0), at(i, j + 1, 0), at(i + 1, j + 1, 0), at(i + 1, j, 0));
    }
  for (let k = 0; k < n; k++) {
    quad(at(k, 0, 0), at(k + 1, 0, 0), at(k + 1, 0, 1), at(k, 0, 1));
    quad(at(k + 1, n, 0), at(k, n, 0), at(k, n, 1), at(k + 1, n, 1));
    quad(at(0, k + 1, 0), at(0, k, 0), at(0, k, 1), at(0, k + 1, 1));
    quad(at(n, k, 0), at(n, k + 1, 0), at(n, k + 1, 1), at(n, k, 1));
  }
  return { positions: Float64Array.from(positions.flat()), triangles: Uint32Array.from(triangles) };
}

/** A ramp that runs out to a sharp edge. */
const wedge = (): Mesh =>
  extruded(
    [
      [0, 0],
      [80, 0],
      [0, 80],
    ],
    80,
  );

/** A block of 40 with a square hole of 20 from above: to half its depth, or through. */
function pocket(through: boolean): Mesh {
  const ring = (side: number, z: number) =>
    [-1, 1].flatMap((y) => [-1, 1].map((x) => [(x * side) / 2, (y * side) / 2, z])).flat();
  const depth = through ? 0 : 10;
  const positions = [...ring(40, 0), ...ring(40, 20), ...ring(20, 20), ...ring(20, depth)];
  // Corners of a ring in the order around.
  const at = (level: number, i: number) => 4 * level + [0, 1, 3, 2][i % 4]!;
  const triangles: number[] = [];
  const quads = (from: number, to: number) => {
    for (let i = 0; i < 4; i++)
      triangles.push(at(from, i), at(from, i + 1), at(to, i + 1), at(from, i), at(to, i + 1), at(to, i));
  };
  quads(0, 1);
  quads(1, 2);
  quads(2, 3);
  if (through) quads(3, 0);
  else {
    triangles.push(at(3, 0), at(3, 1), at(3, 2), at(3, 0), at(3, 2), at(3, 3));
    triangles.push(at(0, 0), at(0, 2), at(0, 1), at(0, 0), at(0, 3), at(0, 2));
  }
  return { positions: Float64Array.from(positions), triangles: Uint32Array.from(triangles) };
}
