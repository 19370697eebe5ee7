import { type Entity, value } from './dxf-file.js';

/** A placement in the plane: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export interface Affine {
  a: number;
  b: number;
  c: number;
  d: number;
  e: number;
  f: number;
}

export const scaling = (s: number): Affine => ({ a: s, b: 0, c: 0, d: s, e: 0, f: 0 });

/** First `inner`, then `outer`. */
export function compose(outer: Affine, inner: Affine): Affine {
  return {
    a: outer.a * inner.a + outer.c * inner.b,
    b: outer.b * inner.a + outer.d * inner.b,
    c: outer.a * inner.c + outer.c * inner.d,
    d: outer.b * inner.c + outer.d * inner.d,
    e: outer.a * inner.e + outer.c * inner.f + outer.e,
    f: outer.b * inner.e + outer.d * inner.f + outer.f,
  };
}

/**
 * The plane in which an entity is drawn (DXF's object coordinate system, by the "arbitrary axis" rule), seen from above. A direction
 * of 0,0,-1, which mirroring leaves behind, turns x round. `flat` is false when the plane is tilted.
 */
export function objectPlane(entity: Entity, elevation: number): { plane: Affine; flat: boolean } {
  let [nx, ny, nz] = [value(entity, 210, 0), value(entity, 220, 0), value(entity, 230, 1)];
  const length = Math.hypot(nx, ny, nz) || 1;
  [nx, ny, nz] = [nx / length, ny / length, nz / length];
  const nearZ = Math.abs(nx) < 1 / 64 && Math.abs(ny) < 1 / 64;
  let ax = nearZ ? [nz, 0, -nx] : [-ny, nx, 0];
  const axLength = Math.hypot(...ax) || 1;
  ax = ax.map((v) => v / axLength);
  const ay = [ny * ax[2]! - nz * ax[1]!, nz * ax[0]! - nx * ax[2]!];
  return {
    plane: { a: ax[0]!, b: ax[1]!, c: ay[0]!, d: ay[1]!, e: nx * elevation, f: ny * elevation },
    flat: Math.abs(nz) > 1 - 1e-9,
  };
}
