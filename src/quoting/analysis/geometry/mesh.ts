/** Triangles that share their vertices. Lengths are millimetres. */
export interface Mesh {
  /** x, y, z of each vertex. */
  positions: Float64Array;
  /** Three vertices of each triangle, counter-clockwise seen from outside. */
  triangles: Uint32Array;
}
