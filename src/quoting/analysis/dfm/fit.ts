import type { Extent, MachineFit } from '../part-analysis.js';

/** What a part may be held against: boxes, as an analysis keeps them. */
export interface PartBoxes {
  kind: 'body' | 'sheet';
  box: Extent;
  orientedBox: Extent;
}

export interface Machine {
  id: string;
  /** Room for the part, mm. */
  x: number;
  y: number;
  z: number;
}

/** Sizes are measured to micrometres; a part of 220.0000001 mm does fit a bed of 220. */
const SLACK = 1e-6;

/**
 * Whether, and how, a part fits a machine: as placed, turned by quarter turns, tilted (its smallest box), and each of them turned in
 * the plane of the bed, which makes room for a rod that is longer than the bed is wide. Cheap: it needs no mesh, so that it can be
 * asked again when the machines have changed.
 */
export function fitOf(part: PartBoxes, machine: Machine): MachineFit {
  const how = howItFits(part, machine);
  const over = how === null ? shortOf(part, machine) : undefined;
  return { machineId: machine.id, how, ...(over && { over }) };
}

/**
 * The side of the smallest box that has the least room in the machine, and that room, mm. Sides are compared in their order, which is
 * the best way to place a box side by side; of a sheet the two that lie flat. Undefined: it has room.
 */
export function shortOf(
  { kind, orientedBox }: Pick<PartBoxes, 'kind' | 'orientedBox'>,
  machine: Omit<Machine, 'id'>,
): { measured: number; limit: number } | undefined {
  const ascending = (sides: number[]) => sides.sort((a, b) => a - b);
  const { x, y, z } = orientedBox;
  const sides = ascending(kind === 'sheet' ? [y, z] : [x, y, z]);
  const room = ascending(kind === 'sheet' ? [machine.x, machine.y] : [machine.x, machine.y, machine.z]);
  let worst: { measured: number; limit: number } | undefined;
  for (const [index, measured] of sides.entries()) {
    const limit = room[index]!;
    if (measured > limit + SLACK && (!worst || measured - limit > worst.measured - worst.limit))
      worst = { measured, limit };
  }
  return worst;
}

function howItFits({ kind, box, orientedBox }: PartBoxes, machine: Machine): string | null {
  if (fitsSquare([box.x, box.y, box.z], machine)) return 'as placed';
  // A sheet stays flat: only its two sides may be exchanged.
  const placed = kind === 'sheet' ? flatTurns(box) : turns(box);
  if (placed.some((sides) => fitsSquare(sides, machine))) return 'turned';
  const tilted =
    kind === 'sheet' ? flatTurns({ x: orientedBox.y, y: orientedBox.z, z: orientedBox.x }) : turns(orientedBox);
  if (tilted.some((sides) => fitsSquare(sides, machine))) return 'tilted';
  for (const sides of [...placed, ...tilted]) {
    const angle = angleInPlane(sides, machine);
    if (angle !== undefined) return `rotated ${angle}° in XY`;
  }
  return null;
}

type Sides = [number, number, number];

const flatTurns = ({ x, y, z }: Extent): Sides[] => [
  [x, y, z],
  [y, x, z],
];

const turns = ({ x, y, z }: Extent): Sides[] => [
  [x, y, z],
  [y, x, z],
  [x, z, y],
  [z, x, y],
  [y, z, x],
  [z, y, x],
];

const fitsSquare = ([x, y, z]: Sides, machine: Machine): boolean =>
  x <= machine.x + SLACK && y <= machine.y + SLACK && z <= machine.z + SLACK;

/**
 * An angle, degrees, at which a rectangle a × b lies within the bed: its extents are a·cos + b·sin and a·sin + b·cos, both of the form
 * r·cos(θ − φ), so that the angles that fit are an interval. 45° is preferred, then the middle of the interval.
 */
function angleInPlane([a, b, height]: Sides, machine: Machine): number | undefined {
  if (height > machine.z + SLACK || a < b) return undefined;
  const r = Math.hypot(a, b);
  const phi = Math.atan2(b, a);
  const [width, depth] = [machine.x + SLACK, machine.y + SLACK];
  // a·cos θ + b·sin θ = r·cos(θ − φ) ≤ width, on the far side of its maximum at θ = φ.
  const from = width >= r ? 0 : phi + Math.acos(width / r);
  // a·sin θ + b·cos θ = r·sin(θ + φ) ≤ depth, before its maximum at θ = 90° − φ.
  const to = depth >= r ? Math.PI / 2 : Math.asin(depth / r) - phi;
  if (from > to || from > Math.PI / 2 || to < 0) return undefined;
  const quarter = Math.PI / 4;
  const angle = from <= quarter && quarter <= to ? quarter : (from + to) / 2;
  return Math.round((angle * 180 * 10) / Math.PI) / 10;
}
