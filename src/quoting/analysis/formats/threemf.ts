import { posix } from 'node:path';
import { SaxesParser } from 'saxes';
import { PartFileError } from '../part-file-error.js';
import { Archive } from './archive.js';
import type { PartContents, Placement, ReadLimits, ReadProgress, Surface } from './part-contents.js';
import { type Model, ModelReader, type Reference } from './threemf-model.js';

const MODEL_TYPE = 'http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel';
const MOST_INSTANCES = 10_000;
const MOST_RELATION_BYTES = 1 << 20;
/** Where slicers keep what the model itself does not say. */
const SLICER_SETTINGS = ['metadata/slic3r_pe_model.config', 'metadata/model_settings.config'];
/** PrusaSlicer's words for volumes that are no part of what is made, and those of Bambu Studio and OrcaSlicer. */
const MODIFIER =
  /(?:Parameter)?Modifier(?:Volume)?|NegativeVolume|Support(?:Blocker|Enforcer)|modifier_part|negative_part|support_(?:blocker|enforcer)/;

/**
 * Reads a 3MF (rules quoting A.2.7): what is made are the items of its build, with all transforms on the way to each mesh, not the
 * sum of the meshes. @throws PartFileError
 */
export function readThreeMf(
  path: string,
  size: number,
  limits: ReadLimits,
  progress: ReadProgress,
): Promise<PartContents> {
  return Archive.use(path, limits.maxInflatedBytes, async (archive) => {
    const root = await rootModel(archive);
    const models = new Map<string, Model>();
    let triangles = 0;
    const waiting = [root];
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (models.has(key(name))) continue;
      const reader = new ModelReader(limits.maxTriangles - triangles);
      await archive.read(name, (bytes) => {
        reader.write(bytes);
        progress(Math.min(size, archive.packedBytesRead), triangles + reader.triangleCount);
      });
      const model = reader.end();
      triangles += reader.triangleCount;
      models.set(key(name), model);
      waiting.push(...pathsIn(model));
    }
    const contents = new Build(models, key(root), limits.maxTriangles).contents();
    const marked = [...models.values()].some(({ notMade }) => notMade);
    if (marked || (await hasModifiers(archive))) contents.reviewReasons.push('modifier_volumes');
    if (models.get(key(root))!.keptBack) contents.reviewReasons.push('unprintable_items');
    return contents;
  });
}

/** Names of members: without case, without the slash in front. */
function key(name: string): string {
  return name.replace(/^\/+/, '').toLowerCase();
}

function pathsIn(model: Model): string[] {
  const references = [...model.items, ...[...model.objects.values()].flatMap(({ components }) => components)];
  return [...new Set(references.map(({ path }) => path).filter((path) => path !== null))];
}

/** The model that the package's relationships name. */
async function rootModel(archive: Archive): Promise<string> {
  if (!archive.has('_rels/.rels'))
    throw new PartFileError('unrecognised', 'The archive is no 3MF: it has no _rels/.rels.');
  const targets: string[] = [];
  const parser = new SaxesParser({ position: false, xmlns: false as const });
  parser.on('opentag', ({ name, attributes }) => {
    const isRelation = name.replace(/^.*:/, '') === 'Relationship';
    if (isRelation && attributes.Type === MODEL_TYPE && attributes.Target) targets.push(attributes.Target);
  });
  parser.on('doctype', () => {
    throw new PartFileError('bad_archive', 'The relationships have a document type definition.');
  });
  parser.on('error', () => {
    throw new PartFileError('bad_archive', 'The relationships of the 3MF cannot be read.');
  });
  const text = await smallText(archive, '_rels/.rels');
  parser.write(text).close();
  const [target] = targets;
  if (target === undefined) throw new PartFileError('unrecognised', 'The archive is no 3MF: it names no model.');
  const name = posix.normalize(target.replace(/^\/+/, ''));
  if (name.startsWith('..') || !archive.has(name)) {
    throw new PartFileError('bad_archive', 'The model that the 3MF names is not in it.');
  }
  return name;
}

