import { describe, expect, it } from '@jest/globals';
import { circle, dxf, type DxfParts, entity, insert, polyline, rectangle } from '../testing/dxf.js';
import { faultOf } from '../testing/fault.js';
import { readDrawing } from './read-drawing.js';

type Entities = Parameters<typeof dxf>[0];
const read = (entities: Entities, parts: DxfParts = { units: 4 }) => readDrawing(dxf(entities, parts));
const square: [number, number][] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];

describe('what cannot be measured is never 0 mm', () => {
  it('is told beside what can, and has a person look', () => {
    for (const unknown of [
      entity('HATCH', [10, 0]),
      entity('3DSOLID'),
      entity('ACAD_PROXY_ENTITY'),
      entity('NEWTHING'),
    ]) {
      const drawing = read([rectangle(0, 0, 10, 10), unknown]);
      expect(drawing).toMatchObject({
        cutLength: 40,
        warnings: ['unsupported_entity'],
        reviewReasons: ['unsupported_entity'],
      });
    }
  });

  it('is refused when nothing else is there', async () => {
    expect(await faultOf(() => read([entity('HATCH', [10, 0])]))).toBe('unsupported_entity');
    expect(await faultOf(() => read([entity('SPLINE', [71, 3], [10, 0], [20, 0])]))).toBe('unsupported_entity');
    expect(await faultOf(() => read([insert('nowhere', 0, 0)]))).toBe('unsupported_entity');
    expect(await faultOf(() => read([]))).toBe('empty');
  });

  it('measures a polygon through the points of a spline that has nothing else, for a person', () => {
    const drawn = entity('SPLINE', [71, 3], [74, 3], [11, 0], [21, 0], [11, 3], [21, 4], [11, 6], [21, 0]);
    expect(read([drawn])).toMatchObject({ cutLength: 10, reviewReasons: ['unsupported_entity', 'open_contour'] });
  });

  it('has a person look at outlines that close about nothing: there and back, or crossing themselves', () => {
    const there = polyline([
      [0, 0],
      [9, 0],
    ]);
    const crossing = polyline([
      [0, 0],
      [9, 9],
      [9, 0],
      [0, 9],
    ]);
    const narrow = rectangle(0, 0, 9, 0.1);
    for (const outline of [there, crossing]) {
      expect(read([outline])).toMatchObject({ area: 0, reviewReasons: ['flat_contour'] });
      expect(read([rectangle(-20, -20, 60, 60), outline]).reviewReasons).toEqual(['flat_contour']);
    }
    expect(read([narrow]).reviewReasons).toEqual([]);
  });

  it('asks what a text is for, and passes over notes, hidden layers and hidden entities', () => {
    const drawing = read(
      [
        rectangle(0, 0, 10, 10),
        entity('DIMENSION', [10, 0], [20, 0]),
        entity('MTEXT', [10, 0], [20, 0], [1, '2 pieces']),
        [
          [0, 'LINE'],
          [8, 'Off'],
          [10, 0],
          [20, 0],
          [11, 99],
          [21, 0],
        ],
        [
          [0, 'LINE'],
          [8, 'Frozen'],
          [10, 0],
          [20, 0],
          [11, 99],
          [21, 0],
        ],
        entity('LINE', [60, 1], [10, 0], [20, 0], [11, 99], [21, 0]),
      ],
      {
        units: 4,
        layers: [
          [
            [0, 'LAYER'],
            [2, 'Off'],
            [70, 0],
            [62, -7],
          ],
          [
            [0, 'LAYER'],
            [2, 'Frozen'],
            [70, 1],
            [62, 7],
          ],
        ],
      },
    );
    expect(drawing.cutLength).toBe(40);
    expect(drawing.warnings).toEqual(['notes_ignored', 'text_ignored', 'hidden_layers_skipped']);
    expect(drawing.reviewReasons).toEqual(['text_in_drawing']);
  });

  it('takes paper space only when the model has nothing', () => {
    const frame = entity('LINE', [67, 1], [10, 0], [20, 0], [11, 297], [21, 0]);
    expect(read([frame, rectangle(0, 0, 10, 10)])).toMatchObject({ cutLength: 40, reviewReasons: [] });
    expect(read([frame])).toMatchObject({ cutLength: 297, reviewReasons: ['paper_space', 'open_contour'] });
  });
});

describe('damaged files', () => {
  const whole = dxf([rectangle(0, 0, 10, 10)], { units: 4 }).toString();
  it.each<[string, string, string]>([
    ['binary_dxf', 'a binary DXF', 'AutoCAD Binary DXF\r\n\x1a\0\x00\x00SECTION\x00'],
    ['truncated', 'cut in the entities', whole.slice(0, whole.indexOf('LWPOLYLINE') + 60)],
    ['truncated', 'cut before them', whole.slice(0, 100)],
    ['malformed', 'a number that is none', whole.replace('10\r\n10\r\n', '10\r\nten\r\n')],
    ['malformed', 'a code that is none', whole.replace(' 90\r\n', 'xyz\r\n')],
    ['not_finite', 'a coordinate beyond all bounds', whole.replace('10\r\n10\r\n', '10\r\n1e300\r\n')],
  ])('%s: %s', async (code, _, text) => {
    expect(await faultOf(() => readDrawing(Buffer.from(text, 'latin1')))).toBe(code);
  });

  it('reads any ending of lines, comments, and a polyline without SEQEND', () => {
    for (const ending of ['\n', '\r'])
      expect(readDrawing(Buffer.from(whole.replaceAll('\r\n', ending)))).toMatchObject({ cutLength: 40 });
    expect(readDrawing(Buffer.from(`999\r\nmade by hand\r\n${whole}`))).toMatchObject({ cutLength: 40 });
    const without = dxf([polyline(square)])
      .toString()
      .replace('  0\r\nSEQEND\r\n  8\r\n0\r\n', '');
    expect(readDrawing(Buffer.from(without))).toMatchObject({ cutLength: 4 });
    expect(readDrawing(Buffer.from(whole.replace('  0\r\nEOF\r\n', '')))).toMatchObject({
      cutLength: 40,
      warnings: ['end_missing'],
    });
  });

  it('finds its way in a perforated sheet', () => {
    const holes = Array.from({ length: 400 }, (_, i) => circle((i % 20) * 10, Math.floor(i / 20) * 10, 2));
    const drawing = read([rectangle(-5, -5, 200, 200), ...holes]);
    expect(drawing.area).toBeCloseTo(40_000 - 1_600 * Math.PI, 3);
    expect(drawing).toMatchObject({ pieces: 1, contours: { length: 401 } });
  });
});
