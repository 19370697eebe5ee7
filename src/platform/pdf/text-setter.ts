import type { Font } from 'fontkit';
import { faceOf, facesFor, FACES, font, type Weight } from './fonts.js';
import { isRightToLeft, type Run, runsOf } from './direction.js';
import { printable } from './printable.js';

/** Glyphs of one font, written with one operator. */
interface Piece {
  font: PdfFont;
  /** Glyph numbers of the embedded font, four digits each. */
  hex: string;
  /** Thousandths of the text's size. */
  width: number;
  /** Away from where the text has come to, thousandths: accents that are set over other glyphs. */
  dx: number;
  dy: number;
}

/** A text ready to be written. */
export interface SetText {
  pieces: readonly Piece[];
  /** Thousandths of the text's size. */
  width: number;
}

/** What of PDFKit's embedded font is used here. */
interface PdfFont {
  id: string;
  ascender: number;
  descender: number;
  scale: number;
  font: Font;
  subset: { glyphs: number[]; includeGlyph(id: number): number };
  /** Code points and widths of the embedded glyphs, by their number. */
  unicode: (number[] | undefined)[];
  widths: (number | undefined)[];
  ref(): object;
}

/** Scripts whose letters change with their neighbours, and accents that stand alone: their glyphs are the font's to choose. */
const SHAPED = /[\u0300-\u036F\u0483-\u0489\u0590-\u1CFF\u1DC0-\u1DFF\u200C\u200D\uA8E0-\uA8FF]/;

/** Brackets are turned round already; some fonts would turn them once more. */
const NOT_MIRRORED = { rtlm: false };
const MARK = /\p{M}/u;

/** Registers all fonts under the names that `font` of the document takes. */
export function registerFonts(doc: PDFKit.PDFDocument): void {
  for (const face of FACES)
    for (const weight of ['regular', 'bold'] as const)
      // PDFKit takes parsed fonts since 0.20; its types do not know yet. The getter puts off reading until it is used.
      Object.defineProperty(registeredFonts(doc), `${face} ${weight}`, {
        get: () => ({ src: font(weight, face) }),
      });
}

/**
 * Turns texts into glyphs of the document's fonts, far cheaper than PDFKit does for its own `text`, and with a second font where
 * the first lacks a character. What it keeps does not grow with the number of texts.
 */
export class TextSetter {
  /** By weight and order of the fonts. */
  private readonly signs = new Map<string, Map<number, Piece>>();
  private readonly fonts = new Map<string, PdfFont>();

  constructor(private readonly doc: PDFKit.PDFDocument) {}

  /** The text in one line. */
  set(text: string, weight: Weight): SetText {
    const shown = printable(text, weight);
    if (isRightToLeft(shown)) return this.shaped(runsOf(shown), weight);
    return SHAPED.test(shown) ? this.shaped([{ text: shown, rtl: false }], weight) : this.plain(shown, weight);
  }

  /** Distance from the top of a line to its letters' feet, thousandths. */
  ascender(weight: Weight): number {
    return this.font(FACES[0]!, weight).ascender;
  }

  /** Operators that write the text with its feet at y (points from the top), within BT and ET. */
  write({ pieces }: SetText, size: number, x: number, y: number): string {
    let out = '';
    let at = x;
    let last = '';
    for (const { font: one, hex, width, dx, dy } of pieces) {
      if (one.id !== last) {
        this.fontsOfPage[one.id] = one.ref();
        out += `/${one.id} ${size} Tf `;
        last = one.id;
      }
      const scale = size / 1_000;
      out += `1 0 0 -1 ${short(at + dx * scale)} ${short(y - dy * scale)} Tm <${hex}> Tj\n`;
      at += width * scale;
    }
    return out;
  }

  /** The same text for a place that is not on this page: its fonts, and operators from the origin. */
  apart({ pieces }: SetText, size: number): { fonts: Record<string, object>; operators: string } {
    const fonts = Object.fromEntries(pieces.map(({ font: one }) => [one.id, one.ref()]));
    const operators = pieces.map(({ font: one, hex }) => `/${one.id} ${size} Tf <${hex}> Tj`).join(' ');
    return { fonts, operators: `BT ${operators} ET` };
  }

