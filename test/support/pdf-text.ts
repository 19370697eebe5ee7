import { inflateSync } from 'node:zlib';

type Fonts = Map<string, Map<number, string>>;

/**
 * Reads PDF files of PDFKit as another program would: by the table of objects at the end, each object at its offset. Answers
 * the text of each page in the order in which it is written, a line for each place. Fails on a file that is not whole.
 */
export function pdfPages(bytes: Buffer): string[] {
  const file = new PdfFile(bytes);
  return file.pages().map((page) => file.textOf(page));
}

class PdfFile {
  private readonly text: string;
  private readonly offsets = new Map<number, number>();
  private readonly root: number;

  constructor(private readonly bytes: Buffer) {
    this.text = bytes.toString('latin1');
    if (!this.text.startsWith('%PDF-1.')) throw new Error('not a PDF');
    const end = /startxref\n(\d+)\n%%EOF\n$/.exec(this.text);
    if (!end) throw new Error('the end is missing');
    const table = this.text.slice(Number(end[1]));
    const head = /^xref\n0 (\d+)\n/.exec(table);
    if (!head) throw new Error('no table of objects where the end says');
    const entries = table.slice(head[0].length).split('\n');
    for (let id = 1; id < Number(head[1]); id++) {
      const offset = Number(entries[id]!.slice(0, 10));
      if (!this.text.startsWith(`${id} 0 obj`, offset)) throw new Error(`object ${id} is not where the table says`);
      this.offsets.set(id, offset);
    }
    this.root = Number(/\/Root (\d+) 0 R/.exec(table)![1]);
  }

  pages(): number[] {
    const pages = this.object(this.reference(this.object(this.root), 'Pages'));
    const kids = [...between(pages, '/Kids [', ']').matchAll(/(\d+) 0 R/g)].map(([, id]) => Number(id));
    if (Number(/\/Count (\d+)/.exec(pages)![1]) !== kids.length) throw new Error('the count of pages is wrong');
    return kids;
  }

  textOf(page: number): string {
    const dictionary = this.object(page);
    const resources = this.object(this.reference(dictionary, 'Resources'));
    return this.drawn(this.stream(this.reference(dictionary, 'Contents')), resources).trimEnd();
  }

  private drawn(content: string, resources: string): string {
    const fonts: Fonts = new Map();
    let font = new Map<number, string>();
    let out = '';
    let line = '';
    for (const [, name, y, glyphs, object] of content.matchAll(
      /\/(F\d+) [\d.]+ Tf|(?:1 0 0 -?1 \S+ (\S+) Tm)|<([0-9a-f]*)>|\/(\w+) Do/g,
    )) {
      if (name) font = this.font(fonts, name, resources);
      else if (y) {
        if (line !== '' && y !== line) out += '\n';
        line = y;
      } else if (object) {
        const form = this.reference(between(resources, '/XObject', '>>'), object);
        out += this.drawn(this.stream(form), this.object(form));
      } else if (glyphs)
        for (let at = 0; at < glyphs.length; at += 4) {
          const sign = font.get(parseInt(glyphs.slice(at, at + 4), 16));
          if (!sign || sign === '\0') throw new Error(`a glyph without a character: ${glyphs.slice(at, at + 4)}`);
          out += sign;
        }
    }
    return out;
  }

  private font(known: Fonts, name: string, resources: string): Map<number, string> {
    let map = known.get(name);
    if (!map) {
      const dictionary = this.object(this.reference(between(resources, '/Font', '>>'), name));
      map = new Map();
      const unicode = this.stream(this.reference(dictionary, 'ToUnicode'));
      for (const [, from, list] of unicode.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/g))
        for (const [index, [, hex]] of [...list!.matchAll(/<([0-9a-f ]*)>/g)].entries()) {
          const units = hex!
            .split(' ')
            .filter(Boolean)
            .map((unit) => parseInt(unit, 16));
          map.set(parseInt(from!, 16) + index, String.fromCharCode(...units));
        }
      known.set(name, map);
    }
    return map;
  }

  private object(id: number): string {
    const from = this.offsets.get(id)!;
    return this.text.slice(from, this.text.indexOf('endobj', from));
  }

  private reference(dictionary: string, name: string): number {
    const found = new RegExp(`/${name} (\\d+) 0 R`).exec(dictionary);
    if (!found) throw new Error(`no ${name} in ${dictionary.slice(0, 200)}`);
    return Number(found[1]);
  }

  private stream(id: number): string {
    const from = this.offsets.get(id)!;
    const dictionary = this.text.slice(from, this.text.indexOf('stream', from));
    const start = from + dictionary.length + 'stream\n'.length;
    const length = Number(/\/Length (\d+)/.exec(dictionary)![1]);
    const data = this.bytes.subarray(start, start + length);
    return (dictionary.includes('FlateDecode') ? inflateSync(data) : data).toString('latin1');
  }
}

function between(text: string, from: string, to: string): string {
  const start = text.indexOf(from);
  if (start < 0) throw new Error(`no ${from}`);
  return text.slice(start, text.indexOf(to, start));
}
