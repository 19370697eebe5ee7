import type { Mesh } from '../geometry/mesh.js';
import { bounds, orientation } from './orientation.js';

export interface Overhang {
  /** Of the surface, 0..1. */
  share: number;
  /** mm². */
  area: number;
  /** Triangles that hang over. */
  triangles: Uint32Array;
}

/**
 * The surface that needs supports when the part is printed as it stands: facing down by more than `degrees` from the vertical walls
 * (its normal within `degrees` of straight down), but not what lies on the bed (rules quoting A.2.10).
 */
export function overhang(mesh: Mesh, degrees = 45): Overhang {
  const { positions: p, triangles: t } = mesh;
  const { min, max } = bounds(mesh);
  const bed = min[2] + 1e-5 * Math.hypot(max[0] - min[0], max[1] - min[1], max[2] - min[2]);
  const sign = orientation(mesh);
  const limit = Math.cos((degrees * Math.PI) / 180);
  let [whole, area] = [0, 0];
  const found: number[] = [];
  for (let i = 0; i < t.length; i += 3) {
    const [a, b, c] = [3 * t[i]!, 3 * t[i + 1]!, 3 * t[i + 2]!];
    const ux = p[b]! - p[a]!;
    const uy = p[b + 1]! - p[a + 1]!;
    const uz = p[b + 2]! - p[a + 2]!;
    const vx = p[c]! - p[a]!;
    const vy = p[c + 1]! - p[a + 1]!;
    const vz = p[c + 2]! - p[a + 2]!;
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    const twice = Math.sqrt(nx * nx + ny * ny + nz * nz);
    whole += twice;
    if (-sign * nz <= limit * twice || twice === 0) continue;
    if (p[a + 2]! <= bed && p[b + 2]! <= bed && p[c + 2]! <= bed) continue;
    area += twice;
    found.push(i / 3);
  }
  return { share: whole > 0 ? area / whole : 0, area: area / 2, triangles: Uint32Array.from(found) };
}