  private plain(text: string, weight: Weight): SetText {
    const order = facesFor(text, weight);
    const signs = this.signsOf(weight, order);
    const pieces: Piece[] = [];
    let piece: Piece | undefined;
    let width = 0;
    for (let index = 0; index < text.length; index++) {
      const point = text.codePointAt(index)!;
      if (point > 0xffff) index++;
      let sign = signs.get(point);
      if (!sign) signs.set(point, (sign = this.sign(point, weight, order)));
      width += sign.width;
      if (piece?.font === sign.font) {
        piece.hex += sign.hex;
        piece.width += sign.width;
      } else pieces.push((piece = { ...sign }));
    }
    return { pieces, width };
  }

  private sign(point: number, weight: Weight, order: readonly string[]): Piece {
    const one = this.font(faceOf(point, weight, order) ?? FACES[0]!, weight);
    return this.embedded(one, one.font.glyphForCodePoint(point), [point]);
  }

  private signsOf(weight: Weight, order: readonly string[]): Map<number, Piece> {
    const key = order === FACES ? weight : `${weight} ${order[0]}`;
    let signs = this.signs.get(key);
    if (!signs) this.signs.set(key, (signs = new Map<number, Piece>()));
    return signs;
  }

  /** Texts of such scripts from left to right as they are seen, cut where direction or font changes. */
  private shaped(runs: readonly Run[], weight: Weight): SetText {
    const pieces: Piece[] = [];
    const order = facesFor(runs.map(({ text }) => text).join(''), weight);
    const parts = runs.flatMap(({ text, rtl }) => {
      const own = byFace(text, weight, order).map(([face, part]) => ({ face, part, rtl }));
      return rtl ? own.reverse() : own;
    });
    for (const { face, part, rtl } of parts) {
      const one = this.font(face, weight);
      // Of a right-to-left text the font answers the glyphs as they are seen, the last first.
      const { glyphs, positions } = one.font.layout(part, NOT_MIRRORED, undefined, undefined, rtl ? 'rtl' : 'ltr');
      for (const [index, glyph] of glyphs.entries()) {
        const { xAdvance, xOffset, yOffset } = positions[index]!;
        const sign = this.embedded(one, glyph, glyph.codePoints);
        pieces.push({ ...sign, width: xAdvance * one.scale, dx: xOffset * one.scale, dy: yOffset * one.scale });
      }
    }
    return { pieces, width: pieces.reduce((sum, { width }) => sum + width, 0) };
  }

  /**
   * The number of a glyph in the embedded font. Two characters may look alike and share a glyph (space and no-break space): the
   * glyph is then embedded twice, so that the text is copied out of the document as it was.
   */
  private embedded(one: PdfFont, glyph: { id: number; advanceWidth: number }, points: number[]): Piece {
    let number = one.subset.includeGlyph(glyph.id);
    const known = one.unicode[number];
    if (known && known.join() !== points.join()) {
      const again = one.unicode.findIndex(
        (other, n) => one.subset.glyphs[n] === glyph.id && other?.join() === points.join(),
      );
      number = again >= 0 ? again : one.subset.glyphs.push(glyph.id) - 1;
    }
    one.unicode[number] ??= points;
    const width = (one.widths[number] ??= glyph.advanceWidth * one.scale);
    return { font: one, hex: number.toString(16).padStart(4, '0'), width, dx: 0, dy: 0 };
  }

  private font(face: string, weight: Weight): PdfFont {
    const name = `${face} ${weight}`;
    let one = this.fonts.get(name);
    if (!one) {
      const { doc } = this;
      one = (doc.font(name) as unknown as { _font: PdfFont })._font;
      this.fonts.set(name, one);
    }
    return one;
  }

  private get fontsOfPage(): Record<string, object> {
    return (this.doc.page as unknown as { fonts: Record<string, object> }).fonts;
  }
}

function registeredFonts(doc: PDFKit.PDFDocument): object {
  return (doc as unknown as { _registeredFonts: object })._registeredFonts;
}

function byFace(text: string, weight: Weight, order: readonly string[]): [string, string][] {
  const parts: [string, string][] = [];
  for (const sign of text) {
    const point = sign.codePointAt(0)!;
    const last = parts.at(-1);
    // A mark stays with the letter it stands on.
    const joined = last && MARK.test(sign) && font(weight, last[0]).hasGlyphForCodePoint(point);
    const face = joined ? last[0] : (faceOf(point, weight, order) ?? FACES[0]!);
    if (last?.[0] === face) last[1] += sign;
    else parts.push([face, sign]);
  }
  return parts;
}

/** Hundredths of a point are finer than any printer. */
function short(points: number): string {
  return String(Math.round(points * 100) / 100);
}
