import type { Contour } from './contours.js';
import { orientedRectangle } from './oriented-rectangle.js';

/** Which contour lies in which is asked for each pair: a drawing of more is a pattern, not a part with holes. */
const MOST_CONTOURS = 400;

/** The widths of closed contours that lie in an odd number of other ones: what a drill or a beam must fit into. mm */
export function holeWidths(contours: Contour[]): number[] {
  const closed = contours.filter((contour) => contour.closed);
  if (closed.length > MOST_CONTOURS) return [];
  return closed
    .filter((inner) => {
      const around = closed.filter(
        (outer) => outer.area > inner.area && isInside(outer, inner.points[0]!, inner.points[1]!),
      );
      return around.length % 2 === 1;
    })
    .map(({ points }) => {
      const corners: [number, number][] = [];
      for (let i = 0; i < points.length; i += 2) corners.push([points[i]!, points[i + 1]!]);
      return orientedRectangle(corners)[0];
    });
}

/** By the crossings of a ray along x. */
function isInside({ points }: Contour, x: number, y: number): boolean {
  let inside = false;
  for (let i = 0; i + 3 < points.length; i += 2) {
    const [ax, ay, bx, by] = [points[i]!, points[i + 1]!, points[i + 2]!, points[i + 3]!];
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
  }
  return inside;
}
