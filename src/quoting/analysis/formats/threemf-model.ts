import { type SaxesTagPlain, SaxesParser } from 'saxes';
import { PartFileError } from '../part-file-error.js';
import type { LengthUnit } from '../part-analysis.js';
import { GrowingFloats, GrowingIndices } from './growing.js';
import type { Surface } from './part-contents.js';

export interface ModelObject {
  type: string;
  surface: Surface | null;
  components: Reference[];
}

/** An object at a place; `path`: it is in another model of the package. */
export interface Reference {
  object: string;
  path: string | null;
  transform: Float64Array | null;
}

/** One `.model` of a 3MF package. */
export interface Model {
  unit: LengthUnit;
  objects: Map<string, ModelObject>;
  items: Reference[];
  /** A slicer's mark, which 3MF itself does not know, says of an item that it shall not be made. */
  keptBack: boolean;
  /** A slicer's mark says of an object that it is no part of what is made: it changes settings, is cut away or places supports. */
  notMade: boolean;
}

const CORE = 'http://schemas.microsoft.com/3dmanufacturing/core/2015/02';
const PRODUCTION = 'http://schemas.microsoft.com/3dmanufacturing/production/2015/06';
/** Extensions that a file may require: models in several members; colours and textures, which leave bodies as they are. */
const UNDERSTOOD = new Set([CORE, PRODUCTION, 'http://schemas.microsoft.com/3dmanufacturing/material/2015/02']);
const UNITS: Record<string, LengthUnit> = {
  micron: 'micron',
  millimeter: 'mm',
  centimeter: 'cm',
  inch: 'in',
  foot: 'ft',
  meter: 'm',
};
const DEEPEST = 64;
const MOST_OBJECTS = 100_000;
/** Settings by which Cura marks objects that are not made, each True or False. */
const NOT_MADE = /^(?:[^:]*:)?(?:support|anti_overhang|infill|cutting)_mesh$/;
const NUMBER = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/;

/** Reads a model as its XML comes in. @throws PartFileError */
export class ModelReader {
  private readonly parser = new SaxesParser({ position: false, xmlns: false as const });
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private readonly model: Model = { unit: 'mm', objects: new Map(), items: [], keptBack: false, notMade: false };
  private depth = 0;
  /** Elements of the core namespace have this before their names: usually nothing. */
  private core = '';
  private production = '';
  private object: ModelObject | null = null;
  private positions = new GrowingFloats(3);
  private triangles = new GrowingIndices(3);
  triangleCount = 0;

  constructor(private readonly maxTriangles: number) {
    this.parser.on('opentag', (tag) => this.open(tag));
    this.parser.on('closetag', (tag) => this.close(tag));
    this.parser.on('doctype', () => {
      throw new PartFileError('bad_archive', 'The model has a document type definition, which 3MF forbids.');
    });
    this.parser.on('error', (error) => {
      throw malformed(error.message);
    });
  }

  write(bytes: Buffer): void {
    this.parser.write(this.text(bytes));
  }

  end(): Model {
    this.parser.write(this.text());
    this.parser.close();
    return this.model;
  }

  private text(bytes?: Buffer): string {
    try {
      return bytes ? this.decoder.decode(bytes, { stream: true }) : this.decoder.decode();
    } catch {
      throw malformed('it is not UTF-8.');
    }
  }

  private open(tag: SaxesTagPlain): void {
    const attributes = tag.attributes;
    if (++this.depth > DEEPEST) throw malformed('its elements are nested too deeply.');
    if (this.depth === 1) return this.root(tag.name, attributes);
    if (!tag.name.startsWith(this.core)) return;
    const name = tag.name.slice(this.core.length);
    if (name === 'vertex') this.vertex(attributes);
    else if (name === 'triangle') this.triangle(attributes);
    else if (name === 'object') this.begin(attributes);
    else if (name === 'component') this.object?.components.push(this.reference(attributes));
    else if (name === 'item') this.item(attributes);
    else if (name === 'metadata' && this.object && NOT_MADE.test(text(attributes.name))) this.mark();
    if (this.model.items.length > MOST_OBJECTS || (this.object?.components.length ?? 0) > MOST_OBJECTS) {
      throw new PartFileError('too_many_instances', 'The 3MF has too many items or components.');
    }
  }

  /** Its text is only looked at here, because a model has a text between any two of its elements. */
  private mark(): void {
    this.parser.on('text', (value) => {
      if (/^\s*(?:true|1)\s*$/i.test(value)) this.model.notMade = true;
    });
  }

