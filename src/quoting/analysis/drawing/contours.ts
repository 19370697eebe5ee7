import type { Piece } from './curves.js';

/** A line that the head follows from one pierce on. */
export interface Contour {
  /** x, y of each point; of a closed contour the first is repeated at the end. */
  points: Float64Array;
  closed: boolean;
  length: number;
  /** Enclosed, without regard to holes; 0 when open. */
  area: number;
}

interface End {
  piece: number;
  /** 0: its first point, 1: its last. */
  side: 0 | 1;
  node: number;
}

/**
 * Joins pieces whose ends lie within `tolerance` of each other. Where more than two meet, a walk that comes back to a place where it
 * was gives off the loop it has made, so that two squares that touch in a corner stay two contours.
 */
export function chain(pieces: Piece[], tolerance: number): Contour[] {
  const contours: Contour[] = [];
  const open: Piece[] = [];
  for (const piece of pieces) {
    const p = piece.points;
    const closed = Math.hypot(p[0]! - p.at(-2)!, p[1]! - p.at(-1)!) <= tolerance && piece.length > 2 * tolerance;
    if (closed) contours.push(contour([piece], [0], true));
    else open.push(piece);
  }
  const ends = nodesOf(open, tolerance);
  const atNode = new Map<number, End[]>();
  for (const end of ends.flat()) {
    const here = atNode.get(end.node);
    if (here) here.push(end);
    else atNode.set(end.node, [end]);
  }
  const loose = open.map((_, i) => ends[i]!.find((end) => atNode.get(end.node)!.length === 1));
  const used = new Uint8Array(open.length);
  // Walks begin at loose ends first, so that they are not begun in their middle.
  for (const begin of [...loose, ...ends.map((pair) => pair[0])]) {
    if (begin && !used[begin.piece]) walk(begin);
  }
  return contours;

  function walk(first: End): void {
    const path: { piece: number; side: 0 | 1 }[] = [];
    const nodes = [first.node];
    const seenAt = new Map([[first.node, 0]]);
    let next: End | undefined = first;
    while (next) {
      used[next.piece] = 1;
      path.push({ piece: next.piece, side: next.side });
      const node: number = ends[next.piece]![next.side === 0 ? 1 : 0].node;
      const before = seenAt.get(node);
      if (before !== undefined) {
        give(path.splice(before), true);
        for (const left of nodes.splice(before + 1)) seenAt.delete(left);
      } else {
        seenAt.set(node, path.length);
        nodes.push(node);
      }
      const here = atNode.get(node)!;
      while (here.length > 0 && used[here.at(-1)!.piece]) here.pop();
      next = here.at(-1);
    }
    if (path.length > 0) give(path, false);
  }

  function give(path: { piece: number; side: 0 | 1 }[], closed: boolean): void {
    contours.push(
      contour(
        path.map((step) => open[step.piece]!),
        path.map((step) => step.side),
        closed,
      ),
    );
  }
}

function contour(pieces: Piece[], sides: (0 | 1)[], closed: boolean): Contour {
  const points: number[] = [];
  let [length, excess] = [0, 0];
  pieces.forEach((piece, i) => {
    const count = piece.points.length / 2;
    for (let k = points.length > 0 ? 1 : 0; k < count; k++) {
      const at = sides[i] === 0 ? k : count - 1 - k;
      points.push(piece.points[2 * at]!, piece.points[2 * at + 1]!);
    }
    length += piece.length;
    excess += sides[i] === 0 ? piece.excess : -piece.excess;
  });
  if (closed) points.splice(-2, 2, points[0]!, points[1]!);
  return { points: Float64Array.from(points), closed, length, area: closed ? Math.abs(shoelace(points) + excess) : 0 };
}

/** Signed area of a closed polygon, about its first point so that far coordinates lose no digits. */
function shoelace(points: number[]): number {
  let twice = 0;
  for (let i = 2; i < points.length; i += 2) {
    const [x0, y0] = [points[i - 2]! - points[0]!, points[i - 1]! - points[1]!];
    const [x1, y1] = [points[i]! - points[0]!, points[i + 1]! - points[1]!];
    twice += x0 * y1 - x1 * y0;
  }
  return twice / 2;
}

/** Gives every end a node; ends within the tolerance share it. */
function nodesOf(pieces: Piece[], tolerance: number): [End, End][] {
  const cells = new Map<string, { x: number; y: number; node: number }[]>();
  let count = 0;
  const nodeAt = (x: number, y: number): number => {
    const [cx, cy] = [Math.floor(x / tolerance), Math.floor(y / tolerance)];
    for (let i = cx - 1; i <= cx + 1; i++) {
      for (let j = cy - 1; j <= cy + 1; j++) {
        const found = cells.get(`${i},${j}`)?.find((n) => Math.hypot(n.x - x, n.y - y) <= tolerance);
        if (found) return found.node;
      }
    }
    const key = `${cx},${cy}`;
    const cell = cells.get(key) ?? [];
    cell.push({ x, y, node: count });
    cells.set(key, cell);
    return count++;
  };
  return pieces.map((piece, i) => {
    const p = piece.points;
    return [
      { piece: i, side: 0, node: nodeAt(p[0]!, p[1]!) },
      { piece: i, side: 1, node: nodeAt(p.at(-2)!, p.at(-1)!) },
    ];
  });
}

