import { expect, it } from '@jest/globals';
import { fitOf, type PartBoxes } from './fit.js';

const part = (x: number, y: number, z: number, oriented = [x, y, z]): PartBoxes => {
  const [a, b, c] = oriented.toSorted((m, n) => m - n) as [number, number, number];
  return { kind: 'body', box: { x, y, z }, orientedBox: { x: a, y: b, z: c } };
};
const sheet = (x: number, y: number, oriented = [x, y]): PartBoxes => {
  const [b, c] = oriented.toSorted((m, n) => m - n) as [number, number];
  return { kind: 'sheet', box: { x, y, z: 0 }, orientedBox: { x: 0, y: b, z: c } };
};
const bed = (x: number, y: number, z: number) => ({ id: 'm', x, y, z });

it.each<[string, PartBoxes, ReturnType<typeof bed>, string | null]>([
  // Rules quoting A8: (300 + 10)/√2 = 219.203.
  ['A8, a rod of 300 on a bed of 220', part(10, 10, 300), bed(220, 220, 250), 'rotated 45° in XY'],
  ['A8, the same on a bed of 219', part(10, 10, 300), bed(219, 219, 250), null],
  ['A8 at the bound', part(300, 10, 10), bed(219.204, 219.204, 250), 'rotated 45° in XY'],
  ['A8 below the bound', part(300, 10, 10), bed(219.202, 219.202, 250), null],
  ['as it stands', part(100, 50, 20), bed(100, 50, 20), 'as placed'],
  ['on its side', part(100, 50, 20), bed(20, 100, 50), 'turned'],
  ['upright', part(300, 10, 10), bed(100, 100, 300), 'turned'],
  ['a bar that lies askew in its file', part(180, 180, 20, [250, 20, 20]), bed(260, 30, 30), 'tilted'],
  ['too high in every position', part(120, 120, 120), bed(200, 200, 119), null],
  ['a long bed: the angle that it leaves', part(240, 20, 10), bed(240, 100, 50), 'as placed'],
  ['a narrow room: not half way', part(250, 10, 300), bed(290, 120, 250), 'rotated 19.7° in XY'],
  ['a sheet turned by a quarter', sheet(2000, 900), bed(1000, 2500, 0), 'turned'],
  ['a sheet does not stand up', sheet(2000, 900), bed(1000, 500, 2500), null],
  ['a sheet drawn askew', sheet(1600, 1600, [2000, 200]), bed(2100, 300, 0), 'tilted'],
  ['a strip across the table', sheet(1700, 20), bed(1500, 1000, 0), 'rotated 31.2° in XY'],
])('%s', (_, boxes, machine, how) => {
  const found = fitOf(boxes, machine);
  if (how?.startsWith('rotated') && !how.includes('45')) {
    // Any angle is right at which it fits: the two extents are checked instead of the number.
    const angle = (Number(/rotated ([\d.]+)°/.exec(found.how ?? '')?.[1]) * Math.PI) / 180;
    const [c, b] = [Math.max(boxes.box.x, boxes.box.y, boxes.box.z), sides(boxes)];
    expect(c * Math.cos(angle) + b * Math.sin(angle)).toBeLessThanOrEqual(machine.x + 0.5);
    expect(c * Math.sin(angle) + b * Math.cos(angle)).toBeLessThanOrEqual(machine.y + 0.5);
  } else expect(found).toMatchObject({ machineId: 'm', how });
  // What does not fit says by which side, and what room there is.
  if (how !== null) expect(found).not.toHaveProperty('over');
  else expect(found.over!.measured).toBeGreaterThan(found.over!.limit);
});

it.each<[string, PartBoxes, ReturnType<typeof bed>, { measured: number; limit: number }]>([
  ['a rod of 300', part(10, 10, 300), bed(219, 219, 250), { measured: 300, limit: 250 }],
  ['too high in every position', part(120, 120, 120), bed(200, 200, 119), { measured: 120, limit: 119 }],
  ['a sheet that would fit if it stood', sheet(2000, 900), bed(1000, 500, 2500), { measured: 2000, limit: 1000 }],
])('%s: the side that has no room', (_, boxes, machine, over) => {
  expect(fitOf(boxes, machine)).toEqual({ machineId: 'm', how: null, over });
});

/** The shorter side of what lies on the bed. */
function sides({ box }: PartBoxes): number {
  return [box.x, box.y, box.z].filter((side) => side > 0).toSorted((m, n) => m - n)[0]!;
}
