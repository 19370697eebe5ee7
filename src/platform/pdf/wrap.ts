/** Where a line may end: after blanks and hyphens, and around Chinese and Japanese characters. */
const WORDS = /[^\s\-\u3000-\u30FF\u3400-\u9FFF\uF900-\uFAFF]*(?:[\s-]+|[\u3000-\u30FF\u3400-\u9FFF\uF900-\uFAFF]|$)/gy;

/** The pieces of a text that stay together where there is room for them: where it is broken, it is broken between them. */
export function unbroken(text: string): string[] {
  return text.split('\n').flatMap((line) => (line.match(WORDS) ?? []).map((word) => word.trimEnd()).filter(Boolean));
}

/**
 * A text in lines that are no wider than `width`; a word that is wider itself is cut. What does not fit into `most` lines ends
 * in an ellipsis. Line feeds end lines.
 * @param measure width of a text in one line
 */
export function wrap(text: string, width: number, most: number, measure: (line: string) => number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.match(WORDS) ?? []) {
      if (measure((line + word).trimEnd()) <= width) line += word;
      else {
        if (line.trimEnd() !== '') lines.push(line.trimEnd());
        line = word;
        while (lines.length <= most && measure(line.trimEnd()) > width) {
          const fitting = longest(line, width, measure);
          lines.push(line.slice(0, fitting));
          line = line.slice(fitting);
        }
      }
      if (lines.length > most) return shortened(lines, most, width, measure);
    }
    lines.push(line.trimEnd());
    if (lines.length > most) return shortened(lines, most, width, measure);
  }
  return lines;
}

function shortened(lines: string[], most: number, width: number, measure: (line: string) => number): string[] {
  const last = lines[most - 1]!;
  let fitting = last.length;
  while (fitting > 0 && measure(`${last.slice(0, fitting)}…`) > width) fitting--;
  return [...lines.slice(0, most - 1), `${whole(last, fitting)}…`];
}

/** How many characters of the line fit, at least one. */
function longest(line: string, width: number, measure: (line: string) => number): number {
  let [fits, not] = [0, line.length];
  while (not - fits > 1) {
    const middle = (fits + not) >> 1;
    if (measure(line.slice(0, middle)) <= width) fits = middle;
    else not = middle;
  }
  return Math.max(whole(line, fits).length, /^[\uD800-\uDBFF]/.test(line) ? 2 : 1);
}

/** The beginning of the text, without half a pair at its end. */
function whole(text: string, length: number): string {
  const begin = text.slice(0, length);
  return /[\uD800-\uDBFF]$/.test(begin) ? begin.slice(0, -1) : begin;
}
