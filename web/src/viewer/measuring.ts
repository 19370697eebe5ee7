import {
  BufferGeometry,
  Color,
  DoubleSide,
  Line,
  LineBasicMaterial,
  Plane,
  Points,
  PointsMaterial,
  Raycaster,
  type Vector2,
  Vector3,
} from 'three';
import { MeshBVH } from 'three-mesh-bvh';
import type { Measurement } from './look';
import type { PartMesh } from './mesh-file';
import type { PartScene } from './part-scene';

/** So near to a corner one means the corner, pixels. */
const NEAR = 12;
const HAIR = 2e-4;
const FLAT = new Plane(new Vector3(0, 0, 1), 0);

/** Finds places of the part under the pointer, and measures between two of them. */
export class Measuring {
  private readonly rays = new Raycaster();
  private readonly places: Vector3[] = [];
  private readonly dots = new PointsMaterial({ size: 9, sizeAttenuation: false, depthTest: false, transparent: true });
  private readonly line = new LineBasicMaterial({ depthTest: false, transparent: true });
  private readonly shown: [Points, Line];
  /** Made when somebody first points at the part: it takes a second for a million triangles. */
  private tree: MeshBVH | undefined;

  constructor(
    private readonly scene: PartScene,
    private readonly mesh: PartMesh,
    ink: string,
  ) {
    this.shown = [new Points(new BufferGeometry(), this.dots), new Line(new BufferGeometry(), this.line)];
    for (const one of this.shown) scene.add(one).renderOrder = 5;
    this.paint(ink);
    this.clear();
  }

  get count(): number {
    return this.places.length;
  }

  paint(ink: string): void {
    const colour = new Color(ink);
    this.dots.color.copy(colour);
    this.line.color.copy(colour);
  }

  /** The place that is seen there, from -1 to 1 of the picture's width and height, drawn to a corner that is near. */
  hit(at: Vector2): { point: Vector3; triangle: number | null } | undefined {
    this.scene.camera.updateMatrixWorld();
    // A ray that meets the edge between two triangles exactly may miss both; one a hair beside it does not.
    return this.seen(at) ?? this.seen(at.clone().addScalar(HAIR));
  }

  private seen(at: Vector2): { point: Vector3; triangle: number | null } | undefined {
    this.rays.setFromCamera(at, this.scene.camera);
    if (this.mesh.kind === 'sheet') {
      const point = this.rays.ray.intersectPlane(FLAT, new Vector3());
      return point ? { point: this.corner(this.mesh.positions.keys(), point, 3) ?? point, triangle: null } : undefined;
    }
    // The order of the triangles is that of the issues and must stay as it is.
    this.tree ??= new MeshBVH(this.scene.geometry, { indirect: true });
    const seen = this.tree
      .raycast(this.rays.ray, DoubleSide)
      .filter(({ point }) => !this.scene.isCut(point))
      .sort((one, other) => one.distance - other.distance)[0];
    if (!seen) return undefined;
    const triangle = seen.faceIndex!;
    // A face seen from behind is seen through the cut: what is pointed at lies on it.
    const onCut =
      this.scene.isSectioned && seen.face!.normal.dot(this.rays.ray.direction) > 0
        ? this.rays.ray.intersectPlane(this.scene.cut, new Vector3())
        : null;
    if (onCut) return { point: onCut, triangle };
    const own = [0, 1, 2].map((k) => 3 * this.mesh.triangles[3 * triangle + k]!);
    return { point: this.corner(own, seen.point, 1) ?? seen.point, triangle };
  }

  /** Of two places the way between them; a third one begins anew. */
  add(point: Vector3): Measurement | null {
    if (this.places.length === 2) this.places.length = 0;
    this.places.push(point);
    this.show();
    const [from, to] = this.places;
    if (!from || !to) return null;
    const way = to.clone().sub(from);
    return { distance: way.length(), along: [Math.abs(way.x), Math.abs(way.y), Math.abs(way.z)] };
  }

  clear(): void {
    this.places.length = 0;
    this.show();
  }

  dispose(): void {
    this.tree = undefined;
  }

  private show(): void {
    for (const one of this.shown) {
      one.geometry.dispose();
      one.geometry = new BufferGeometry().setFromPoints(this.places);
      one.visible = this.places.length > 0;
    }
    this.scene.draw();
  }

  /** The nearest of these vertices (places of their x in the positions, every n-th) that is near on the screen. */
  private corner(vertices: Iterable<number>, point: Vector3, nth: number): Vector3 | undefined {
    const { camera, canvas } = this.scene;
    const here = point.clone().project(camera);
    let best: { corner: Vector3; away: number } | undefined;
    for (const at of vertices) {
      if (at % nth !== 0) continue;
      const corner = new Vector3().fromArray(this.mesh.positions, at);
      const there = corner.clone().project(camera);
      const away = Math.hypot(
        ((there.x - here.x) * canvas.clientWidth) / 2,
        ((there.y - here.y) * canvas.clientHeight) / 2,
      );
      if (away <= (best?.away ?? NEAR)) best = { corner, away };
    }
    return best?.corner;
  }
}
