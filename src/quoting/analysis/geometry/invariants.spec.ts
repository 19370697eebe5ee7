import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contentsOf } from '../formats/part-contents.js';
import { ball, box, cube, mapped, moved, reversed, together, torus, turned, without } from '../testing/shapes.js';
import { describeBody } from './body.js';
import { hullOf } from './hull.js';
import { measure } from './measure.js';
import type { Mesh, Vector } from './mesh.js';
import { weld } from './weld.js';

/** Parts of every verdict, small enough to be measured a hundred times. */
const PARTS: Record<string, Mesh> = {
  cube: cube(20),
  ring: torus(20, 6, 12, 8),
  hollow: together(cube(20), reversed(cube(10, [5, 5, 5]))),
  doubtful: together(cube(20), cube(10, [5, 5, 5])),
  open: without(torus(20, 6, 12, 8), 3, 4),
  insideOut: reversed(box([10, 20, 30])),
  touching: together(cube(10), cube(10, [10, 10, 0])),
};
const part = fc.constantFrom(...Object.keys(PARTS));
const angle = fc.double({ min: 0, max: 2 * Math.PI, noNaN: true });
const tenths = fc.integer({ min: 0, max: 9000 });
const shift = fc.double({ min: -1e5, max: 1e5, noNaN: true });

/** As a file has it: every triangle with corners of its own. */
function soup({ positions, triangles }: Mesh): Float64Array {
  return Float64Array.from([...triangles].flatMap((vertex) => [...positions.subarray(3 * vertex, 3 * vertex + 3)]));
}

const figuresOf = async (mesh: Mesh) =>
  (await describeBody(contentsOf('stl', { positions: soup(mesh), triangles: null }), 1, () => {})).figures;

const TOPOLOGY = ['verdict', 'reviewReasons', 'shells', 'bodies', 'genus', 'edges'] as const;

describe('figures that do not depend on how a part lies', () => {
  it('turned and moved as far as 100 m', async () => {
    await fc.assert(
      fc.asyncProperty(part, fc.tuple(angle, angle, angle), fc.tuple(shift, shift, shift), async (name, by, to) => {
        const before = await figuresOf(PARTS[name]!);
        const after = await figuresOf(moved(turned(PARTS[name]!, by), to));
        for (const key of TOPOLOGY) expect(after[key]).toEqual(before[key]);
        expect(after.signedVolume / before.signedVolume).toBeCloseTo(1, 8);
        expect(after.area / before.area).toBeCloseTo(1, 8);
        expect(after.hullVolume! / before.hullVolume!).toBeCloseTo(1, 6);
        const { x, y, z } = after.oriented.extent;
        // A box in any direction holds the hull, and no box is better than the smallest one by much.
        expect(x * y * z).toBeGreaterThanOrEqual(after.hullVolume! * (1 - 1e-9));
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });

  it('mirrored: the same volume with the other sign', () => {
    fc.assert(
      fc.property(part, fc.constantFrom(0, 1, 2), (name, axis) => {
        const mesh = PARTS[name]!;
        const mirrored = mapped(mesh, (point) => point.map((value, k) => (k === axis ? -value : value)) as Vector);
        const [one, other] = [measure(mesh.positions, mesh.triangles), measure(mirrored.positions, mirrored.triangles)];
        expect(other.signedVolume).toBeCloseTo(-one.signedVolume, 9);
        expect(other.area).toBeCloseTo(one.area, 9);
      }),
    );
  });

  it('triangles in any order, and each begun at any corner', async () => {
    await fc.assert(
      fc.asyncProperty(part, fc.integer(), async (name, seed) => {
        const mesh = PARTS[name]!;
        const count = mesh.triangles.length / 3;
        let state = seed | 1;
        const random = () => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) / 2 ** 32;
        const order = Array.from({ length: count }, (_, t) => t);
        for (let i = count - 1; i > 0; i--) {
          const j = Math.floor(random() * (i + 1));
          [order[i], order[j]] = [order[j]!, order[i]!];
        }
        const triangles = Uint32Array.from(
          order.flatMap((t) => {
            const first = Math.floor(random() * 3);
            return [0, 1, 2].map((k) => mesh.triangles[3 * t + ((first + k) % 3)]!);
          }),
        );
        const [before, after] = [await figuresOf(mesh), await figuresOf({ positions: mesh.positions, triangles })];
        for (const key of TOPOLOGY) expect(after[key]).toEqual(before[key]);
        expect(after.volume).toBeCloseTo(before.volume, 8);
        expect(after.trappedVolume).toBeCloseTo(before.trappedVolume, 8);
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });

  it('a triangle cut in three says the same', async () => {
    await fc.assert(
      fc.asyncProperty(part, fc.nat(), async (name, which) => {
        const mesh = PARTS[name]!;
        const t = which % (mesh.triangles.length / 3);
        const corners = [...mesh.triangles.subarray(3 * t, 3 * t + 3)] as Vector;
        const middle = [0, 1, 2].map((k) => corners.reduce((sum, c) => sum + mesh.positions[3 * c + k]!, 0) / 3);
        const added = mesh.positions.length / 3;
        const [a, b, c] = corners;
        const { triangles } = without(mesh, t);
        const cut = {
          positions: Float64Array.of(...mesh.positions, ...middle),
          triangles: Uint32Array.of(...triangles, a, b, added, b, c, added, c, a, added),
        };
        const [before, after] = [await figuresOf(mesh), await figuresOf(cut)];
        for (const key of TOPOLOGY) expect(after[key]).toEqual(before[key]);
        expect(after.volume).toBeCloseTo(before.volume, 8);
        expect(after.area).toBeCloseTo(before.area, 8);
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });
});

describe('weld', () => {
  it('joins what lies within the tolerance, whichever cell it fell into, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(tenths, tenths, tenths), { minLength: 1, maxLength: 40 }), (points) => {
        const far = [0, 0, 0, 1000, 1000, 1000];
        const tolerance = 1e-6 * Math.hypot(1000, 1000, 1000);
        const near = points.flatMap(([x, y, z]) => [x / 10, y / 10, z / 10]);
        const twins = near.map((value, i) => value + (i % 3 === 0 ? 0.9 * tolerance : 0));
        const { positions } = weld(Float64Array.of(...far, ...near, ...twins), null);
        const distinct = weld(Float64Array.of(...far, ...near), null).positions;
        expect(positions).toEqual(distinct);
      }),
    );
  });

  it('does not close a gap of three tolerances', () => {
    const gap = 3e-6 * 1000;
    expect(
      weld(Float64Array.of(0, 0, 0, 1000, 0, 0, 500, 0, 0, 500 + gap, 0, 0, 500, gap, 0, 0, 1, 1), null).positions
        .length / 3,
    ).toBe(6);
  });
});

it('a fan of a thousand triangles at one corner is counted in the time of its edges', async () => {
  // The poles of a ball: all edges meet in one vertex.
  const figures = await figuresOf(ball(10, 1000, 3));
  expect(figures).toMatchObject({ verdict: 'solid', genus: 0, shells: 1 });
});

it('the hull of a fine ball is near the ball, and within it', () => {
  const mesh = ball(10, 300, 150);
  const hull = hullOf(mesh.positions)!;
  expect(hull.volume / measure(mesh.positions, mesh.triangles).signedVolume).toBeGreaterThan(0.997);
  expect(hull.volume / measure(mesh.positions, mesh.triangles).signedVolume).toBeLessThanOrEqual(1 + 1e-9);
});
