import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';

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

const parsed = new Map<Weight, Font>();

/** The font, parsed once for all documents: parsing both weights takes five times as long as writing an invoice. */
export function font(weight: Weight): Font {
  let one = parsed.get(weight);
  if (!one) parsed.set(weight, (one = create(readFileSync(resolve(FILES[weight]))) as Font));
  return one;
}
