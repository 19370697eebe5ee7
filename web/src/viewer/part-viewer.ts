import { Vector2 } from 'three';
import type { Axis, Look, Measurement, View } from './look';
import { Measuring } from './measuring';
import { type PartMesh, readMesh } from './mesh-file';
import { PartScene } from './part-scene';

export interface Told {
  /** A face was pressed: the number of its triangle. */
  face?: (triangle: number) => void;
  /** Two places were measured; null: there is nothing measured any more. */
  measured?: (measurement: Measurement | null) => void;
}

/** How far the pointer may move between pressing and letting go, pixels: more than that has turned the part. */
const STILL = 4;
const TURN = Math.PI / 24;
const ZOOM = 1.2;

/**
 * The 3-D view of a part in a box of a page, without any framework. What it shows can also be read off the box: data-gl, data-triangles,
 * data-lit (triangles that are lit), data-cut, data-points.
 */
export class PartViewer {
  readonly mesh: PartMesh;
  private readonly scene: PartScene;
  private readonly measuring: Measuring;
  private readonly over = new AbortController();
  private measures = false;

  /** @throws Error where the browser has no WebGL, or the file is none */
  constructor(
    private readonly box: HTMLElement,
    file: ArrayBuffer,
    look: Look,
    private readonly told: Told = {},
  ) {
    this.mesh = readMesh(file);
    this.scene = new PartScene(box, this.mesh, look);
    this.measuring = new Measuring(this.scene, this.mesh, look.ink);
    Object.assign(box.dataset, { gl: 'ready', triangles: String(this.mesh.triangles.length / 3), lit: '0' });
    this.listen();
  }

  paint(look: Look): void {
    this.measuring.paint(look.ink);
    this.scene.paint(look);
  }

  light(faces: readonly [number, number][]): void {
    this.scene.lightUp(faces);
    this.box.dataset.lit = String(faces.reduce((sum, [, count]) => sum + count, 0));
  }

  cutAt(axis: Axis | undefined, share: number): void {
    this.scene.cutAt(axis, share);
    this.box.dataset.cut = axis ? `${axis} ${share}` : '';
  }

  measure(on: boolean): void {
    this.measures = on;
    this.measuring.clear();
    this.told.measured?.(null);
    this.box.dataset.points = '0';
    this.scene.canvas.style.cursor = on ? 'crosshair' : '';
  }

  look(view: View): void {
    this.scene.look(view);
  }

  /** In steps: to the left and up are positive. */
  turn(across: number, up: number): void {
    this.scene.turn(across * TURN, up * TURN);
  }

  /** In steps: nearer is positive. */
  zoom(steps: number): void {
    this.scene.zoom(ZOOM ** steps);
  }

  /** The place in the middle of the picture, for who has no pointer. */
  takeMiddle(): void {
    this.take(new Vector2(0, 0));
  }

  dispose(): void {
    this.over.abort();
    this.measuring.dispose();
    this.scene.dispose();
    delete this.box.dataset.gl;
  }

  private listen(): void {
    const { signal } = this.over;
    const { canvas } = this.scene;
    let down: { x: number; y: number } | undefined;
    canvas.addEventListener('pointerdown', ({ clientX, clientY }) => (down = { x: clientX, y: clientY }), { signal });
    canvas.addEventListener(
      'pointerup',
      ({ clientX, clientY, button }) => {
        if (!down || button !== 0 || Math.hypot(clientX - down.x, clientY - down.y) > STILL) return;
        const { left, top, width, height } = canvas.getBoundingClientRect();
        this.take(new Vector2((2 * (clientX - left)) / width - 1, 1 - (2 * (clientY - top)) / height));
      },
      { signal },
    );
    // The wheel goes on scrolling the page until somebody has gone into the view.
    this.box.addEventListener(
      'wheel',
      (event) => {
        if (!this.box.contains(document.activeElement)) event.stopPropagation();
      },
      { capture: true, signal },
    );
    canvas.addEventListener(
      'webglcontextlost',
      (event) => {
        event.preventDefault();
        this.box.dataset.gl = 'lost';
      },
      { signal },
    );
    canvas.addEventListener(
      'webglcontextrestored',
      () => {
        this.box.dataset.gl = 'ready';
        this.scene.draw();
      },
      { signal },
    );
  }

  private take(place: Vector2): void {
    const hit = this.measuring.hit(place);
    if (!hit) return;
    if (!this.measures) {
      if (hit.triangle !== null) this.told.face?.(hit.triangle);
      return;
    }
    const measurement = this.measuring.add(hit.point);
    this.box.dataset.points = String(this.measuring.count);
    this.told.measured?.(measurement);
  }
}
