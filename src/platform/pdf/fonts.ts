import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);

export type Weight = 'regular' | 'bold';

/**
 * Noto Sans (OFL 1.1): Latin with all its accents, Greek, Cyrillic, Devanagari. A document embeds the glyphs it uses and
 * no more. Not in it: Arabic, Hebrew, Chinese, Japanese, Korean; they print as empty boxes.
 */
const FILES: Record<Weight, string> = {
  regular: '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  bold: '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
};

const read = new Map<Weight, Buffer>();

/** The font's file, read once. */
export function fontFile(weight: Weight): Buffer {
  let file = read.get(weight);
  if (!file) read.set(weight, (file = readFileSync(resolve(FILES[weight]))));
  return file;
}
