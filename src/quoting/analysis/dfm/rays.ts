import { BufferAttribute, BufferGeometry, DoubleSide, Ray, Vector3 } from 'three';
import { MeshBVH } from 'three-mesh-bvh';
import type { Mesh } from '../geometry/mesh.js';
import { bounds } from './orientation.js';

/** Where a ray leaves off: how far away, which triangle, and the cosine between the ray and that triangle's normal. */
export interface Hit {
  distance: number;
  triangle: number;
  cosine: number;
}

/** A tree over the triangles of a mesh that rays can be asked of. Its numbers are floats about the centre of the box. */
export class Rays {
  /** Longest distance in the mesh, mm. */
  readonly diagonal: number;
  private readonly tree: MeshBVH;
  private readonly centre: [number, number, number];
  private readonly ray = new Ray();
  private readonly normal = new Vector3();

  constructor(mesh: Mesh) {
    const { min, max } = bounds(mesh);
    this.diagonal = Math.hypot(max[0] - min[0], max[1] - min[1], max[2] - min[2]);
    this.centre = [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2, (min[2] + max[2]) / 2];
    const positions = new Float32Array(mesh.positions.length);
    for (let i = 0; i < positions.length; i++) positions[i] = mesh.positions[i]! - this.centre[i % 3]!;
    const geometry = new BufferGeometry();
    geometry.setAttribute('position', new BufferAttribute(positions, 3));
    geometry.setIndex(new BufferAttribute(mesh.triangles, 1));
    // Indirect: the triangles keep their order, which issues refer to.
    this.tree = new MeshBVH(geometry, { indirect: true });
  }

  /** First triangle along a direction of length one; undefined: none. */
  first(x: number, y: number, z: number, dx: number, dy: number, dz: number): Hit | undefined {
    this.ray.origin.set(x - this.centre[0], y - this.centre[1], z - this.centre[2]);
    this.ray.direction.set(dx, dy, dz);
    const hit = this.tree.raycastFirst(this.ray, DoubleSide);
    if (!hit?.face || hit.faceIndex === null || hit.faceIndex === undefined) return undefined;
    // Of a two-sided hit the library turns the normal towards the ray; the triangle's own is wanted.
    const { geometry } = this.tree;
    const index = geometry.index!.array;
    const p = geometry.attributes.position!.array;
    const [a, b, c] = [0, 1, 2].map((k) => 3 * index[3 * hit.faceIndex! + k]!) as [number, number, number];
    const [ux, uy, uz] = [p[b]! - p[a]!, p[b + 1]! - p[a + 1]!, p[b + 2]! - p[a + 2]!];
    const [vx, vy, vz] = [p[c]! - p[a]!, p[c + 1]! - p[a + 1]!, p[c + 2]! - p[a + 2]!];
    this.normal.set(uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx).normalize();
    return { distance: hit.distance, triangle: hit.faceIndex, cosine: this.normal.dot(this.ray.direction) };
  }
}
