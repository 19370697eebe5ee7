import { table } from '../../../scripts/lib/print.mjs';

/** The value below which the share of them lies; undefined of none. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

const seconds = (ms) => (ms === undefined ? '–' : (ms / 1000).toFixed(1));
const both = ({ p50, max }) => `${seconds(p50)} / ${seconds(max)}`;

/** What a chaos run came to, for people. */
export function printRun({ seed, seconds: took, recovery, counts, found, deaths, accept }) {
  console.log(
    `\n  chaos, seed ${seed}, ${Math.round(took)} s (times: p50 / max, seconds from the beginning of the fault)`,
  );
  table(
    [
      { title: 'Fault', value: (row) => row.kind },
      { title: 'Times', right: true, value: (row) => row.times },
      { title: 'A job finishes', right: true, value: (row) => both(row.first) },
      { title: 'Jobs it hit ended', right: true, value: (row) => both(row.hit) },
      { title: 'Processes it hit up', right: true, value: (row) => both(row.ready) },
    ],
    recovery,
  );
  const line = Object.entries(counts).map(([name, n]) => `${name} ${n}`);
  console.log(`  ${line.join(' · ')}`);
  for (const [what, { n, p50, p99, max }] of Object.entries(accept))
    if (n > 0) console.log(`  accepting ${what}: ${n} answers, ms p50 ${p50}, p99 ${p99}, max ${max}`);
  printFound(found);
  for (const death of deaths) console.log(`  a process ended by itself: ${JSON.stringify(death)}`);
}

export function printFound(found) {
  for (const [kind, keys] of Object.entries(found))
    if (keys.length > 0) console.log(`  ${kind} ${keys.length}: ${keys.slice(0, 8).join(', ')}`);
}

/** Answer times, ms, of the requests that fell between two instants of any of the windows. */
export function answerTimes(answers, windows) {
  const ms = answers
    .filter(
      ({ at, status, api }) =>
        status === 201 && windows.some((w) => at >= w.from && at <= w.to && (!w.api || w.api === api)),
    )
    .map((answer) => answer.ms);
  const round = (share) => Math.round(percentile(ms, share) ?? 0);
  return { n: ms.length, p50: round(0.5), p99: round(0.99), max: round(1) };
}
