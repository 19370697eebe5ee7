import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Font } from 'fontkit';
import { fontkit } from './libraries.js';

const { resolve } = createRequire(import.meta.url);

export type Weight = 'regular' | 'bold';

interface Face {
  name: string;
  files: Record<Weight, string>;
  /** Characters that it is asked for; default: all. Without, one odd sign in a text would read every font there is. */
  asked?: RegExp;
}

function face(name: string, family: string, asked?: RegExp): Face {
  const file = (folder: string) => `@expo-google-fonts/${name}/${folder}/${family}_${folder}.ttf`;
  return { name, files: { regular: file('400Regular'), bold: file('700Bold') }, asked };
}

/**
 * Noto Sans (OFL 1.1): Latin with all its accents, Greek, Cyrillic, Devanagari. A document embeds the glyphs it uses and
 * no more.
 */
const MAIN = face('noto-sans', 'NotoSans');

const EAST_ASIAN =
  /[\u1100-\u11FF\u2E80-\u9FFF\uA960-\uA97F\uAC00-\uD7FF\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFFEF\u{20000}-\u{3FFFF}]/u;

/**
 * Fonts for what the main one does not have, the first that has a character is taken. They are megabytes each, so that they are
 * read when a text needs one. Noto Sans JP: Japanese, and the Chinese characters that Japanese uses; SC: the other Chinese ones.
 */
const OTHERS: readonly Face[] = [
  face('noto-sans-hebrew', 'NotoSansHebrew', /[\u0590-\u05FF\uFB1D-\uFB4F]/),
  face('noto-sans-arabic', 'NotoSansArabic', /[\u0600-\u06FF\u0750-\u077F\u0870-\u08FF\uFB50-\uFDFF\uFE70-\uFEFC]/),
  face('noto-sans-jp', 'NotoSansJP'),
  face('noto-sans-sc', 'NotoSansSC', EAST_ASIAN),
  face('noto-sans-kr', 'NotoSansKR', EAST_ASIAN),
];

/** Names of the fonts in the order in which they are asked for a character. Those not installed are left out. */
export const FACES: readonly string[] = [MAIN, ...OTHERS.filter(isInstalled)].map(({ name }) => name);

/** The same with Chinese before Japanese: for texts with characters that Japanese does not use. */
const CHINESE_FIRST = [...FACES].sort((a, b) => Number(b === 'noto-sans-sc') - Number(a === 'noto-sans-sc'));

const parsed = new Map<string, Font>();

/** The font, parsed once for all documents: parsing both weights takes five times as long as writing an invoice. */
export function font(weight: Weight, name = MAIN.name): Font {
  const key = `${name} ${weight}`;
  let one = parsed.get(key);
  if (!one) {
    const { files } = [MAIN, ...OTHERS].find((one) => one.name === name)!;
    parsed.set(key, (one = fontkit().create(readFileSync(resolve(files[weight]))) as Font));
  }
  return one;
}

/** By weight and order, and by character. */
const found = new Map<string, Map<number, string | undefined>>();

/** The first font that has the character; undefined when none has. */
export function faceOf(codePoint: number, weight: Weight, order = FACES): string | undefined {
  const key = order === FACES ? weight : `${weight} Chinese`;
  let known = found.get(key);
  if (!known) found.set(key, (known = new Map<number, string | undefined>()));
  // Texts are measured many times over while they are wrapped.
  if (!known.has(codePoint)) known.set(codePoint, firstWith(codePoint, weight, order));
  return known.get(codePoint);
}

function firstWith(codePoint: number, weight: Weight, order: readonly string[]): string | undefined {
  const sign = String.fromCodePoint(codePoint);
  return order.find((name) => {
    const { asked } = [MAIN, ...OTHERS].find((one) => one.name === name)!;
    return (!asked || asked.test(sign)) && font(weight, name).hasGlyphForCodePoint(codePoint);
  });
}

const HAN = /\p{Script=Han}/u;
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;

/**
 * The fonts in the order in which they are asked for the characters of a text. Japanese and Chinese draw the same characters
 * differently, and a word is not set in both: one with a character that only Chinese has is set in the Chinese font.
 */
export function facesFor(text: string, weight: Weight): readonly string[] {
  if (!HAN.test(text) || KANA.test(text)) return FACES;
  for (const sign of text)
    if (HAN.test(sign) && faceOf(sign.codePointAt(0)!, weight) === 'noto-sans-sc') return CHINESE_FIRST;
  return FACES;
}

function isInstalled({ files }: Face): boolean {
  try {
    return Object.values(files).every((file) => existsSync(resolve(file)));
  } catch {
    return false;
  }
}
