import { SMOKE } from './size.mjs';

const WIDTHS = [34, 25, 28];
let wrong = 0;

export function heading(text) {
  console.log(`\n  ${text}${SMOKE ? ' (smoke)' : ''}`);
}

/** One line of a table; whether its goal is met is decided only here. */
export function row(name, figure, ratio = '', goal = undefined) {
  const cells = [name, figure, ratio].map((text, i) => text.padEnd(WIDTHS[i]));
  console.log(`    ${cells.join(' ')}${goal ? ` ${judge(goal)}` : ''}`.trimEnd());
}

/**
 * A count that has one right value: one too many is as wrong as one too few, and the bench fails (`exitCode`), also in its
 * smoke form. Count what the bench itself has made, and nothing else.
 */
export function exactly(name, found, expected) {
  const good = found === expected;
  if (!good) wrong++;
  const show = (value) => (typeof value === 'number' ? value.toLocaleString('en') : String(value));
  row(name, show(found), '', undefined);
  if (!good) console.log(`    WRONG: ${name} must be ${show(expected)}`);
}

/** The exit code of the process. */
export function exitCode() {
  return wrong > 0 ? 1 : 0;
}

/** @param {{ value: number, atLeast?: number, atMost?: number, below?: number, unit?: string }} goal */
export function judge({ value, atLeast, atMost, below, unit = '' }) {
  // Figures of tiny sizes are not judged.
  if (SMOKE) return '';
  const met =
    (atLeast === undefined || value >= atLeast) &&
    (atMost === undefined || value <= atMost) &&
    (below === undefined || value < below);
  const words = [
    atLeast !== undefined && `≥ ${atLeast}`,
    atMost !== undefined && `≤ ${atMost}`,
    below !== undefined && `< ${below}`,
  ];
  return `goal ${words.filter(Boolean).join(' and ')}${unit && ` ${unit}`}: ${met ? 'met' : 'not met'}`;
}
