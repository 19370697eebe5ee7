/**
 * Sides, ascending, of the smallest rectangle in any direction about points in the plane. It lies along one of the hull's sides;
 * as the side goes round, the corners farthest along and across it go round too, and never back, so that every corner is looked at
 * a few times only.
 */
export function orientedRectangle(points: [number, number][]): [number, number] {
  const hull = convexHull(outermost(points));
  let best: [number, number] = [Infinity, Infinity];
  // Corners farthest along a side, across it, and against it.
  let [ahead, across, behind] = [1, 1, 1];
  for (let i = 0; i < hull.length; i++) {
    const [p, q] = [hull[i]!, hull[(i + 1) % hull.length]!];
    const length = Math.hypot(q[0] - p[0], q[1] - p[1]);
    if (length === 0) continue;
    const [ux, uy] = [(q[0] - p[0]) / length, (q[1] - p[1]) / length];
    ahead = climb(hull, Math.max(ahead, i + 1), ux, uy);
    across = climb(hull, Math.max(across, ahead), -uy, ux);
    behind = climb(hull, Math.max(behind, across), -ux, -uy);
    const corner = (k: number) => hull[k % hull.length]!;
    const a = reach(corner(ahead), ux, uy) - reach(corner(behind), ux, uy);
    const b = Math.max(0, reach(corner(across), -uy, ux) - reach(p, -uy, ux));
    if (a * b < best[0] * best[1] || best[0] === Infinity) best = [a, b];
  }
  if (best[0] === Infinity) return [0, 0];
  return best[0] <= best[1] ? best : [best[1], best[0]];
}

/** The corner, from one on, behind which the corners lie less far in a direction. */
function climb(hull: [number, number][], from: number, dx: number, dy: number): number {
  let at = from;
  for (let steps = 0; steps < hull.length; steps++, at++) {
    if (reach(hull[(at + 1) % hull.length]!, dx, dy) < reach(hull[at % hull.length]!, dx, dy)) break;
  }
  return at;
}

const reach = ([x, y]: [number, number], dx: number, dy: number): number => x * dx + y * dy;

/**
 * Leaves out what lies within the octagon of the points farthest in eight directions: of a perforated sheet nearly all, which saves
 * sorting them.
 */
function outermost(points: [number, number][]): [number, number][] {
  if (points.length < 100) return points;
  const directions = [0, 1, 2, 3, 4, 5, 6, 7].map(
    (k) => [Math.cos((k * Math.PI) / 4), Math.sin((k * Math.PI) / 4)] as const,
  );
  const far = directions.map(([dx, dy]) => {
    let [best, most] = [points[0]!, -Infinity];
    for (const p of points) {
      const along = p[0] * dx + p[1] * dy;
      if (along > most) [best, most] = [p, along];
    }
    return best;
  });
  const octagon = convexHull(far);
  if (octagon.length < 3) return points;
  return points.filter((p) => octagon.some((corner, i) => turn(corner, octagon[(i + 1) % octagon.length]!, p) <= 0));
}

/** Counter-clockwise, by Andrew's monotone chain. */
function convexHull(points: [number, number][]): [number, number][] {
  const sorted = [...points].sort((p, q) => p[0] - q[0] || p[1] - q[1]);
  const half = (list: [number, number][]) => {
    const hull: [number, number][] = [];
    for (const p of list) {
      while (hull.length > 1 && turn(hull.at(-2)!, hull.at(-1)!, p) <= 0) hull.pop();
      hull.push(p);
    }
    return hull.slice(0, -1);
  };
  const hull = [...half(sorted), ...half(sorted.reverse())];
  return hull.length > 0 ? hull : sorted.slice(0, 1);
}

const turn = (o: [number, number], p: [number, number], q: [number, number]): number =>
  (p[0] - o[0]) * (q[1] - o[1]) - (p[1] - o[1]) * (q[0] - o[0]);
