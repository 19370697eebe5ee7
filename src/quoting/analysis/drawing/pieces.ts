import { PartFileError } from '../part-file-error.js';
import { type Affine, compose, objectPlane } from './affine.js';
import { arc, ellipse, type Piece, straight } from './curves.js';
import { type DxfFile, type Entity, has, value, values } from './dxf-file.js';
import { heavyVertices, lightVertices, polyline } from './polyline.js';
import { spline, splineFault } from './spline.js';

/** What a drawing may unfold to: blocks placed in blocks multiply. */
const MAX_PIECES = 200_000;
const MAX_POINTS = 1_000_000;
const MAX_DEPTH = 32;
/** A thousand kilometres, mm: beyond it numbers have too few digits for tenths of a millimetre. */
const MAX_LENGTH = 1e9;

/** Notes for people, not lines to be cut. */
const NOTES = new Set([
  'DIMENSION',
  'ARC_DIMENSION',
  'LEADER',
  'MULTILEADER',
  'MLEADER',
  'TOLERANCE',
  'POINT',
  'VIEWPORT',
  'ATTDEF',
  'XLINE',
  'RAY',
]);
/** May be a note, may be to be engraved: a person must tell. */
const TEXTS = new Set(['TEXT', 'MTEXT', 'ATTRIB', 'RTEXT', 'ARCALIGNEDTEXT']);

/** Unfolds a drawing's entities, with the blocks that they place, to pieces in one plane. */
export class Pieces {
  readonly pieces: Piece[] = [];
  readonly warnings = new Set<string>();
  readonly reviewReasons = new Set<string>();
  /** Types that are not understood, for the message when nothing else is there. */
  readonly unsupported = new Set<string>();
  private points = 0;

  constructor(private readonly file: DxfFile) {}

  /** The part itself stands in model space, frames and title blocks in paper space; some programs write everything to paper space. */
  addDrawing(entities: Entity[], place: Affine): void {
    const onPaper = (entity: Entity) => value(entity, 67, 0) === 1;
    this.add(
      entities.filter((entity) => !onPaper(entity)),
      place,
    );
    if (this.pieces.length > 0 || this.unsupported.size > 0) return;
    this.add(entities.filter(onPaper), place);
    if (this.pieces.length === 0) return;
    // A sheet of paper may be drawn to any scale.
    this.warnings.add('paper_space');
    this.reviewReasons.add('paper_space');
  }

  /** @param inside blocks around the entities @param around layer on which the innermost of them is placed */
  private add(entities: Entity[], place: Affine, inside: string[] = [], around = '0'): void {
    for (const entity of entities) {
      // Code 60 hides a single entity.
      if (value(entity, 60, 0) === 1) continue;
      // What a block has on layer 0 lies on the layer on which the block is placed, whatever is said of layer 0.
      const own = entity.layer.toUpperCase();
      const layer = inside.length > 0 && own === '0' ? around : own;
      if (this.isHidden(entity, layer)) this.warnings.add('hidden_layers_skipped');
      else this.entity(entity, place, inside, layer);
    }
  }

  /** A block that is placed on a layer that is off is seen all the same, but for what it has on layer 0; on a frozen one it is not. */
  private isHidden({ type }: Entity, layer: string): boolean {
    const { frozenLayers, offLayers } = this.file;
    return frozenLayers.has(layer) || (offLayers.has(layer) && type !== 'INSERT');
  }

  private entity(entity: Entity, place: Affine, inside: string[], layer: string): void {
    switch (entity.type) {
      case 'LINE':
        return this.line(entity, place);
      case 'CIRCLE':
      case 'ARC':
        return this.circle(entity, place);
      case 'ELLIPSE':
        return this.ellipse(entity, place);
      case 'LWPOLYLINE':
        return this.push(
          polyline(
            lightVertices(entity),
            (value(entity, 70, 0) & 1) === 1,
            this.plane(entity, place, value(entity, 38, 0)),
          ),
        );
      case 'POLYLINE':
        return this.polyline(entity, place);
      case 'SPLINE':
        return this.spline(entity, place);
      case 'INSERT':
        return this.insert(entity, place, inside, layer);
    }
    if (NOTES.has(entity.type)) this.warnings.add('notes_ignored');
    else if (TEXTS.has(entity.type)) {
      this.warnings.add('text_ignored');
      this.reviewReasons.add('text_in_drawing');
    } else this.notUnderstood(entity.type);
  }

  private notUnderstood(type: string): void {
    this.unsupported.add(type);
    this.warnings.add('unsupported_entity');
    this.reviewReasons.add('unsupported_entity');
  }

  /** Where an entity of an own plane lies; a tilted plane is seen from above, and noted. */
  private plane(entity: Entity, place: Affine, elevation: number): Affine {
    const { plane, flat } = objectPlane(entity, elevation);
    if (!flat) this.notFlat();
    return compose(place, plane);
  }

  private notFlat(): void {
    this.warnings.add('not_flat');
    this.reviewReasons.add('not_flat');
  }

  private push(piece: Piece | undefined): void {
    // A line of no length (a double click in the drawing program) is nothing to cut.
    if (!piece || !(piece.length > 0)) return;
    if (!(piece.length < MAX_LENGTH) || piece.points.some((v) => !(Math.abs(v) < MAX_LENGTH))) {
      throw new PartFileError('not_finite', 'The drawing has coordinates beyond all bounds');
    }
    this.points += piece.points.length / 2;
    this.pieces.push(piece);
    if (this.pieces.length > MAX_PIECES || this.points > MAX_POINTS) throw tooMany();
  }

