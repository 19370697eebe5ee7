import { describe, expect, it } from '@jest/globals';
import { decode } from 'fast-png';
import type { Finding } from '../dfm/issues.js';
import { readDrawing } from '../drawing/read-drawing.js';
import type { Mesh } from '../geometry/mesh.js';
import { circle, dxf, line, rectangle } from '../testing/dxf.js';
import { measure } from '../testing/measure.js';
import { ball, box, cube, moved } from '../testing/shapes.js';
import { thumbnail } from './thumbnail.js';
import { readViewerFile } from './viewer-file.js';
import { viewerLines, viewerMesh } from './viewer-mesh.js';

/** Colour and alpha at a share of the width and the height. */
function pixel(png: Buffer, x: number, y: number): number[] {
  const { width, height, data } = decode(png);
  const at = 4 * (Math.floor(y * height) * width + Math.floor(x * width));
  return [...data.slice(at, at + 4)];
}

describe('thumbnail', () => {
  it('of a cube shows three sides of different brightness on a transparent ground', () => {
    const png = thumbnail(cube(10));
    expect(decode(png)).toMatchObject({ width: 256, height: 256, channels: 4, depth: 8 });
    const [top, front, right] = [pixel(png, 0.5, 0.2), pixel(png, 0.3, 0.6), pixel(png, 0.8, 0.6)];
    expect(pixel(png, 0.02, 0.02)[3]).toBe(0);
    for (const side of [top, front, right]) expect(side[3]).toBe(255);
    expect(top[1]).toBeGreaterThan(front[1]! + 20);
    expect(front[1]).toBeGreaterThan(right[1]! + 20);
  });

  it('is the same picture wherever the part lies and how large it is, and the same bytes each time', () => {
    expect(thumbnail(cube(10))).toEqual(thumbnail(cube(10)));
    expect(thumbnail(moved(cube(1024), [65536, 0, 0]))).toEqual(thumbnail(cube(10)));
  });

  it('hides what lies behind: a ball behind a wall is not seen', () => {
    const wall = box([100, 2, 100]);
    const behind = moved(ball(10, 20, 10), [50, 40, 40]);
    const both = {
      positions: Float64Array.of(...wall.positions, ...behind.positions),
      triangles: Uint32Array.of(...wall.triangles, ...behind.triangles.map((v) => v + 8)),
    };
    const seen = (mesh: Mesh) => decode(thumbnail(mesh)).data.filter((_, i) => i % 4 === 3).length;
    expect(seen(both)).toBe(seen(wall));
    expect(pixel(thumbnail(both), 0.5, 0.5)).toEqual(pixel(thumbnail(wall), 0.5, 0.5));
  });

  it('of a sheet is filled but for its holes; an open contour is red', () => {
    const png = thumbnail(
      readDrawing(dxf([rectangle(0, 0, 100, 100), circle(50, 50, 30), line(10, 10, 25, 10)], { units: 4 })),
    );
    expect(pixel(png, 0.1, 0.5)[3]).toBe(255);
    expect(pixel(png, 0.5, 0.5)[3]).toBe(0);
    const [red, green] = pixel(png, 0.19, 1 - 0.132);
    expect(red).toBeGreaterThan(green! + 100);
  });

  it('of nothing is an empty picture', () => {
    const point = { positions: Float64Array.of(1, 1, 1), triangles: new Uint32Array(0) };
    expect(decode(thumbnail(point)).data.every((v) => v === 0)).toBe(true);
  });
});

