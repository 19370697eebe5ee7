import type { Affine } from './affine.js';
import { append, arc, type Piece, straight } from './curves.js';
import { type Entity, value } from './dxf-file.js';

export interface PolylineVertex {
  x: number;
  y: number;
  /** Tangent of a quarter of the angle of the arc to the next vertex; 0: straight; positive: counter-clockwise. */
  bulge: number;
}

/**
 * Vertices of an LWPOLYLINE. Codes other than 10, 20 and 42 may stand between them (41 widths, 91 identifiers), and a vertex without
 * a bulge leaves 42 out, so that a value belongs to the last vertex begun.
 */
export function lightVertices(entity: Entity): PolylineVertex[] {
  const vertices: PolylineVertex[] = [];
  entity.codes.forEach((code, i) => {
    const number = entity.values[i]!;
    const last = vertices.at(-1);
    if (code === 10) vertices.push({ x: number, y: 0, bulge: 0 });
    else if (code === 20 && last) last.y = number;
    else if (code === 42 && last) last.bulge = number;
  });
  return vertices;
}

/** Vertices of a POLYLINE: the frame of a fitted spline (bit 16) is not part of the line. */
export function heavyVertices(entity: Entity): PolylineVertex[] {
  return entity.vertices
    .filter((v) => (value(v, 70, 0) & 16) === 0)
    .map((v) => ({ x: value(v, 10, 0), y: value(v, 20, 0), bulge: value(v, 42, 0) }));
}

/** The line through the vertices; undefined when fewer than two differ. */
export function polyline(vertices: PolylineVertex[], closed: boolean, place: Affine): Piece | undefined {
  const sides = closed ? vertices.length : vertices.length - 1;
  let piece: Piece | undefined;
  for (let i = 0; i < sides; i++) {
    const from = vertices[i]!;
    const to = vertices[(i + 1) % vertices.length]!;
    if (from.x === to.x && from.y === to.y) continue;
    const next = from.bulge === 0 ? straight([from.x, from.y, to.x, to.y], place) : bulgeArc(from, to, place);
    if (piece) append(piece, next);
    else piece = next;
  }
  if (piece && closed) piece.points.splice(-2, 2, piece.points[0]!, piece.points[1]!);
  return piece;
}

function bulgeArc(from: PolylineVertex, to: PolylineVertex, place: Affine): Piece {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const bulge = from.bulge;
  // Centre: from the middle of the chord along its left normal, by (1 − b²)/(4b) of the chord.
  const offset = (1 - bulge * bulge) / (4 * bulge);
  const [cx, cy] = [from.x + dx / 2 - dy * offset, from.y + dy / 2 + dx * offset];
  const r = Math.hypot(from.x - cx, from.y - cy);
  // An arc of a micro-radian is a straight line; its centre would lie where numbers have no digits left.
  if (Math.abs(bulge) < 1e-7 || !Number.isFinite(r)) return straight([from.x, from.y, to.x, to.y], place);
  return arc(cx, cy, r, Math.atan2(from.y - cy, from.x - cx), 4 * Math.atan(bulge), place);
}
