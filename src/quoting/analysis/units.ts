import type { LengthUnit } from './part-analysis.js';

export const MM_PER_UNIT: Record<LengthUnit, number> = { micron: 0.001, mm: 1, cm: 10, in: 25.4, ft: 304.8, m: 1000 };

/**
 * The unit of a whole file (rules quoting A.2.2): the one the file names, else the one of the request, else the tenant's, else mm.
 * `known` is false when neither file nor request nor tenant named one.
 */
export function unitOf(
  named: LengthUnit | null,
  asked: LengthUnit | undefined,
  usual: LengthUnit | undefined,
): { unit: LengthUnit; known: boolean } {
  const unit = named ?? asked ?? usual;
  return { unit: unit ?? 'mm', known: unit !== undefined };
}

/**
 * What the size makes one suspect, once for the whole file and never applied by itself: a long thin letter in a set of letters
 * must keep the factor of the others. @param largest longest side of the box, mm
 */
export function sizeHint(largest: number): 'maybe_inches_or_metres' | 'maybe_microns' | null {
  if (largest > 0 && largest < 5) return 'maybe_inches_or_metres';
  return largest > 2000 ? 'maybe_microns' : null;
}