describe('the mesh for a viewer', () => {
  const finding = (code: string, ...triangles: number[]): Finding => ({
    code,
    severity: 'warning',
    measured: 1,
    limit: 2,
    unit: 'mm',
    fix: '',
    triangles: Uint32Array.from(triangles),
  });

  it('keeps the part to a 65 535th of its box, with the same faces', () => {
    const part = ball(10, 40, 20);
    const { header, positions, triangles } = readViewerFile(viewerMesh(part, []).bytes);
    expect(header).toMatchObject({
      kind: 'body',
      triangles: part.triangles.length / 3,
      sourceTriangles: part.triangles.length / 3,
      reduced: false,
    });
    expect(measure({ positions, triangles }).volume).toBeCloseTo(measure(part).volume, 0);
  });

  it('orders triangles so that an issue is few ranges, also where two overlap', () => {
    const part = ball(10, 40, 20);
    const odd = Array.from({ length: part.triangles.length / 3 }, (_, i) => i).filter((i) => i % 2 === 1);
    const third = odd.filter((i) => i % 3 === 0);
    const { bytes, issues } = viewerMesh(part, [
      finding('thin_wall', ...odd),
      finding('overhang', ...third),
      finding('too_big'),
    ]);
    const { header, positions, triangles } = readViewerFile(bytes);
    expect(issues.map(({ faces }) => faces.length)).toEqual([1, 1, 0]);
    expect(header.issues[0]).toEqual({ code: 'thin_wall', faces: issues[0]!.faces });
    // The triangles of a range are those that were found, by their middles.
    for (const [issue, found] of [
      [issues[0]!, odd],
      [issues[1]!, third],
    ] as const) {
      const [first, count] = issue.faces[0]!;
      expect(count).toBe(found.length);
      const shown = Array.from({ length: count }, (_, i) => middle(positions, triangles, first + i)).sort();
      expect(shown).toEqual(found.map((i) => middle(part.positions, part.triangles, i)).sort());
    }
  });

  it('makes a huge mesh coarser, says so, and keeps the places of issues', () => {
    const part = ball(10, 400, 200);
    const half = Array.from({ length: part.triangles.length / 3 }, (_, i) => i).filter(
      (i) => part.positions[3 * part.triangles[3 * i]! + 2]! > 0,
    );
    const { bytes, issues } = viewerMesh(part, [finding('overhang', ...half)], 20_000);
    const { header, positions, triangles } = readViewerFile(bytes);
    expect(header).toMatchObject({ reduced: true, sourceTriangles: part.triangles.length / 3 });
    expect(header.triangles).toBeLessThanOrEqual(20_000);
    expect(header.triangles).toBeGreaterThan(5_000);
    expect(measure({ positions, triangles }).volume).toBeCloseTo(4188.79, -2);
    const [[first, count]] = issues[0]!.faces as [[number, number]];
    for (let i = first; i < first + count; i++) expect(positions[3 * triangles[3 * i]! + 2]!).toBeGreaterThan(-0.5);
  });

  it('a huge mesh still shows an issue whose triangles have all collapsed', () => {
    const part = ball(10, 400, 200);
    // One triangle at a pole, where they are smallest.
    const { bytes, issues } = viewerMesh(part, [finding('thin_wall_local', 0)], 20_000);
    const { header, positions, triangles } = readViewerFile(bytes);
    expect(header.reduced).toBe(true);
    const [[first, count]] = issues[0]!.faces as [[number, number]];
    expect(count).toBeGreaterThan(0);
    const pole = part.positions[3 * part.triangles[0]! + 2]!;
    expect(Math.abs(positions[3 * triangles[3 * first]! + 2]! - pole)).toBeLessThan(1);
  });

  it('of a drawing has its contours as ranges of vertices', () => {
    const { contours } = readDrawing(dxf([rectangle(0, 0, 100, 50), line(200, 0, 250, 0)], { units: 4 }));
    const { header, positions } = readViewerFile(viewerLines(contours));
    expect(header).toMatchObject({
      kind: 'sheet',
      vertices: 7,
      contours: [
        [0, 5, true],
        [5, 2, false],
      ],
    });
    expect(positions[15]).toBeCloseTo(200, 2);
    expect(positions[18]).toBeCloseTo(250, 2);
  });
});

function middle(positions: Float64Array, triangles: Uint32Array, i: number): string {
  const of = (axis: number) => [0, 1, 2].reduce((sum, k) => sum + positions[3 * triangles[3 * i + k]! + axis]!, 0) / 3;
  return [0, 1, 2].map((axis) => (of(axis) + 1e-9).toFixed(1)).join(' ');
}
