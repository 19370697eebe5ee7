import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';

interface Culori {
  wcagContrast(one: string, other: string): number;
  differenceCiede2000(): (one: unknown, other: unknown) => number;
  filterDeficiencyDeuter(severity: number): (colour: string) => unknown;
  filterDeficiencyProt(severity: number): (colour: string) => unknown;
  formatHex(colour: unknown): string;
}

const require = createRequire(new URL('../../web/package.json', import.meta.url));
const culori = require('culori') as Culori;
const css = readFileSync(new URL('../../web/src/styles/tokens.css', import.meta.url), 'utf8');

/** The colours of a block of the file, by name. */
function tokens(selector: string): Record<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}', 1)[0]!;
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, value]) => [name!, value!]),
  );
}

const STATES = ['idle', 'running', 'done', 'late', 'failed', 'dead'].map((name) => `state-${name}`);
const SURFACES = ['ground', 'surface', 'sunken'];
const SIGHTS: [string, (colour: string) => unknown][] = [
  ['normal', (colour) => colour],
  ['deutan', culori.filterDeficiencyDeuter(1)],
  ['protan', culori.filterDeficiencyProt(1)],
];

describe.each([
  ['light', ':root'],
  ['dark', ":root[data-theme='dark']"],
])('colours of the %s theme', (_, selector) => {
  const colours = tokens(selector);
  const contrast = (one: string, other: string) => culori.wcagContrast(colours[one]!, colours[other]!);

  it.each(['text', 'muted', 'accent', ...STATES])('%s can be read on every surface', (name) => {
    for (const surface of SURFACES) expect([surface, contrast(name, surface) >= 4.5]).toEqual([surface, true]);
  });

  it('text on filled controls and chips can be read, and borders of controls can be seen', () => {
    for (const [text, ground] of [
      ['chip-text', 'state-failed'],
      ['chip-text', 'state-dead'],
      ['accent-text', 'accent'],
      ['accent', 'accent-soft'],
      ['text', 'accent-soft'],
    ] as const)
      expect([text, ground, contrast(text, ground) >= 4.5]).toEqual([text, ground, true]);
    for (const surface of ['ground', 'surface']) expect(contrast('control', surface)).toBeGreaterThanOrEqual(3);
  });

  it.each(SIGHTS)('any two states differ, for %s sight', (_name, see) => {
    const difference = culori.differenceCiede2000();
    const near = STATES.flatMap((one, n) =>
      STATES.slice(n + 1)
        .map((other) => [one, other, Math.round(difference(see(colours[one]!), see(colours[other]!)))] as const)
        .filter(([, , apart]) => apart < 10),
    );
    expect(near).toEqual([]);
  });
});
