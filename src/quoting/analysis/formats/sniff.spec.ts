import { describe, expect, it } from '@jest/globals';
import type { PartFile } from './part-file.js';
import { sniff } from './sniff.js';

/** Its format, or why it has none. */
function codeOf(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  const file: Pick<PartFile, 'size' | 'head'> = { size: bytes.length, head: (most: number) => bytes.subarray(0, most) };
  try {
    return sniff(file as PartFile).format;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

describe('what is no part', () => {
  it.each([
    ['comments without end', '/**/'.repeat(50) + 'x'],
    ['comments before something else', '/* a */'.repeat(9_000) + 'HEADER'],
    ['blanks', ' '.repeat(65_000) + 'x'],
    ['blanks behind remarks', '999\nx\n'.repeat(5_000) + '\n'.repeat(20_000) + 'x'],
  ])('is told from a part at once: %s', (_, text) => {
    expect(codeOf(text)).toBe('unrecognised');
  });

  it('a STEP file may begin with comments and blanks', () => {
    expect(codeOf('\n /* made by * hand **/ /**/\nISO-10303-21;\nHEADER;')).toBe('step');
  });
});
