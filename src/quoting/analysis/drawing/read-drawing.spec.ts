import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  arc,
  circle,
  dxf,
  type DxfParts,
  entity,
  insert,
  line,
  lwpolyline,
  polyline,
  rectangle,
} from '../testing/dxf.js';
import { faultOf } from '../testing/fault.js';
import { orientedRectangle } from './oriented-rectangle.js';
import { readDrawing } from './read-drawing.js';

type Entities = Parameters<typeof dxf>[0];
const read = (entities: Entities, parts: DxfParts = { units: 4 }) => readDrawing(dxf(entities, parts));
const square: [number, number][] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];

describe('units', () => {
  it.each([
    ['R12, POLYLINE with VERTEX records', polyline(square)],
    ['R14, LWPOLYLINE', lwpolyline(square)],
    ['four lines', [line(0, 0, 1, 0), line(1, 1, 1, 0), line(1, 1, 0, 1), line(0, 0, 0, 1)].flat()],
  ])('a unit square is 4 long without $INSUNITS, 101.6 mm in inches: %s', (_, drawn) => {
    const bare = read([drawn], {});
    expect(bare).toMatchObject({ cutLength: 4, area: 1, unit: 'mm', unitKnown: false, warnings: ['units_assumed'] });
    const inches = read([drawn], { units: 1 });
    expect(inches.cutLength).toBeCloseTo(101.6, 9);
    expect(inches.area).toBeCloseTo(645.16, 9);
    expect(inches).toMatchObject({ unit: 'in', unitKnown: true, warnings: [], reviewReasons: [] });
  });

  it('takes the unit of the request when the file has none, and leaves a conflict to a person', () => {
    expect(readDrawing(dxf([polyline(square)]), 'cm')).toMatchObject({
      cutLength: 40,
      unitKnown: true,
      reviewReasons: [],
    });
    const conflict = readDrawing(dxf([polyline(square)], { units: 1 }), 'mm');
    expect(conflict).toMatchObject({ unit: 'in', reviewReasons: ['unit_conflict'] });
  });

  it('has a person look at a unit that is not known here', () => {
    expect(read([polyline(square)], { units: 9 })).toMatchObject({
      unitKnown: false,
      reviewReasons: ['unit_not_supported'],
    });
  });
});

describe('contours', () => {
  it('joins ends within a hundredth of a millimetre, and tells of a contour that stays open', () => {
    const outline = (gap: number) => [
      line(0, 0, 100, 0),
      line(100, 0, 100, 50),
      line(100, 50, 0, 50),
      line(0, 50, 0, gap),
    ];
    expect(read(outline(0.005))).toMatchObject({ contours: [{ closed: true }], reviewReasons: [] });
    const open = read(outline(0.5));
    expect(open).toMatchObject({ contours: [{ closed: false }], area: 0, reviewReasons: ['open_contour'] });
    expect(open.cutLength).toBeCloseTo(299.5, 9);
  });

  it('takes holes off, and adds what stands in a hole', () => {
    const drawing = read([
      rectangle(0, 0, 100, 100),
      circle(50, 50, 30),
      circle(50, 50, 10),
      rectangle(200, 0, 10, 10),
    ]);
    expect(drawing.area).toBeCloseTo(10_000 - 900 * Math.PI + 100 * Math.PI + 100, 6);
    expect(drawing).toMatchObject({ pieces: 3, contours: { length: 4 } });
    expect(drawing.holes).toEqual([expect.closeTo(60, 9)]);
  });

  it('keeps two squares apart that touch in a corner', () => {
    const drawn = [...side(0, 0), ...side(10, 10)];
    expect(read(drawn)).toMatchObject({ area: 200, pieces: 2, contours: [{ area: 100 }, { area: 100 }] });
    function side(x: number, y: number): Entities {
      return [
        line(x, y, x + 10, y),
        line(x + 10, y, x + 10, y + 10),
        line(x + 10, y + 10, x, y + 10),
        line(x, y + 10, x, y),
      ];
    }
  });

  it('cuts a doubled line once, and says so', () => {
    const drawing = read([rectangle(0, 0, 10, 10), rectangle(0, 0, 10, 10), line(20, 0, 30, 0), line(30, 0, 20, 0)]);
    expect(drawing).toMatchObject({ cutLength: 50, area: 100, warnings: ['doubled_lines'] });
  });

  it('keeps its digits far from the origin', () => {
    const far = read([rectangle(4_000_000, 5_000_000, 1, 1), circle(4_000_000.5, 5_000_000.5, 0.25)]);
    expect(far.area).toBeCloseTo(1 - Math.PI / 16, 8);
  });

  it('gives the smallest box of a turned rectangle', () => {
    const [cos, sin] = [Math.cos(0.4), Math.sin(0.4)];
    const turned = [
      [0, 0],
      [200, 0],
      [200, 30],
      [0, 30],
    ].map(([x, y]): [number, number] => [x! * cos - y! * sin, x! * sin + y! * cos]);
    const { orientedBox, box } = read([lwpolyline(turned)]);
    expect(orientedBox).toEqual({ x: 0, y: expect.closeTo(30, 9), z: expect.closeTo(200, 9) });
    expect(box.x).toBeCloseTo(200 * cos + 30 * sin, 9);
  });
});

