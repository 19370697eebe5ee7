import { PartFileError } from '../part-file-error.js';
import { GroupReader } from './dxf-groups.js';

/** One entity as the file has it: its numbers in file order, by group code. */
export interface Entity {
  type: string;
  layer: string;
  /** Block of an INSERT. */
  block: string;
  codes: number[];
  values: number[];
  /** VERTEX records of a POLYLINE. */
  vertices: Entity[];
}

export interface Block {
  x: number;
  y: number;
  /** Its drawing lies in another file. */
  external: boolean;
  entities: Entity[];
}

export interface DxfFile {
  /** $INSUNITS; undefined: the file does not tell. */
  insertUnits: number | undefined;
  /** In capitals, as names of layers have no case. */
  frozenLayers: Set<string>;
  offLayers: Set<string>;
  blocks: Map<string, Block>;
  entities: Entity[];
  /** The last record EOF was there. */
  complete: boolean;
}

/** First value of a code. */
export function value(entity: Entity, code: number, otherwise: number): number {
  const at = entity.codes.indexOf(code);
  return at < 0 ? otherwise : entity.values[at]!;
}

export const has = (entity: Entity, code: number): boolean => entity.codes.includes(code);

/** All values of a code, in file order. */
export function values(entity: Entity, code: number): number[] {
  return entity.values.filter((_, i) => entity.codes[i] === code);
}

/** Reads header, layers, blocks and entities of a text DXF of any version. */
export function parseDxf(bytes: Buffer): DxfFile {
  if (bytes.subarray(0, 22).toString('latin1') === 'AutoCAD Binary DXF\r\n\x1a\0') {
    throw new PartFileError('binary_dxf', 'This is a binary DXF; save the drawing as a text (ASCII) DXF');
  }
  const file: DxfFile = {
    insertUnits: undefined,
    frozenLayers: new Set(),
    offLayers: new Set(['DEFPOINTS']),
    blocks: new Map(),
    entities: [],
    complete: false,
  };
  const reader = new GroupReader(bytes);
  let entitiesSeen = false;
  while (reader.next()) {
    if (reader.is(0, 'EOF')) {
      file.complete = true;
      break;
    }
    if (!reader.is(0, 'SECTION')) continue;
    if (!reader.next() || reader.code !== 2) continue;
    if (reader.value === 'HEADER') readHeader(reader, file);
    else if (reader.value === 'TABLES') readLayers(reader, file);
    else if (reader.value === 'BLOCKS') readBlocks(reader, file);
    else if (reader.value === 'ENTITIES') {
      entitiesSeen = true;
      reader.next();
      file.entities.push(...readEntities(reader, 'ENDSEC'));
    }
  }
  if (!entitiesSeen)
    throw new PartFileError(file.complete ? 'empty' : 'truncated', 'The drawing has no section of entities');
  return file;
}

function readHeader(reader: GroupReader, file: DxfFile): void {
  let variable = '';
  while (reader.next() && !reader.is(0, 'ENDSEC')) {
    if (reader.code === 9) variable = reader.value;
    else if (variable === '$INSUNITS' && reader.code === 70) file.insertUnits = reader.number();
  }
}

function readLayers(reader: GroupReader, file: DxfFile): void {
  let record = '';
  let name = '';
  while (reader.next() && !reader.is(0, 'ENDSEC')) {
    if (reader.code === 0) [record, name] = [reader.value, ''];
    if (record !== 'LAYER') continue;
    if (reader.code === 2) name = reader.value.toUpperCase();
    // Bit 1: frozen. A negative colour: switched off.
    else if (reader.code === 70 && name && (reader.number() & 1) === 1) file.frozenLayers.add(name);
    else if (reader.code === 62 && name && reader.number() < 0) file.offLayers.add(name);
  }
}

function readBlocks(reader: GroupReader, file: DxfFile): void {
  let more = reader.next();
  while (more && !reader.is(0, 'ENDSEC')) {
    if (!reader.is(0, 'BLOCK')) {
      more = reader.next();
      continue;
    }
    const block: Block = { x: 0, y: 0, external: false, entities: [] };
    let name = '';
    while ((more = reader.next()) && reader.code !== 0) {
      if (reader.code === 2) name = reader.value;
      else if (reader.code === 10) block.x = reader.number();
      else if (reader.code === 20) block.y = reader.number();
      else if (reader.code === 70) block.external = (reader.number() & 0b1100) !== 0;
    }
    if (more) block.entities = readEntities(reader, 'ENDBLK');
    if (name) file.blocks.set(name.toUpperCase(), block);
    more = reader.next();
  }
}

/** Entities from where the reader stands (on a group 0) to the record `end`, on which it then stands. */
function readEntities(reader: GroupReader, end: string): Entity[] {
  const entities: Entity[] = [];
  let polyline: Entity | undefined;
  while (!reader.is(0, end)) {
    if (reader.code !== 0 || reader.value === 'EOF' || reader.value === 'ENDSEC') {
      throw new PartFileError('truncated', 'The drawing ends before its entities do');
    }
    const entity = readEntity(reader);
    if (entity.type === 'VERTEX' && polyline) polyline.vertices.push(entity);
    else if (entity.type !== 'SEQEND') entities.push(entity);
    // Any other record than a vertex ends the polyline, whether or not a SEQEND was written.
    if (entity.type !== 'VERTEX') polyline = entity.type === 'POLYLINE' ? entity : undefined;
  }
  return entities;
}

function readEntity(reader: GroupReader): Entity {
  const entity: Entity = { type: reader.value, layer: '0', block: '', codes: [], values: [], vertices: [] };
  let embedded = false;
  while (true) {
    if (!reader.next()) throw new PartFileError('truncated', 'The drawing ends before its entities do');
    if (reader.code === 0) return entity;
    // An embedded object (101) repeats codes with other meanings.
    if (reader.code === 101) embedded = true;
    if (embedded) continue;
    if (reader.code === 2) entity.block = reader.value.toUpperCase();
    else if (reader.code === 8) entity.layer = reader.value;
    else if (isGeometry(reader.code)) {
      entity.codes.push(reader.code);
      entity.values.push(reader.number());
    }
  }
}

const isGeometry = (code: number): boolean => (code >= 10 && code < 80) || (code >= 210 && code <= 230);
