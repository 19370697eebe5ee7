import type { Mesh } from '../geometry/mesh.js';

/** Volume and area of a closed mesh, by the plain sums. */
export function measure({ positions: p, triangles: t }: Mesh): { volume: number; area: number } {
  let [six, twice] = [0, 0];
  for (let i = 0; i < t.length; i += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => [0, 1, 2].map((axis) => p[3 * t[i + k]! + axis]!)) as [
      number[],
      number[],
      number[],
    ];
    const n = cross(minus(b, a), minus(c, a));
    six += a[0]! * n[0]! + a[1]! * n[1]! + a[2]! * n[2]!;
    twice += Math.hypot(...n);
  }
  return { volume: six / 6, area: twice / 2 };
}

const minus = (a: number[], b: number[]) => a.map((v, k) => v - b[k]!);
const cross = (a: number[], b: number[]) =>
  [0, 1, 2].map((k) => a[(k + 1) % 3]! * b[(k + 2) % 3]! - a[(k + 2) % 3]! * b[(k + 1) % 3]!);
