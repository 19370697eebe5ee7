import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import type { Mesh } from '../geometry/mesh.js';

/** A folder for the files of a test. */
export class Folder {
  private readonly path = mkdtempSync(join(tmpdir(), 'parts-'));
  private count = 0;

  write(name: string, content: string | Uint8Array): string {
    const path = join(this.path, `${this.count++}-${name}`);
    writeFileSync(path, content);
    return path;
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

export function binaryStl({ positions, triangles }: Mesh, header = 'made by code'): Buffer {
  const count = triangles.length / 3;
  const bytes = Buffer.alloc(84 + 50 * count);
  bytes.write(header, 0, 80, 'utf8');
  bytes.writeUInt32LE(count, 80);
  for (let t = 0; t < count; t++) {
    for (let k = 0; k < 9; k++) {
      const vertex = triangles[3 * t + Math.floor(k / 3)]!;
      bytes.writeFloatLE(positions[3 * vertex + (k % 3)]!, 84 + 50 * t + 12 + 4 * k);
    }
  }
  return bytes;
}

export function asciiStl({ positions, triangles }: Mesh, name = 'part', digits = 9): string {
  const lines = [`solid ${name}`];
  for (let t = 0; t < triangles.length; t += 3) {
    lines.push('  facet normal 0 0 0', '    outer loop');
    for (let k = 0; k < 3; k++) {
      const at = 3 * triangles[t + k]!;
      const point = [0, 1, 2].map((axis) => positions[at + axis]!.toPrecision(digits));
      lines.push(`      vertex ${point.join(' ')}`);
    }
    lines.push('    endloop', '  endfacet');
  }
  return [...lines, `endsolid ${name}`, ''].join('\n');
}

export function obj({ positions, triangles }: Mesh): string {
  const lines: string[] = [];
  for (let i = 0; i < positions.length; i += 3) lines.push(`v ${positions.slice(i, i + 3).join(' ')}`);
  for (let t = 0; t < triangles.length; t += 3) {
    lines.push(`f ${[...triangles.slice(t, t + 3)].map((vertex) => vertex + 1).join(' ')}`);
  }
  return `${lines.join('\n')}\n`;
}

/** `<mesh>` of a 3MF. */
export function meshXml({ positions, triangles }: Mesh): string {
  const vertices: string[] = [];
  for (let i = 0; i < positions.length; i += 3) {
    vertices.push(`<vertex x="${positions[i]}" y="${positions[i + 1]}" z="${positions[i + 2]}"/>`);
  }
  const faces: string[] = [];
  for (let t = 0; t < triangles.length; t += 3) {
    faces.push(`<triangle v1="${triangles[t]}" v2="${triangles[t + 1]}" v3="${triangles[t + 2]}"/>`);
  }
  return `<mesh><vertices>${vertices.join('')}</vertices><triangles>${faces.join('')}</triangles></mesh>`;
}

export function modelXml(resources: string, build: string, attributes = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<model ${attributes} xml:lang="en-US" xmlns="http://schemas.microsoft.com/3dmanufacturing/core/2015/02">
<resources>${resources}</resources><build>${build}</build></model>`;
}

const RELATIONS = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Target="/3D/3dmodel.model" Id="rel0" Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/></Relationships>`;

/** A 3MF package of a model, and of other members beside it. */
export function threeMf(model: string, others: Record<string, string | Buffer> = {}): Promise<Buffer> {
  return zip({ '_rels/.rels': RELATIONS, '3D/3dmodel.model': model, ...others });
}

export function zip(members: Record<string, string | Buffer>): Promise<Buffer> {
  const file = new ZipFile();
  for (const [name, content] of Object.entries(members)) file.addBuffer(Buffer.from(content), name);
  file.end();
  return buffer(file.outputStream);
}
