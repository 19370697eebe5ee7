import type { Mesh } from '../geometry/mesh.js';
import { THREE_QUARTERS } from './camera.js';
import { Canvas } from './canvas.js';

/** Colour of a part in full light. */
const COLOUR = [148, 172, 196] as const;
/** Depth of a sub-pixel that no surface covers. */
const NOTHING = -Infinity;
/** Share of the picture's side that the part takes. */
const FILL = 0.92;

/** A body seen from the front, the right and above, by a depth buffer; edges where surfaces meet or end are drawn darker. */
export function bodyPicture(mesh: Mesh, side: number): Buffer {
  const canvas = new Canvas(side);
  const { size } = canvas;
  const depth = new Float32Array(size * size).fill(NOTHING);
  const normals = new Int8Array(size * size * 3);
  const screen = project(mesh, size);
  if (screen) {
    fill(mesh, screen, size, depth, normals);
    shade(canvas, depth, normals);
  }
  return canvas.png();
}

interface Screen {
  /** x to the right, y down, depth towards the eye, of each vertex, in sub-pixels. */
  points: Float32Array;
  scale: number;
}

function project({ positions: p }: Mesh, size: number): Screen | undefined {
  const { right, up, eye } = THREE_QUARTERS;
  const points = new Float32Array(p.length);
  // About the first vertex, so that a part far from the origin keeps its digits in floats.
  const [ox, oy, oz] = [p[0] ?? 0, p[1] ?? 0, p[2] ?? 0];
  let [minX, maxX, minY, maxY] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < p.length; i += 3) {
    const x = p[i]! - ox;
    const y = p[i + 1]! - oy;
    const z = p[i + 2]! - oz;
    const sx = x * right[0] + y * right[1] + z * right[2];
    const sy = -(x * up[0] + y * up[1] + z * up[2]);
    points[i] = sx;
    points[i + 1] = sy;
    points[i + 2] = x * eye[0] + y * eye[1] + z * eye[2];
    if (sx < minX) minX = sx;
    if (sx > maxX) maxX = sx;
    if (sy < minY) minY = sy;
    if (sy > maxY) maxY = sy;
  }
  const extent = Math.max(maxX - minX, maxY - minY);
  if (!(extent > 0) || !Number.isFinite(extent)) return undefined;
  const scale = (FILL * size) / extent;
  for (let i = 0; i < points.length; i += 3) {
    points[i] = (points[i]! - (minX + maxX) / 2) * scale + size / 2;
    points[i + 1] = (points[i + 1]! - (minY + maxY) / 2) * scale + size / 2;
    points[i + 2] = points[i + 2]! * scale;
  }
  return { points, scale };
}

function fill(
  { triangles: t }: Mesh,
  { points: q }: Screen,
  size: number,
  depth: Float32Array,
  normals: Int8Array,
): void {
  for (let i = 0; i < t.length; i += 3) {
    const a = 3 * t[i]!;
    const b = 3 * t[i + 1]!;
    const c = 3 * t[i + 2]!;
    const ax = q[a]!;
    const ay = q[a + 1]!;
    const az = q[a + 2]!;
    const ux = q[b]! - ax;
    const uy = q[b + 1]! - ay;
    const uz = q[b + 2]! - az;
    const vx = q[c]! - ax;
    const vy = q[c + 1]! - ay;
    const vz = q[c + 2]! - az;
    // The normal in the picture's directions; its third part is twice the area seen.
    let nx = uy * vz - uz * vy;
    let ny = uz * vx - ux * vz;
    let nz = ux * vy - uy * vx;
    if (nz === 0) continue;
    const length = Math.sqrt(nx * nx + ny * ny + nz * nz) * (nz < 0 ? -1 : 1);
    const slopeX = -nx / nz;
    const slopeY = -ny / nz;
    const area = nz;
    nx = Math.round((127 * nx) / length);
    ny = Math.round((127 * ny) / length);
    nz = Math.round((127 * nz) / length);
    // Pixels whose middle lies in the triangle: rows one by one, by the three sides' signs.
    const top = Math.max(0, Math.ceil(Math.min(ay, ay + uy, ay + vy) - 0.5));
    const bottom = Math.min(size - 1, Math.floor(Math.max(ay, ay + uy, ay + vy) - 0.5));
    const left = Math.max(0, Math.ceil(Math.min(ax, ax + ux, ax + vx) - 0.5));
    const end = Math.min(size - 1, Math.floor(Math.max(ax, ax + ux, ax + vx) - 0.5));
    for (let y = top; y <= bottom; y++) {
      const dy = y + 0.5 - ay;
      for (let x = left; x <= end; x++) {
        const dx = x + 0.5 - ax;
        const s = (dx * vy - dy * vx) / area;
        const r = (ux * dy - uy * dx) / area;
        if (s < 0 || r < 0 || s + r > 1) continue;
        const z = az + slopeX * dx + slopeY * dy;
        const at = y * size + x;
        if (z <= depth[at]!) continue;
        depth[at] = z;
        normals[3 * at] = nx;
        normals[3 * at + 1] = ny;
        normals[3 * at + 2] = nz;
      }
    }
  }
}

/** Light from the upper left, a little from the front; y points down. */
const [LIGHT_X, LIGHT_Y, LIGHT_Z] = [-0.42, -0.66, 0.62] as const;

function shade(canvas: Canvas, depth: Float32Array, normals: Int8Array): void {
  const { size } = canvas;
  const [red, green, blue] = COLOUR;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const at = y * size + x;
      if (depth[at] === NOTHING) continue;
      const nz = normals[3 * at + 2]! / 127;
      const direct = (normals[3 * at]! * LIGHT_X + normals[3 * at + 1]! * LIGHT_Y) / 127 + nz * LIGHT_Z;
      let bright = 0.4 + (direct > 0 ? 0.69 * direct : 0) + 0.13 * nz;
      if (isEdge(x, y, size, depth, normals)) bright *= 0.45;
      // The brightest are lighter than the colour by an eighth, not white.
      canvas.set(at, red * bright, green * bright, blue * bright);
    }
  }
}

/** Whether a line is drawn on this sub-pixel: beside a neighbour that lies behind, faces elsewhere, or is not there. */
function isEdge(x: number, y: number, size: number, depth: Float32Array, normals: Int8Array): boolean {
  const at = y * size + x;
  return (
    (x + 1 < size && isStep(at, at + 1, depth, normals)) ||
    (x > 0 && isStep(at, at - 1, depth, normals)) ||
    (y + 1 < size && isStep(at, at + size, depth, normals)) ||
    (y > 0 && isStep(at, at - size, depth, normals))
  );
}

/** Cosine of some forty degrees, of normals of length 127. */
const TURNED = 0.76 * 127 * 127;

function isStep(at: number, other: number, depth: Float32Array, normals: Int8Array): boolean {
  if (depth[other] === NOTHING) return true;
  const i = 3 * at;
  const j = 3 * other;
  const nz = normals[i + 2]!;
  if (normals[i]! * normals[j]! + normals[i + 1]! * normals[j + 1]! + nz * normals[j + 2]! < TURNED) return true;
  // The nearer of the two draws the line; along a steep surface depth runs fast without a step.
  return depth[at]! - depth[other]! > 381 / (nz > 19 ? nz : 19) + 2;
}
