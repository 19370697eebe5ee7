import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import type { AnalysisInput } from './analysis-input.js';

/**
 * Of all that the figures of an analysis depend on besides the bytes: equal bytes with equal fingerprints give equal figures.
 * Hexadecimal.
 */
export function fingerprintOf(
  analyser: string,
  input: Omit<AnalysisInput, 'path' | 'meshPath' | 'thumbnailPath'>,
  files: boolean,
): string {
  const { name, unit, usualUnit, fileType, machines = [], limits = {}, processes = [], options = {} } = input;
  const parts = [
    analyser,
    extname(name).toLowerCase(),
    unit ?? null,
    usualUnit ?? null,
    fileType?.toLowerCase() ?? null,
    machines.map(({ id, x, y, z }) => [id, x, y, z]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    Object.entries(limits).sort(),
    processes
      .map(({ code, sheet, limits: own }) => [code, sheet, Object.entries(own).sort()] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
    Object.entries(options).sort(),
    files,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
