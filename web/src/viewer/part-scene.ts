import {
  AmbientLight,
  BackSide,
  BufferAttribute,
  BufferGeometry,
  Color,
  DirectionalLight,
  DoubleSide,
  EdgesGeometry,
  FrontSide,
  LineBasicMaterial,
  LineSegments,
  type Material,
  Mesh,
  MeshBasicMaterial,
  MeshLambertMaterial,
  type Object3D,
  OrthographicCamera,
  Plane,
  Scene,
  Vector3,
  WebGLRenderer,
} from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import { type Axis, type Look, type View, VIEWS } from './look';
import { type PartMesh, trianglesOf } from './mesh-file';

/** Edges are looked for in parts of so many triangles at most; it takes some milliseconds for each ten thousand. */
const MOST_FOR_EDGES = 60_000;
/** Angle between two faces from which their edge is drawn, degrees. */
const EDGE = 25;
const AXES: Axis[] = ['x', 'y', 'z'];

/** A part as WebGL draws it: the camera, its faces, those that are lit, and the plane that cuts it. */
export class PartScene {
  readonly camera = new OrthographicCamera();
  readonly canvas: HTMLCanvasElement;
  readonly scene = new Scene();
  readonly cut = new Plane(new Vector3(0, 0, -1), 0);
  readonly geometry = new BufferGeometry();
  private readonly renderer: WebGLRenderer;
  private readonly controls: OrbitControls;
  private readonly radius: number;
  private readonly light = new DirectionalLight(0xffffff, 2.6);
  private readonly faces: MeshLambertMaterial;
  private readonly inside = new MeshBasicMaterial({ side: BackSide, clippingPlanes: [] });
  private readonly insideMesh: Mesh;
  private readonly edges = new LineBasicMaterial({ transparent: true, opacity: 0.55 });
  private readonly marked = new MeshLambertMaterial({
    flatShading: true,
    side: DoubleSide,
    polygonOffset: true,
    polygonOffsetFactor: -2,
    polygonOffsetUnits: -2,
  });
  /** What lies behind other faces shines through, or it would not be found. */
  private readonly through = new MeshBasicMaterial({
    transparent: true,
    opacity: 0.3,
    depthTest: false,
    side: DoubleSide,
  });
  private readonly lit: Mesh[];
  private readonly watch: ResizeObserver;
  private frame = 0;
  private section: Axis | undefined;

  /** @throws Error where the browser has no WebGL */
  constructor(
    private readonly box: HTMLElement,
    private readonly mesh: PartMesh,
    look: Look,
  ) {
    this.renderer = new WebGLRenderer({ antialias: true });
    this.renderer.localClippingEnabled = true;
    this.canvas = this.renderer.domElement;
    this.radius = Math.max(0.5 * Math.hypot(...mesh.size), 1e-6);
    this.faces = new MeshLambertMaterial({ flatShading: true, side: DoubleSide });
    this.geometry.setAttribute('position', new BufferAttribute(mesh.positions, 3));
    this.geometry.setIndex(new BufferAttribute(mesh.triangles, 1));
    this.insideMesh = this.add(new Mesh(this.geometry, this.inside));
    this.insideMesh.visible = false;
    if (mesh.kind === 'body') this.add(new Mesh(this.geometry, this.faces));
    this.addEdges();
    this.lit = [this.marked, this.through].map((material) => this.add(new Mesh(new BufferGeometry(), material)));
    this.lit.forEach((one, n) => (one.renderOrder = n + 1));
    this.camera.up.set(0, 0, 1);
    this.light.position.set(0.4, 0.7, 1);
    this.camera.add(this.light);
    this.scene.add(this.camera, new AmbientLight(0xffffff, 1.6));
    this.canvas.style.display = 'block';
    box.append(this.canvas);
    this.controls = new OrbitControls(this.camera, this.canvas);
    this.controls.minZoom = 0.3;
    this.controls.maxZoom = 500;
    // One finger up or down goes on scrolling the page.
    this.canvas.style.touchAction = 'pan-y';
    this.controls.addEventListener('change', () => this.draw());
    this.watch = new ResizeObserver(() => this.resize());
    this.watch.observe(box);
    this.paint(look);
    this.resize();
    this.look(mesh.kind === 'sheet' ? 'top' : 'corner');
  }

  paint({ ground, part, edge, lit, section }: Look): void {
    this.scene.background = new Color(ground);
    this.faces.color.set(part);
    this.edges.color.set(edge);
    this.marked.color.set(lit);
    this.marked.emissive.set(lit).multiplyScalar(0.35);
    this.through.color.set(lit);
    this.inside.color.set(section);
    this.draw();
  }

