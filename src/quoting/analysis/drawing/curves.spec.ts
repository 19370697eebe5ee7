import { describe, expect, it } from '@jest/globals';
import { arc, circle, dxf, type DxfParts, entity, line, lwpolyline, polyline, rectangle } from '../testing/dxf.js';
import { faultOf } from '../testing/fault.js';
import { readDrawing } from './read-drawing.js';

type Entities = Parameters<typeof dxf>[0];
const read = (entities: Entities, parts: DxfParts = { units: 4 }) => readDrawing(dxf(entities, parts));

describe('curves have their true length and area, not that of chords', () => {
  const pi = Math.PI;
  // Ellipse of half axes 2 and 1 (complete elliptic integral of the second kind).
  const quarter = 2.4221120551;
  it.each<[string, Entities[number], number, number]>([
    ['circle', circle(5, 5, 10), 20 * pi, 100 * pi],
    [
      'arc over zero degrees, closed by its chord',
      [...arc(0, 0, 10, 270, 90), ...line(0, -10, 0, 10)],
      10 * pi + 20,
      50 * pi,
    ],
    [
      'slot of two bulges of 1',
      lwpolyline([
        [0, 0],
        [10, 0, 1],
        [10, 4],
        [0, 4, 1],
      ]),
      20 + 4 * pi,
      40 + 4 * pi,
    ],
    [
      'bulge on the last vertex of a closed R12 polyline',
      polyline([
        [0, 0],
        [4, 0, 1],
      ]),
      4 + 2 * pi,
      2 * pi,
    ],
    [
      'negative bulge, a bite',
      lwpolyline([
        [0, 0],
        [4, 0, -1],
        [4, 4],
        [0, 4],
      ]),
      12 + 2 * pi,
      16 - 2 * pi,
    ],
    [
      'ellipse',
      entity('ELLIPSE', [10, 0], [20, 0], [11, 2], [21, 0], [40, 0.5], [41, 0], [42, 2 * pi]),
      4 * quarter,
      2 * pi,
    ],
    [
      'circle as a rational spline',
      entity(
        'SPLINE',
        [70, 12],
        [71, 2],
        ...[0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 4].map((k): [number, number] => [40, k]),
        ...[1, Math.SQRT1_2, 1, Math.SQRT1_2, 1, Math.SQRT1_2, 1, Math.SQRT1_2, 1].map((w): [number, number] => [
          41,
          w,
        ]),
        ...[1, 0, 1, 1, 0, 1, -1, 1, -1, 0, -1, -1, 0, -1, 1, -1, 1, 0].map((v, i): [number, number] => [
          i % 2 ? 20 : 10,
          3 * v,
        ]),
      ),
      6 * pi,
      9 * pi,
    ],
    [
      'straight spline of degree three, closed by an arc',
      [
        ...entity(
          'SPLINE',
          [71, 3],
          ...[0, 0, 0, 0, 1, 1, 1, 1].map((k): [number, number] => [40, k]),
          ...[-1, 0, -0.5, 0, 0.5, 0, 1, 0].map((v, i): [number, number] => [i % 2 ? 20 : 10, v]),
        ),
        ...arc(0, 0, 1, 0, 180),
      ],
      2 + pi,
      pi / 2,
    ],
  ])('%s', (_, drawn, length, area) => {
    const drawing = read([drawn]);
    expect(drawing.cutLength).toBeCloseTo(length, 8);
    expect(drawing.area).toBeCloseTo(area, 8);
    expect(drawing).toMatchObject({ contours: [{ closed: true }], reviewReasons: [] });
  });
});

describe('vertices of an LWPOLYLINE', () => {
  it('keeps a bulge with its vertex when others leave it out, whatever stands between', () => {
    const drawn = entity(
      'LWPOLYLINE',
      [90, 4],
      [70, 0],
      ...([
        [10, 0],
        [20, 0],
        [91, 7],
        [10, 10],
        [20, 0],
        [40, 0.2],
        [41, 0.2],
        [42, 1],
        [91, 8],
      ] as [number, number][]),
      ...([
        [10, 20],
        [20, 0],
        [91, 9],
        [10, 30],
        [20, 0],
        [91, 10],
      ] as [number, number][]),
    );
    expect(read([drawn]).cutLength).toBeCloseTo(20 + 5 * Math.PI, 9);
  });

  it('is nothing with one vertex, even when closed', async () => {
    expect(await faultOf(() => read([lwpolyline([[294.5, 168.6]])]))).toBe('empty');
    expect(read([lwpolyline([[294.5, 168.6]]), rectangle(0, 0, 2, 2)])).toMatchObject({ cutLength: 8, contours: [{}] });
  });
});

describe('splines that say they are closed', () => {
  const spline = (flags: number, degree: number, knots: number[], points: [number, number][]) =>
    entity(
      'SPLINE',
      [70, flags],
      [71, degree],
      ...knots.map((knot): [number, number] => [40, knot]),
      ...points.flatMap(([x, y]): [number, number][] => [
        [10, x],
        [20, y],
      ]),
    );
  const square: [number, number][] = [
    [0, 0],
    [10, 0],
    [10, 10],
    [0, 10],
  ];

  // LibreCAD/LibreCAD#1712, mozman/ezdxf#851: the flag alone closes nothing, and nobody may add the missing side.
  it('but do not come back to where they began, are open, for a person', () => {
    const drawing = read([spline(11, 3, [0, 0, 0, 0, 1, 1, 1, 1], square)]);
    expect(drawing).toMatchObject({ contours: [{ closed: false }], area: 0, reviewReasons: ['open_contour'] });
  });

  it('and whose points come again at the end, are closed', () => {
    const drawing = read([spline(11, 3, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [...square, ...square.slice(0, 3)])]);
    expect(drawing).toMatchObject({ contours: [{ closed: true }], reviewReasons: [] });
    expect(drawing.box.x).toBeCloseTo(drawing.box.y, 9);
  });

  // CadQuery/cadquery#1014: a knot as often as the degree makes a corner; its line has no more and no less than its sides.
  it('with corners have the length of their sides', () => {
    const sides = [square[0]!, [5, 0], square[1]!, [10, 5], square[2]!, [5, 10], square[3]!, [0, 5], square[0]!];
    const knots = [0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 4];
    const drawing = read([spline(11, 2, knots, sides as [number, number][])]);
    expect(drawing.cutLength).toBeCloseTo(40, 9);
    expect(drawing.area).toBeCloseTo(100, 9);
  });
});