describe('the smallest rectangle', () => {
  /** Along the line between any two of the points; the sides of the hull are among them. */
  function leastArea(points: [number, number][]): number {
    let least = Infinity;
    for (const [px, py] of points)
      for (const [qx, qy] of points) {
        const length = Math.hypot(qx - px, qy - py);
        if (length === 0) continue;
        const [ux, uy] = [(qx - px) / length, (qy - py) / length];
        const extent = (dx: number, dy: number) => {
          const reach = points.map(([x, y]) => x * dx + y * dy);
          return Math.max(...reach) - Math.min(...reach);
        };
        least = Math.min(least, extent(ux, uy) * extent(-uy, ux));
      }
    return least === Infinity ? 0 : least;
  }
  const coordinate = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ min: -1e3, max: 1e3, noNaN: true }));

  it('is as small as one along any line between two of the points', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 14 }), (points) => {
        const [short, long] = orientedRectangle(points);
        expect(short).toBeGreaterThanOrEqual(0);
        expect(short).toBeLessThanOrEqual(long);
        expect(Math.abs(short * long - leastArea(points))).toBeLessThan(1e-6);
      }),
      { numRuns: 300 },
    );
  });

  it('is thin about points that are nearly on a line', () => {
    // opencv/opencv#21482
    const points: [number, number][] = [
      [188.8991, 12.400669],
      [80.64467, -49.644814],
      [469.59897, 173.28242],
      [690.4597, 299.86768],
    ];
    expect(orientedRectangle(points)[0]).toBeLessThan(1e-4);
    expect(orientedRectangle(points)[1]).toBeCloseTo(Math.hypot(690.4597 - 80.64467, 299.86768 + 49.644814), 3);
  });

  it('is found about a hull of very many corners', () => {
    const corners = 50_000;
    const ring = Array.from({ length: corners }, (_, i): [number, number] => {
      const turn = (2 * Math.PI * i) / corners;
      return [3_000_000 + 20 * Math.cos(turn), 10 * Math.sin(turn)];
    });
    expect(orientedRectangle(ring)).toEqual([expect.closeTo(20, 6), expect.closeTo(40, 6)]);
  });
});

describe('blocks', () => {
  it('places a block with scale, turn and array: the length of all of its copies', () => {
    const blocks = { Plate: [rectangle(0, 0, 10, 5), circle(5, 2.5, 1)] };
    const one = 30 + 2 * Math.PI;
    expect(read([insert('PLATE', 0, 0)], { units: 4, blocks }).cutLength).toBeCloseTo(one, 9);
    const many = read([insert('Plate', 100, 0, [41, 2], [42, 2], [50, 30], [70, 3], [71, 2], [44, 40], [45, 40])], {
      units: 4,
      blocks,
    });
    expect(many.cutLength).toBeCloseTo(6 * 2 * one, 9);
    expect(many).toMatchObject({ pieces: 6, contours: { length: 12 } });
  });

  it('stretches a circle to an ellipse when the scales differ', () => {
    const blocks = { c: [circle(0, 0, 1)] };
    const drawing = read([insert('c', 0, 0, [41, 2], [42, 1])], { units: 4, blocks });
    expect(drawing.cutLength).toBeCloseTo(4 * 2.4221120551, 8);
    expect(drawing.area).toBeCloseTo(2 * Math.PI, 9);
  });

  it('mirrors an arc with its block: the door still meets its frame', () => {
    // A quarter of a disc: two lines and an arc; mirrored in x the arc must still join them.
    const blocks = { door: [line(0, 0, 10, 0), line(0, 0, 0, 10), arc(0, 0, 10, 0, 90)] };
    const mirrored = read([insert('door', 50, 20, [41, -1])], { units: 4, blocks });
    expect(mirrored).toMatchObject({ contours: [{ closed: true }], box: { x: 10, y: 10 } });
    expect(mirrored.area).toBeCloseTo(25 * Math.PI, 9);
  });

  it('places blocks in blocks', () => {
    const blocks = { inner: [line(0, 0, 1, 0)], outer: [insert('inner', 0, 0, [41, 3]), insert('inner', 5, 5)] };
    expect(read([insert('outer', 0, 0, [41, 2], [42, 2])], { units: 4, blocks }).cutLength).toBeCloseTo(8, 9);
  });

  it('refuses a block that contains itself, and a copy of copies without end', async () => {
    const blocks = { a: [insert('b', 0, 0)], b: [insert('a', 0, 0)] };
    expect(await faultOf(() => read([insert('a', 0, 0)], { blocks }))).toBe('cyclic_components');
    const grid: [number, number][] = [
      [70, 400],
      [71, 400],
    ];
    const nested = { a: [insert('b', 0, 0, ...grid)], b: [insert('c', 0, 0, ...grid)], c: [] };
    expect(await faultOf(() => read([insert('a', 0, 0, ...grid)], { blocks: nested }))).toBe('too_many_instances');
  });
});

