const WIDTHS = [34, 25, 28];

export function heading(text) {
  console.log(`\n  ${text}`);
}

/** One line of a table; what is given as goal is judged here and nowhere else. */
export function row(name, figure, ratio = '', goal = undefined) {
  const cells = [name, figure, ratio].map((text, i) => text.padEnd(WIDTHS[i]));
  console.log(`    ${cells.join(' ')}${goal ? ` ${judge(goal)}` : ''}`.trimEnd());
}

/** @param {{ value: number, atLeast?: number, atMost?: number, below?: number, unit?: string }} goal */
export function judge({ value, atLeast, atMost, below, unit = '' }) {
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
