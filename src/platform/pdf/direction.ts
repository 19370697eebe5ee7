import { type Bidi, bidi } from './libraries.js';

/** A part of a line that is read in one direction. */
export interface Run {
  /** In the order of reading. */
  text: string;
  rtl: boolean;
}

/** Hebrew, Arabic and their forms. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/;

export function isRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(text);
}

let algorithm: Bidi | undefined;

/**
 * The parts of a line from left to right as they are seen (Unicode's bidirectional algorithm): numbers and Latin words within
 * Hebrew or Arabic are read from left to right, and brackets are turned round.
 */
export function runsOf(line: string): Run[] {
  algorithm ??= bidi();
  const levels = algorithm.getEmbeddingLevels(line);
  const runs: { from: number; to: number; level: number }[] = [];
  for (let at = 0; at < line.length; at++) {
    const level = levels.levels[at]!;
    const last = runs.at(-1);
    if (last && last.level === level) last.to = at + 1;
    else runs.push({ from: at, to: at + 1, level });
  }
  const mirrored = (sign: string) => algorithm!.getMirroredCharacter(sign);
  return seen(runs).map(({ from, to, level }) => ({
    text:
      level % 2 === 1 ? line.slice(from, to).replace(/./gu, (sign) => mirrored(sign) ?? sign) : line.slice(from, to),
    rtl: level % 2 === 1,
  }));
}

/** Rule L2: from the highest level down, what is of that level or higher is turned round. */
function seen<T extends { level: number }>(runs: readonly T[]): T[] {
  const out = [...runs];
  const highest = Math.max(...out.map(({ level }) => level));
  for (let level = highest; level >= 1; level--)
    for (let at = 0; at < out.length; at++) {
      let end = at;
      while (end < out.length && out[end]!.level >= level) end++;
      if (end - at > 1) out.splice(at, end - at, ...out.slice(at, end).reverse());
      at = Math.max(at, end - 1);
    }
  return out;
}