describe('layers of blocks', () => {
  const onLayer = (layer: string, groups: Entities[number]) =>
    groups.map(([code, value]): Entities[number][number] => [code, code === 8 ? layer : value]);
  const layer = (name: string, { frozen = false, off = false }): Entities[number] => [
    [0, 'LAYER'],
    [2, name],
    [70, frozen ? 1 : 0],
    [62, off ? -7 : 7],
  ];
  // A side of 1 on layer 0, and one of 10 on a layer of its own.
  const blocks = { part: [line(0, 0, 1, 0), onLayer('Cut', line(0, 5, 10, 5))] };
  const placed = (on: string, ...layers: Entities) =>
    read([onLayer(on, insert('part', 0, 0)), line(0, 50, 100, 50)], { units: 4, blocks, layers }).cutLength;

  it.each<[string, number, Entities]>([
    // OSGeo/gdal#11856: layer 0 of a block is no layer of its own.
    ['layer 0 is frozen: the block keeps what it has on it', 11, [layer('0', { frozen: true })]],
    ['the layer of the block is frozen: nothing of it is seen', 100, [layer('Place', { frozen: true })]],
    ['the layer of the block is off: only its layer 0 goes with it', 110, [layer('Place', { off: true })]],
    ['a layer within the block is off, written in other letters', 101, [layer('CUT', { off: true })]],
    ['all layers are seen', 111, []],
  ])('%s', (_, length, layers) => expect(placed('Place', ...layers)).toBeCloseTo(length, 9));

  it('a block in a block on layer 0 lies where the outer one is placed', () => {
    const nested = { ...blocks, outer: [insert('part', 0, 0)] };
    const layers = [layer('Place', { off: true })];
    const drawing = read([onLayer('Place', insert('outer', 0, 0)), line(0, 50, 100, 50)], {
      units: 4,
      blocks: nested,
      layers,
    });
    expect(drawing.cutLength).toBeCloseTo(110, 9);
    expect(drawing.warnings).toContain('hidden_layers_skipped');
  });
});

describe('the plane of an entity', () => {
  const below: [number, number][] = [
    [210, 0],
    [220, 0],
    [230, -1],
  ];

  it('turns x round when it looks down, as mirroring leaves it', () => {
    // Half a disc right of x = 10, drawn mirrored: its centre is written as −10 and its angles run the other way.
    const drawing = read([
      line(10, -5, 10, 5),
      entity('ARC', [10, -10], [20, 0], [40, 5], [50, 90], [51, 270], ...below),
    ]);
    expect(drawing).toMatchObject({ contours: [{ closed: true }], reviewReasons: [] });
    expect(drawing.box.x).toBeCloseTo(5, 9);
    expect(drawing.area).toBeCloseTo(12.5 * Math.PI, 9);
  });

  // ieskudero/three-dxf-viewer#19: the minor axis is turned over too, so that the quarter lies above its centre.
  it('a quarter of an ellipse that looks down runs clockwise', () => {
    const quarter = entity(
      'ELLIPSE',
      [10, 100],
      [20, 50],
      [11, 37.5],
      [21, 0],
      [40, 1],
      [41, -Math.PI / 2],
      [42, 0],
      ...below,
    );
    const drawing = read([quarter, line(100, 87.5, 100, 50), line(100, 50, 137.5, 50)]);
    expect(drawing).toMatchObject({ contours: [{ closed: true }], reviewReasons: [] });
    expect(drawing.area).toBeCloseTo((Math.PI * 37.5 ** 2) / 4, 8);
  });

  it('tells of what is not flat', () => {
    const tilted = read([entity('CIRCLE', [10, 0], [20, 0], [40, 5], [210, 1], [220, 0], [230, 1])]);
    expect(tilted.reviewReasons).toContain('not_flat');
    const rising = read([
      entity('LINE', [10, 0], [20, 0], [30, 0], [11, 10], [21, 0], [31, 10]),
      rectangle(0, 5, 5, 5),
    ]);
    expect(rising.reviewReasons).toContain('not_flat');
  });
});
