import type { Mesh, Vector } from '../geometry/mesh.js';

/** A box with its lowest corner at a place: 12 triangles that face outwards. */
export function box(size: Vector, at: Vector = [0, 0, 0]): Mesh {
  const corners = Array.from({ length: 8 }, (_, i) =>
    [i & 1, (i >> 1) & 1, i >> 2].map((bit, k) => at[k]! + bit * size[k]!),
  );
  const quads = [
    [0, 2, 3, 1],
    [4, 5, 7, 6],
    [0, 1, 5, 4],
    [2, 6, 7, 3],
    [0, 4, 6, 2],
    [1, 3, 7, 5],
  ] as [number, number, number, number][];
  const triangles = quads.flatMap(([a, b, c, d]) => [a, b, c, a, c, d]);
  return { positions: Float64Array.from(corners.flat()), triangles: Uint32Array.from(triangles) };
}

export function cube(side: number, at: Vector = [0, 0, 0]): Mesh {
  return box([side, side, side], at);
}

/** A ball of rings by segments, with one vertex at each pole. */
export function ball(radius: number, segments: number, rings: number): Mesh {
  const positions: number[] = [0, 0, -radius];
  for (let ring = 1; ring < rings; ring++) {
    const polar = -Math.PI / 2 + (Math.PI * ring) / rings;
    for (let s = 0; s < segments; s++) {
      const around = (2 * Math.PI * s) / segments;
      const out = radius * Math.cos(polar);
      positions.push(out * Math.cos(around), out * Math.sin(around), radius * Math.sin(polar));
    }
  }
  const top = positions.length / 3;
  positions.push(0, 0, radius);
  const at = (ring: number, s: number) => 1 + (ring - 1) * segments + (s % segments);
  const triangles: number[] = [];
  for (let s = 0; s < segments; s++) {
    triangles.push(0, at(1, s + 1), at(1, s));
    for (let ring = 1; ring + 1 < rings; ring++) {
      const [a, b, c, d] = [at(ring, s), at(ring, s + 1), at(ring + 1, s + 1), at(ring + 1, s)];
      triangles.push(a, b, c, a, c, d);
    }
    triangles.push(at(rings - 1, s), at(rings - 1, s + 1), top);
  }
  return { positions: Float64Array.from(positions), triangles: Uint32Array.from(triangles) };
}

/** A ring: one tunnel. */
export function torus(radius: number, thickness: number, around: number, across: number): Mesh {
  const positions: number[] = [];
  const triangles: number[] = [];
  for (let i = 0; i < around; i++) {
    for (let j = 0; j < across; j++) {
      const [u, v] = [(2 * Math.PI * i) / around, (2 * Math.PI * j) / across];
      const out = radius + thickness * Math.cos(v);
      positions.push(out * Math.cos(u), out * Math.sin(u), thickness * Math.sin(v));
      const at = (m: number, n: number) => (m % around) * across + (n % across);
      const [a, b, c, d] = [at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1)];
      triangles.push(a, b, c, a, c, d);
    }
  }
  return { positions: Float64Array.from(positions), triangles: Uint32Array.from(triangles) };
}

/** The same faces, seen from the other side. */
export function reversed({ positions, triangles }: Mesh): Mesh {
  const turned = triangles.slice();
  for (let t = 0; t < turned.length; t += 3) [turned[t + 1], turned[t + 2]] = [turned[t + 2]!, turned[t + 1]!];
  return { positions, triangles: turned };
}

export function together(...meshes: Mesh[]): Mesh {
  const positions = meshes.flatMap((mesh) => [...mesh.positions]);
  let base = 0;
  const triangles = meshes.flatMap((mesh) => {
    const own = [...mesh.triangles].map((vertex) => vertex + base);
    base += mesh.positions.length / 3;
    return own;
  });
  return { positions: Float64Array.from(positions), triangles: Uint32Array.from(triangles) };
}

export function mapped({ positions, triangles }: Mesh, map: (point: Vector) => Vector): Mesh {
  const moved = positions.slice();
  for (let i = 0; i < moved.length; i += 3) moved.set(map([moved[i]!, moved[i + 1]!, moved[i + 2]!]), i);
  return { positions: moved, triangles };
}

export function moved(mesh: Mesh, by: Vector): Mesh {
  return mapped(mesh, ([x, y, z]) => [x + by[0], y + by[1], z + by[2]]);
}

/** Turned about x, then y, then z, angles in radians. */
export function turned(mesh: Mesh, [a, b, c]: Vector): Mesh {
  return mapped(mesh, ([x, y, z]) => {
    const [y1, z1] = [y * Math.cos(a) - z * Math.sin(a), y * Math.sin(a) + z * Math.cos(a)];
    const [x2, z2] = [x * Math.cos(b) + z1 * Math.sin(b), -x * Math.sin(b) + z1 * Math.cos(b)];
    return [x2 * Math.cos(c) - y1 * Math.sin(c), x2 * Math.sin(c) + y1 * Math.cos(c), z2];
  });
}

export function without(mesh: Mesh, ...triangles: number[]): Mesh {
  const kept = mesh.triangles.filter((_, i) => !triangles.includes(Math.floor(i / 3)));
  return { positions: mesh.positions, triangles: kept };
}
