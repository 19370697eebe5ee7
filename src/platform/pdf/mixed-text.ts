import { faceOf, FACES, type Weight } from './fonts.js';
import { type SetText, TextSetter } from './text-setter.js';
import { wrap } from './wrap.js';

/** Whether the main font lacks a character of a text that is printable(). */
export function needsOtherFonts(text: string, weight: Weight): boolean {
  // Latin: by far the most texts, so that no font is asked.
  if (/^[\n\x20-\u017F]*$/.test(text)) return false;
  for (const sign of text) if (sign !== '\n' && faceOf(sign.codePointAt(0)!, weight) !== FACES[0]) return true;
  return false;
}

export interface Lines {
  width: number;
  size: number;
  weight: Weight;
  /** What goes beyond these ends in an ellipsis. */
  most?: number;
}

export interface LinesPlace {
  x: number;
  y: number;
  width: number;
  size: number;
  weight: Weight;
  align: 'left' | 'right' | 'center';
  lineHeight: number;
}

/** Texts of characters of several fonts, in lines. PDFKit's own text has one font and prints empty boxes for the rest. */
export class MixedText {
  private readonly setter: TextSetter;

  constructor(private readonly doc: PDFKit.PDFDocument) {
    this.setter = new TextSetter(doc);
  }

  lines(text: string, { width, size, weight, most = Infinity }: Lines): SetText[] {
    const measure = (line: string) => (this.setter.set(line, weight).width * size) / 1_000;
    return wrap(text, width, most, measure).map((line) => this.setter.set(line, weight));
  }

  /** Writes the lines in the colour that is set, from y on. */
  write(lines: readonly SetText[], { x, y, width, size, weight, align, lineHeight }: LinesPlace): void {
    const share = { left: 0, center: 0.5, right: 1 }[align];
    const feet = (this.setter.ascender(weight) * size) / 1_000;
    const operators = lines.map((line, index) => {
      const free = width - (line.width * size) / 1_000;
      return this.setter.write(line, size, x + share * free, y + index * lineHeight + feet);
    });
    this.doc.addContent(`BT\n${operators.join('')}ET`);
  }
}