/** Takes out pieces that lie on one another: programs leave doubled lines behind, and the head would cut twice. */
export function withoutDoubles(pieces: Piece[], tolerance: number): Piece[] {
  const seen = new Set<string>();
  const grid = (v: number) => Math.round(v / tolerance);
  return pieces.filter(({ points, length }) => {
    const count = points.length / 2;
    const half = Math.floor(count / 2);
    const ends = [`${grid(points[0]!)},${grid(points[1]!)}`, `${grid(points.at(-2)!)},${grid(points.at(-1)!)}`].sort();
    // The middle of a line reversed is the same point only for an odd number of points; an even number has its two middle ones.
    const middle = [half, count - 1 - half].map((i) => [points[2 * i]!, points[2 * i + 1]!]);
    const [mx, my] = [0, 1].map((k) => grid((middle[0]![k]! + middle[1]![k]!) / 2));
    const key = `${ends.join(' ')} ${mx},${my} ${grid(length)} ${count}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Comparisons of two contours before a drawing counts as too much: a perforated sheet of 50 000 holes needs ten million. */
const MAX_COMPARISONS = 100_000_000;

export interface Enclosed {
  /** What closed contours enclose, those inside another taken off, those inside a hole added again. */
  area: number;
  /** Contours that lie in no other, or in a hole: separate pieces of sheet. */
  outlines: number;
  holes: Contour[];
}

/** Which closed contour lies in which. Undefined: too many lie over one another. */
export function enclosed(contours: Contour[]): Enclosed | undefined {
  const closed = contours.filter((c) => c.closed && c.area > 0).map((c) => ({ ...c, box: boxOf(c.points), depth: 0 }));
  closed.sort((a, b) => a.box[0] - b.box[0] || b.area - a.area);
  let comparisons = 0;
  // From left to right; `reached` are the contours that the line x = left side of the current one crosses or touches.
  let reached: typeof closed = [];
  for (const next of closed) {
    reached = reached.filter((c) => c.box[2] >= next.box[0]);
    comparisons += reached.length;
    if (comparisons > MAX_COMPARISONS) return undefined;
    for (const other of reached) {
      const [outer, inner] = other.area >= next.area ? [other, next] : [next, other];
      if (!isWithin(inner.box, outer.box)) continue;
      comparisons += outer.points.length;
      if (containsMost(outer.points, inner.points)) inner.depth++;
    }
    reached.push(next);
  }
  const isHole = (c: { depth: number }) => c.depth % 2 === 1;
  const holes = closed.filter(isHole);
  const solid = closed.filter((c) => !isHole(c));
  const sum = (of: Contour[]) => of.reduce((total, c) => total + c.area, 0);
  return { area: sum(solid) - sum(holes), outlines: solid.length, holes };
}

type Box = [number, number, number, number];

export function boxOf(points: ArrayLike<number>): Box {
  let [left, bottom, right, top] = [points[0]!, points[1]!, points[0]!, points[1]!];
  for (let i = 2; i < points.length; i += 2) {
    const x = points[i]!;
    const y = points[i + 1]!;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < bottom) bottom = y;
    if (y > top) top = y;
  }
  return [left, bottom, right, top];
}

const isWithin = (a: Box, b: Box): boolean => a[0] >= b[0] && a[1] >= b[1] && a[2] <= b[2] && a[3] <= b[3];

/** Asked at the middles of up to five sides, because a single point may lie on the other contour. */
function containsMost(outer: Float64Array, inner: Float64Array): boolean {
  const sides = inner.length / 2 - 1;
  const asked = Math.min(5, sides);
  let inside = 0;
  for (let k = 0; k < asked; k++) {
    const i = 2 * Math.floor((k * sides) / asked);
    if (contains(outer, (inner[i]! + inner[i + 2]!) / 2, (inner[i + 1]! + inner[i + 3]!) / 2)) inside++;
  }
  return inside * 2 > asked;
}

function contains(polygon: Float64Array, x: number, y: number): boolean {
  let inside = false;
  for (let i = 2; i < polygon.length; i += 2) {
    const [x0, y0, x1, y1] = [polygon[i - 2]!, polygon[i - 1]!, polygon[i]!, polygon[i + 1]!];
    if (y0 > y !== y1 > y && x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)) inside = !inside;
  }
  return inside;
}
