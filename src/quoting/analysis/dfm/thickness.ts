import type { Mesh } from '../geometry/mesh.js';
import { orientation } from './orientation.js';
import { seeded } from './random.js';
import type { Rays } from './rays.js';

export interface Thickness {
  /** mm. The least of all is often a sharp edge: judge by p1, under which one hundredth of the surface lies. */
  min: number;
  p1: number;
  median: number;
  /** What was measured where: triangle and thickness of each ray, in order of thickness. */
  samples: { triangle: number; thickness: number }[];
}

/** Rays that meet the far side at less than 10° say nothing of a wall. */
const GRAZING = Math.sin((10 * Math.PI) / 180);

/**
 * Wall thickness by rays: from points spread evenly over the surface, straight into the material, to where they come out again (rules
 * quoting A.2.9). Null when no ray came out: the mesh is open, or has no surface.
 */
export function wallThickness(mesh: Mesh, rays: Rays, { count = 5000, seed = 1 } = {}): Thickness | null {
  const sign = orientation(mesh);
  const offset = 1e-5 * rays.diagonal;
  const samples: Thickness['samples'] = [];
  for (const { triangle, x, y, z, nx, ny, nz } of pointsOn(mesh, count, seeded(seed))) {
    // The ray begins a little inside, so that it does not meet the triangle it comes from.
    const [dx, dy, dz] = [-sign * nx, -sign * ny, -sign * nz];
    const hit = rays.first(x + dx * offset, y + dy * offset, z + dz * offset, dx, dy, dz);
    if (!hit || hit.triangle === triangle || sign * hit.cosine < GRAZING) continue;
    samples.push({ triangle, thickness: hit.distance + offset });
  }
  if (samples.length === 0) return null;
  samples.sort((a, b) => a.thickness - b.thickness);
  const at = (share: number) => samples[Math.min(samples.length - 1, Math.floor(share * samples.length))]!.thickness;
  return { min: samples[0]!.thickness, p1: at(0.01), median: at(0.5), samples };
}

interface SurfacePoint {
  triangle: number;
  x: number;
  y: number;
  z: number;
  nx: number;
  ny: number;
  nz: number;
}

/** Points spread by area: one in each of `count` equal shares of the surface, walking over the triangles once. */
function* pointsOn({ positions: p, triangles: t }: Mesh, count: number, random: () => number): Generator<SurfacePoint> {
  let whole = 0;
  for (let i = 0; i < t.length; i += 3) whole += normalOf(p, t, i)[3];
  if (!(whole > 0)) return;
  let [done, k] = [0, 0];
  let next = (random() * whole) / count;
  for (let i = 0; i < t.length && k < count; i += 3) {
    const [nx, ny, nz, twice] = normalOf(p, t, i);
    done += twice;
    while (k < count && next < done) {
      const root = Math.sqrt(random());
      const [u, v] = [1 - root, root * random()];
      const w = 1 - u - v;
      const [a, b, c] = [3 * t[i]!, 3 * t[i + 1]!, 3 * t[i + 2]!];
      yield {
        triangle: i / 3,
        x: u * p[a]! + v * p[b]! + w * p[c]!,
        y: u * p[a + 1]! + v * p[b + 1]! + w * p[c + 1]!,
        z: u * p[a + 2]! + v * p[b + 2]! + w * p[c + 2]!,
        nx: nx / twice,
        ny: ny / twice,
        nz: nz / twice,
      };
      k++;
      next = ((k + random()) * whole) / count;
    }
  }
}

/** Normal of a triangle, not of length one, and twice its area. */
function normalOf(p: Float64Array, t: Uint32Array, i: number): [number, number, number, number] {
  const a = 3 * t[i]!;
  const b = 3 * t[i + 1]!;
  const c = 3 * t[i + 2]!;
  const ux = p[b]! - p[a]!;
  const uy = p[b + 1]! - p[a + 1]!;
  const uz = p[b + 2]! - p[a + 2]!;
  const vx = p[c]! - p[a]!;
  const vy = p[c + 1]! - p[a + 1]!;
  const vz = p[c + 2]! - p[a + 2]!;
  const nx = uy * vz - uz * vy;
  const ny = uz * vx - ux * vz;
  const nz = ux * vy - uy * vx;
  return [nx, ny, nz, Math.sqrt(nx * nx + ny * ny + nz * nz)];
}
