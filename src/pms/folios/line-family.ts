import type { FolioLineRow } from './folio-row.js';

/** What these rules need of a line. */
export type FamilyLine = Pick<FolioLineRow, 'id' | 'kind' | 'familyMinor' | 'correctsId' | 'rootId'>;

/** A line that takes back another one, and is not taken back itself. */
export function takesBack({ kind }: Pick<FamilyLine, 'kind'>): boolean {
  return kind === 'correction' || kind === 'credit_note';
}

/** What is left of a line after all that took it back, in its own price mode; zero of one that takes back. */
export function leftOf(line: FamilyLine, lines: readonly FamilyLine[]): number {
  if (takesBack(line)) return 0;
  const left = lines
    .filter(({ correctsId }) => correctsId === line.id)
    .reduce((sum, { familyMinor }) => sum + familyMinor, line.familyMinor);
  // Lines of former releases were taken back more than once.
  return Math.sign(left) === Math.sign(line.familyMinor) ? left : 0;
}

/** The charges of a line's family: the line that was charged, and the parts of it that went to other payers. */
export function chargesOf<Line extends FamilyLine>(line: FamilyLine, lines: readonly Line[]): Line[] {
  const root = line.rootId ?? line.id;
  return lines.filter((one) => (one.rootId ?? one.id) === root && !takesBack(one));
}