  /** Lights faces, ranges [first, count] of triangles; none: no face is lit. */
  lightUp(faces: readonly [number, number][]): void {
    const index = new BufferAttribute(trianglesOf(this.mesh, faces), 1);
    for (const one of this.lit) {
      one.geometry.dispose();
      one.geometry = new BufferGeometry();
      one.geometry.setAttribute('position', this.geometry.getAttribute('position'));
      one.geometry.setIndex(index);
      one.visible = index.count > 0;
    }
    this.draw();
  }

  /** Shows the inside beyond a plane across an axis, at 0 (one end of the part) to 1; undefined: the whole part. */
  cutAt(axis: Axis | undefined, share: number): void {
    this.section = axis;
    if (axis) {
      const side = this.mesh.size[AXES.indexOf(axis)]!;
      this.cut.normal.set(0, 0, 0)[axis] = -1;
      this.cut.constant = (share - 0.5) * side;
    }
    const planes = axis ? [this.cut] : [];
    for (const material of [this.faces, this.inside, this.edges, this.marked, this.through])
      material.clippingPlanes = planes;
    this.faces.side = axis ? FrontSide : DoubleSide;
    this.faces.needsUpdate = true;
    this.insideMesh.visible = axis !== undefined;
    this.draw();
  }

  get isSectioned(): boolean {
    return this.section !== undefined;
  }

  /** Whether a place is cut away. */
  isCut(point: Vector3): boolean {
    return this.isSectioned && this.cut.distanceToPoint(point) < 0;
  }

  look(view: View): void {
    this.controls.target.set(0, 0, 0);
    this.camera.zoom = 1;
    this.camera.position
      .fromArray(VIEWS[view])
      .normalize()
      .multiplyScalar(4 * this.radius);
    this.camera.updateProjectionMatrix();
    this.controls.update();
    this.draw();
  }

  /** Turns the part, radians. */
  turn(across: number, up: number): void {
    this.controls.rotateLeft(across);
    this.controls.rotateUp(up);
  }

  zoom(factor: number): void {
    this.camera.zoom = Math.min(500, Math.max(0.3, this.camera.zoom * factor));
    this.camera.updateProjectionMatrix();
    this.draw();
  }

  add<T extends Object3D>(thing: T): T {
    this.scene.add(thing);
    return thing;
  }

  /** With the next picture of the screen, however often it is asked for until then. */
  draw(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => this.drawNow());
  }

  drawNow(): void {
    this.frame = 0;
    this.renderer.render(this.scene, this.camera);
    if (this.box.dataset.picture === undefined) this.box.dataset.picture = String(Math.round(performance.now()));
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
    this.watch.disconnect();
    this.controls.dispose();
    this.scene.traverse((thing) => {
      const { geometry, material } = thing as Partial<Mesh>;
      geometry?.dispose();
      (material as Material | undefined)?.dispose();
    });
    this.renderer.dispose();
    this.renderer.forceContextLoss();
    this.canvas.remove();
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.box;
    if (width === 0 || height === 0) return;
    const half = this.radius * 1.15;
    const wide = Math.max(1, width / height);
    const high = Math.max(1, height / width);
    Object.assign(this.camera, { left: -half * wide, right: half * wide, top: half * high, bottom: -half * high });
    Object.assign(this.camera, { near: 0.01 * this.radius, far: 12 * this.radius });
    this.camera.updateProjectionMatrix();
    this.renderer.setPixelRatio(Math.min(2, devicePixelRatio));
    this.renderer.setSize(width, height);
    this.draw();
  }

  private addEdges(): void {
    const { kind, triangles, contours, positions } = this.mesh;
    if (kind === 'body') {
      if (triangles.length / 3 <= MOST_FOR_EDGES)
        this.add(new LineSegments(new EdgesGeometry(this.geometry, EDGE), this.edges));
      return;
    }
    for (const closed of [true, false]) {
      const own = contours.filter(([, , one]) => one === closed);
      const index = own.flatMap(([first, count]) =>
        Array.from({ length: Math.max(0, count - 1) }, (_, n) => [first + n, first + n + 1]).flat(),
      );
      const geometry = new BufferGeometry();
      geometry.setAttribute('position', new BufferAttribute(positions, 3));
      geometry.setIndex(index);
      // Outlines that stay open cannot be cut out: they are the colour of what is lit.
      const material = closed ? this.edges : new LineBasicMaterial();
      if (!closed) material.color = this.through.color;
      this.add(new LineSegments(geometry, material));
    }
  }
}