  private line(entity: Entity, place: Affine): void {
    if (Math.abs(value(entity, 30, 0) - value(entity, 31, 0)) > 1e-9) this.notFlat();
    const points = [value(entity, 10, 0), value(entity, 20, 0), value(entity, 11, 0), value(entity, 21, 0)];
    this.push(straight(points, place));
  }

  private circle(entity: Entity, place: Affine): void {
    const radians = Math.PI / 180;
    const isArc = entity.type === 'ARC';
    const from = isArc ? value(entity, 50, 0) : 0;
    // From 350° to 10° is a sweep of 20°; equal angles are a full turn.
    let sweep = isArc ? (((value(entity, 51, 360) - from) % 360) + 360) % 360 : 360;
    if (sweep < 1e-9) sweep = 360;
    const r = value(entity, 40, 0);
    if (r <= 0) return this.notUnderstood(entity.type);
    const plane = this.plane(entity, place, value(entity, 30, 0));
    this.push(arc(value(entity, 10, 0), value(entity, 20, 0), r, from * radians, sweep * radians, plane));
  }

  private ellipse(entity: Entity, place: Affine): void {
    const [mx, my, mz] = [value(entity, 11, 0), value(entity, 21, 0), value(entity, 31, 0)];
    const ratio = value(entity, 40, 0);
    const major = Math.hypot(mx, my);
    if (!(major > 0) || !(Math.abs(ratio) > 0)) return this.notUnderstood('ELLIPSE');
    const normal = [value(entity, 210, 0), value(entity, 220, 0), value(entity, 230, 1)];
    if (Math.abs(normal[0]!) > 1e-9 || Math.abs(normal[1]!) > 1e-9 || Math.abs(mz) > 1e-9 * major) this.notFlat();
    // The minor axis is the normal × the major axis: below-facing ellipses run clockwise.
    const side = normal[2]! < 0 ? -ratio : ratio;
    const from = value(entity, 41, 0);
    let sweep = (((value(entity, 42, 2 * Math.PI) - from) % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI);
    if (sweep < 1e-9) sweep = 2 * Math.PI;
    // 6.28319 is a full turn in a file of six digits.
    if (Math.abs(sweep - 2 * Math.PI) < 1e-5) sweep = 2 * Math.PI;
    this.push(
      ellipse([value(entity, 10, 0), value(entity, 20, 0)], [mx, my], [-my * side, mx * side], from, sweep, place),
    );
  }

  private polyline(entity: Entity, place: Affine): void {
    const flags = value(entity, 70, 0);
    // Meshes (16, 64) are surfaces.
    if (flags & (16 | 64)) return this.notUnderstood('POLYLINE mesh');
    const spatial = (flags & 8) !== 0;
    if (spatial && entity.vertices.some((v) => Math.abs(value(v, 30, 0) - value(entity.vertices[0]!, 30, 0)) > 1e-9))
      this.notFlat();
    const plane = spatial ? place : this.plane(entity, place, value(entity, 30, 0));
    this.push(polyline(heavyVertices(entity), (flags & 1) === 1, plane));
  }

  private spline(entity: Entity, place: Affine): void {
    const x = values(entity, 10);
    const z = values(entity, 30);
    if (z.some((v) => Math.abs(v - z[0]!) > 1e-9)) this.notFlat();
    const given = values(entity, 41);
    const nurbs = {
      degree: value(entity, 71, 3),
      knots: values(entity, 40),
      x,
      y: values(entity, 20),
      weights: given.length === x.length ? given : x.map(() => 1),
    };
    const fault = nurbs.y.length === x.length ? splineFault(nurbs) : 'points';
    if (!fault) return this.push(spline(nurbs, place));
    this.notUnderstood('SPLINE');
    // Without a curve there may be points on it: a polygon through them is a hint for a person, and too short by a little.
    const [fx, fy] = [values(entity, 11), values(entity, 21)];
    if (fx.length > 1 && fx.length === fy.length)
      this.push(
        straight(
          fx.flatMap((v, i) => [v, fy[i]!]),
          place,
        ),
      );
  }

  private insert(entity: Entity, place: Affine, inside: string[], layer: string): void {
    const block = this.file.blocks.get(entity.block);
    if (!block || block.external) return this.notUnderstood(block ? 'external reference' : 'INSERT of a missing block');
    if (inside.includes(entity.block) || inside.length >= MAX_DEPTH) {
      throw new PartFileError('cyclic_components', `Block ${entity.block.slice(0, 60)} of the drawing contains itself`);
    }
    const turn = (value(entity, 50, 0) * Math.PI) / 180;
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    const [sx, sy] = [value(entity, 41, 1), value(entity, 42, 1)];
    const [columns, rows] = [Math.max(1, value(entity, 70, 1)), Math.max(1, value(entity, 71, 1))];
    if (columns * rows > MAX_PIECES) throw tooMany();
    const plane = this.plane(entity, place, value(entity, 30, 0));
    const [px, py] = [has(entity, 10) ? value(entity, 10, 0) : 0, value(entity, 20, 0)];
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const [gx, gy] = [column * value(entity, 44, 0), row * value(entity, 45, 0)];
        const turned = { a: cos, b: sin, c: -sin, d: cos, e: px + cos * gx - sin * gy, f: py + sin * gx + cos * gy };
        const scaled = { a: sx, b: 0, c: 0, d: sy, e: -sx * block.x, f: -sy * block.y };
        this.add(block.entities, compose(plane, compose(turned, scaled)), [...inside, entity.block], layer);
        this.placed += 1;
        if (this.placed > MAX_PIECES) throw tooMany();
      }
    }
  }

  /** Placements, also of blocks with nothing in them: blocks of blocks of empty blocks take time too. */
  private placed = 0;
}

const tooMany = () =>
  new PartFileError('too_many_instances', 'The drawing unfolds to more lines than can be looked at');
