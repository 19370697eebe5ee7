import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Font } from 'fontkit';
import { fontkit } from './libraries.js';

const { resolve } = createRequire(import.meta.url);

export type Weight = 'regular' | 'bold';

interface Face {
  name: string;
  files: Record<Weight, string>;
}

/**
 * Noto Sans (OFL 1.1): Latin with all its accents, Greek, Cyrillic, Devanagari. A document embeds the glyphs it uses and
 * no more.
 */
const MAIN: Face = {
  name: 'noto-sans',
  files: {
    regular: '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
    bold: '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
  },
};

/**
 * Fonts for what the main one does not have, the first that has a character is taken. They are megabytes each, so that they are
 * read when a text needs one. Noto Sans JP: Japanese, and the Chinese characters that Japanese uses.
 */
const OTHERS: readonly Face[] = [
  {
    name: 'noto-sans-jp',
    files: {
      regular: '@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf',
      bold: '@expo-google-fonts/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf',
    },
  },
];

/** Names of the fonts in the order in which they are asked for a character. Those not installed are left out. */
export const FACES: readonly string[] = [MAIN, ...OTHERS.filter(isInstalled)].map(({ name }) => name);

const parsed = new Map<string, Font>();

/** The font, parsed once for all documents: parsing both weights takes five times as long as writing an invoice. */
export function font(weight: Weight, face = MAIN.name): Font {
  const key = `${face} ${weight}`;
  let one = parsed.get(key);
  if (!one) {
    const { files } = [MAIN, ...OTHERS].find(({ name }) => name === face)!;
    parsed.set(key, (one = fontkit().create(readFileSync(resolve(files[weight]))) as Font));
  }
  return one;
}

const faces = { regular: new Map<number, string | undefined>(), bold: new Map<number, string | undefined>() };

/** The first font that has the character; undefined when none has. */
export function faceOf(codePoint: number, weight: Weight): string | undefined {
  const known = faces[weight];
  // Texts are measured many times over while they are wrapped.
  if (!known.has(codePoint))
    known.set(
      codePoint,
      FACES.find((face) => font(weight, face).hasGlyphForCodePoint(codePoint)),
    );
  return known.get(codePoint);
}

function isInstalled({ files }: Face): boolean {
  try {
    return Object.values(files).every((file) => existsSync(resolve(file)));
  } catch {
    return false;
  }
}