async function smallText(archive: Archive, name: string): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  await archive.read(name, (bytes) => {
    size += bytes.length;
    if (size > MOST_RELATION_BYTES) throw new PartFileError('bad_archive', `${name} is too large.`);
    pieces.push(bytes);
  });
  return Buffer.concat(pieces).toString('utf8');
}

/** Volumes that only the slicer knows to be cut away, to change settings or to place supports: the model shows them as bodies. */
async function hasModifiers(archive: Archive): Promise<boolean> {
  for (const name of SLICER_SETTINGS) {
    if (!archive.has(name)) continue;
    let tail = '';
    let found = false;
    await archive.read(name, (bytes) => {
      const text = tail + bytes.toString('latin1');
      found ||= MODIFIER.test(text);
      tail = text.slice(-40);
    });
    if (found) return true;
  }
  return false;
}

/** Follows the items of the build down to the meshes. */
class Build {
  private readonly surfaces = new Map<Surface, number>();
  private readonly placements: Placement[] = [];
  private readonly warnings = new Set<string>();
  private instances = 0;
  private triangles = 0;
  private quantity = 0;

  constructor(
    private readonly models: Map<string, Model>,
    private readonly root: string,
    private readonly maxTriangles: number,
  ) {}

  contents(): PartContents {
    const { items, unit } = this.models.get(this.root)!;
    for (const item of items) {
      const before = this.placements.length;
      const { type } = this.find(item, this.root).object;
      if (type === 'other') {
        throw new PartFileError('malformed', 'An item of the 3MF is an object of type "other", which is never made.');
      }
      if (type === 'support' || type === 'solidsupport') this.warnings.add('support_left_out');
      else this.follow(item, this.root, null, []);
      if (this.placements.length > before) this.quantity++;
    }
    if (this.placements.length === 0) throw new PartFileError('empty', 'The 3MF has nothing to be made.');
    return {
      format: '3mf',
      unit,
      surfaces: [...this.surfaces.keys()],
      placements: this.placements,
      quantity: this.quantity,
      warnings: [...this.warnings],
      reviewReasons: [],
    };
  }

  private follow(reference: Reference, from: string, outer: Float64Array | null, way: string[]): void {
    if (++this.instances > MOST_INSTANCES) {
      throw new PartFileError('too_many_instances', `The 3MF places more than ${MOST_INSTANCES} objects.`);
    }
    const { object, path } = this.find(reference, from);
    const name = `${path}\n${reference.object}`;
    if (way.includes(name)) throw new PartFileError('cyclic_components', 'An object of the 3MF is a part of itself.');
    const transform = compose(reference.transform, outer);
    if (object.surface) this.place(object.surface, transform);
    for (const component of object.components) this.follow(component, path, transform, [...way, name]);
  }

  private find(reference: Reference, from: string) {
    const path = reference.path === null ? from : key(reference.path);
    const object = this.models.get(path)?.objects.get(reference.object);
    if (!object) throw new PartFileError('malformed', 'The 3MF names an object that is not in it.');
    return { object, path };
  }

  private place(surface: Surface, transform: Float64Array | null): void {
    this.triangles += surface.triangles!.length / 3;
    if (this.triangles > this.maxTriangles) {
      throw new PartFileError('too_many_triangles', `The 3MF places more than ${this.maxTriangles} triangles.`);
    }
    const index = this.surfaces.get(surface) ?? this.surfaces.size;
    this.surfaces.set(surface, index);
    this.placements.push({ surface: index, transform });
  }
}

/** First the inner, then the outer one: vectors are rows, so that the inner matrix stands on the left. */
export function compose(inner: Float64Array | null, outer: Float64Array | null): Float64Array | null {
  if (!inner || !outer) return inner ?? outer;
  const product = new Float64Array(12);
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 3; column++) {
      let sum = row === 3 ? outer[9 + column]! : 0;
      for (let k = 0; k < 3; k++) sum += inner[3 * row + k]! * outer[3 * k + column]!;
      product[3 * row + column] = sum;
    }
  }
  return product;
}
