import { type Box, diagonalOf, type Mesh, sizeOf } from './mesh.js';
import type { Shell, Shells } from './shells.js';

/** How closed shells lie in each other (rules quoting A.2.6). */
export interface Nesting {
  /** Pieces of material: shells at an even depth, with the cavities in each. */
  bodies: { shell: number; cavities: number[] }[];
  /** Of cavities, without bodies that lie in them. */
  trappedVolume: number;
  /** A shell lies in material and faces outwards: a second body, a cavity, or a modelling error. */
  ambiguous: boolean;
  /** Some of the outermost shells face outwards and some inwards. */
  mixed: boolean;
  /** All of them face inwards. */
  inverted: boolean;
  /** The question took too long to answer: too many shells within shells. */
  undecided: boolean;
}

/** Triangles looked at to find out what lies in what, before it is left to a person. */
const MOST_WORK = 400_000_000;
const PROBES = 5;

export function nestingOf(mesh: Mesh, shells: Shells): Nesting {
  const closed = shells.list.map((_, index) => index).filter((index) => isClosed(shells.list[index]!));
  const tolerance = 1e-6 * closed.reduce((most, index) => Math.max(most, diagonalOf(shells.list[index]!.box)), 0);
  const budget = { left: MOST_WORK };
  const around = new Map<number, number[]>();
  for (const inner of closed) {
    const containers = closed.filter(
      (outer) =>
        outer !== inner &&
        isWithin(shells.list[inner]!.box, shells.list[outer]!.box, tolerance) &&
        contains(mesh, shells, outer, inner, budget),
    );
    around.set(inner, containers);
  }
  return judge(shells.list, around, budget.left < 0);
}

export function isClosed(shell: Shell): boolean {
  return shell.boundaryEdges === 0 && shell.inconsistentEdges === 0 && shell.signedVolume !== 0;
}

function judge(list: Shell[], around: Map<number, number[]>, undecided: boolean): Nesting {
  const depth = (shell: number) => around.get(shell)!.length;
  const shells = [...around.keys()];
  const outermost = shells.filter((shell) => depth(shell) === 0);
  const inward = outermost.filter((shell) => list[shell]!.signedVolume < 0);
  const inverted = outermost.length > 0 && inward.length === outermost.length;
  const sign = inverted ? -1 : 1;
  const volume = (shell: number) => sign * list[shell]!.signedVolume;
  /** The shell right around this one: the one of them that lies deepest. */
  const parent = (shell: number) => around.get(shell)!.reduce((a, b) => (depth(b) > depth(a) ? b : a));
  const bodies = new Map<number, number[]>();
  let trappedVolume = 0;
  let ambiguous = false;
  for (const shell of shells) if (depth(shell) % 2 === 0) bodies.set(shell, []);
  for (const shell of shells) {
    const cavity = depth(shell) % 2 === 1;
    if (cavity && volume(shell) < 0) {
      trappedVolume -= volume(shell);
      bodies.get(parent(shell))?.push(shell);
    } else if (cavity) ambiguous = true;
    else if (depth(shell) > 0) {
      if (volume(shell) > 0) trappedVolume -= volume(shell);
      else ambiguous = true;
    }
  }
  return {
    bodies: [...bodies].map(([shell, cavities]) => ({ shell, cavities })),
    trappedVolume: Math.max(0, trappedVolume),
    ambiguous,
    mixed: inward.length > 0 && !inverted,
    inverted,
    undecided,
  };
}

function isWithin(inner: Box, outer: Box, tolerance: number): boolean {
  const smaller = Math.max(...sizeOf(inner)) <= Math.max(...sizeOf(outer)) + tolerance;
  return (
    smaller &&
    inner.min.every((value, axis) => value >= outer.min[axis]! - tolerance) &&
    inner.max.every((value, axis) => value <= outer.max[axis]! + tolerance)
  );
}

/**
 * Whether all of a few vertices of the inner shell lie in the outer one. A vertex on the outer surface says nothing; one inside and
 * one outside: the shells cross, and neither holds the other.
 */
function contains(mesh: Mesh, shells: Shells, outer: number, inner: number, budget: { left: number }): boolean {
  const { first, triangles } = shells.list[inner]!;
  let inside = 0;
  for (let probe = 0; probe < PROBES; probe++) {
    if (budget.left < 0) return false;
    budget.left -= shells.list[outer]!.triangles;
    const triangle = shells.order[first + Math.floor((probe * triangles) / PROBES)]!;
    const winding = Math.abs(windingNumber(mesh, shells, outer, 3 * mesh.triangles[3 * triangle]!));
    if (winding < 0.1) return false;
    if (winding > 0.9) inside++;
  }
  return inside > 0;
}

/**
 * How often the shell goes around a vertex: the sum of the solid angles of its triangles over 4π. Unlike the crossings of a ray, it
 * is right beside edges too. @param at where the vertex's x is in the positions
 */
function windingNumber({ positions, triangles }: Mesh, shells: Shells, shell: number, at: number): number {
  const { first, triangles: count } = shells.list[shell]!;
  const [px, py, pz] = [positions[at]!, positions[at + 1]!, positions[at + 2]!];
  let sum = 0;
  for (let i = first; i < first + count; i++) {
    const t = 3 * shells.order[i]!;
    const a = 3 * triangles[t]!;
    const b = 3 * triangles[t + 1]!;
    const c = 3 * triangles[t + 2]!;
    const ax = positions[a]! - px;
    const ay = positions[a + 1]! - py;
    const az = positions[a + 2]! - pz;
    const bx = positions[b]! - px;
    const by = positions[b + 1]! - py;
    const bz = positions[b + 2]! - pz;
    const cx = positions[c]! - px;
    const cy = positions[c + 1]! - py;
    const cz = positions[c + 2]! - pz;
    const la = Math.sqrt(ax * ax + ay * ay + az * az);
    const lb = Math.sqrt(bx * bx + by * by + bz * bz);
    const lc = Math.sqrt(cx * cx + cy * cy + cz * cz);
    const determinant = ax * (by * cz - bz * cy) - ay * (bx * cz - bz * cx) + az * (bx * cy - by * cx);
    const ab = ax * bx + ay * by + az * bz;
    const bc = bx * cx + by * cy + bz * cz;
    const ca = cx * ax + cy * ay + cz * az;
    sum += Math.atan2(determinant, la * lb * lc + ab * lc + bc * la + ca * lb);
  }
  return sum / (2 * Math.PI);
}