  private close(tag: SaxesTagPlain): void {
    this.depth--;
    if (tag.name === `${this.core}metadata`) this.parser.off('text');
    if (tag.name !== `${this.core}object` || !this.object) return;
    const vertices = this.positions.length / 3;
    const triangles = this.triangles.values();
    for (const vertex of triangles) {
      if (vertex >= vertices) throw malformed('a triangle names a vertex that does not exist.');
    }
    if (triangles.length > 0) {
      this.object.surface = { positions: this.positions.values().slice(), triangles: triangles.slice() };
    }
    this.object = null;
  }

  private root(name: string, attributes: Attributes): void {
    const prefixes = new Map<string, string>();
    for (const [key, value] of Object.entries(attributes)) {
      if (key === 'xmlns') prefixes.set('', text(value));
      else if (key.startsWith('xmlns:')) prefixes.set(key.slice(6), text(value));
    }
    const before = (namespace: string) => {
      const found = [...prefixes].find(([, uri]) => uri === namespace);
      return found ? (found[0] === '' ? '' : `${found[0]}:`) : null;
    };
    this.core = before(CORE) ?? '';
    this.production = before(PRODUCTION) ?? '';
    if (name !== `${this.core}model`) throw malformed('its root is no model.');
    for (const prefix of text(attributes.requiredextensions).split(/\s+/).filter(Boolean)) {
      if (!UNDERSTOOD.has(prefixes.get(prefix) ?? '')) {
        throw new PartFileError('unsupported_extension', `The 3MF needs the extension "${prefix}", which is not read.`);
      }
    }
    const unit = UNITS[text(attributes.unit) || 'millimeter'];
    if (!unit) throw malformed('its unit is unknown.');
    this.model.unit = unit;
  }

  private begin(attributes: Attributes): void {
    const id = text(attributes.id);
    if (id === '' || this.model.objects.has(id)) throw malformed('an object has no id, or the id of another one.');
    if (this.model.objects.size >= MOST_OBJECTS) {
      throw new PartFileError('too_many_instances', 'The 3MF has too many objects.');
    }
    this.object = { type: text(attributes.type) || 'model', surface: null, components: [] };
    this.model.objects.set(id, this.object);
    this.positions = new GrowingFloats(3 * 64);
    this.triangles = new GrowingIndices(3 * 64);
  }

  private vertex(attributes: Attributes): void {
    this.positions.push(coordinate(attributes.x));
    this.positions.push(coordinate(attributes.y));
    this.positions.push(coordinate(attributes.z));
  }

  private triangle(attributes: Attributes): void {
    if (!this.object) return;
    if (++this.triangleCount > this.maxTriangles) {
      throw new PartFileError('too_many_triangles', `The 3MF has more than ${this.maxTriangles} triangles.`);
    }
    this.triangles.push(index(attributes.v1));
    this.triangles.push(index(attributes.v2));
    this.triangles.push(index(attributes.v3));
  }

  private item(attributes: Attributes): void {
    this.model.items.push(this.reference(attributes));
    const marks = Object.entries(attributes).filter(([name]) => /^(?:[^:]*:)?printable$/.test(name));
    if (marks.some(([, value]) => ['0', 'false'].includes(text(value)))) this.model.keptBack = true;
  }

  private reference(attributes: Attributes): Reference {
    const path = this.production === '' ? '' : text(attributes[`${this.production}path`]);
    return {
      object: text(attributes.objectid),
      path: path === '' ? null : path,
      transform: matrix(text(attributes.transform)),
    };
  }
}

type Attributes = Record<string, string>;

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function coordinate(value: unknown): number {
  const written = text(value);
  if (!NUMBER.test(written)) {
    if (/^\s*[-+]?(?:nan|inf)/i.test(written)) {
      throw new PartFileError('not_finite', 'A coordinate of the 3MF is not a finite number.');
    }
    throw malformed('a vertex has something else than a number.');
  }
  const number = Number(written);
  if (!Number.isFinite(number))
    throw new PartFileError('not_finite', 'A coordinate of the 3MF is not a finite number.');
  return number;
}

function index(value: unknown): number {
  const written = text(value);
  if (!/^\s*\d{1,10}\s*$/.test(written) || Number(written) > 0xfffffffe) {
    throw malformed('a triangle has something else than the number of a vertex.');
  }
  return Number(written);
}

function matrix(written: string): Float64Array | null {
  if (written === '') return null;
  const numbers = written.trim().split(/\s+/);
  if (numbers.length !== 12) throw malformed('a transform has not twelve numbers.');
  return Float64Array.from(numbers, coordinate);
}

function malformed(why: string): PartFileError {
  return new PartFileError('malformed', `The model of the 3MF cannot be read: ${why.slice(0, 200)}`);
}
