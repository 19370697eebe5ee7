import { compact, median, ratios, spread } from './figures.mjs';
import { heading, row } from './verdict.mjs';

/** Ratios from here on count as equal, because two runs of the same engine differ by as much. */
const LEVEL = 0.9;

/** Prints the rows of goals 1 to 5 from figures[scenario][contender][figure] = one number a round. */
export function printJobs(figures, { jobs, durability }) {
  const of = (key, name, figure) => figures[key]?.[name]?.[figure];

  /** Ours first, then each peer with the ratio ours / theirs and the goal for it. */
  const compare = (key, figure, title, peers) => {
    const ours = of(key, 'nightshift', figure);
    if (!ours) return;
    heading(title);
    row('Nightshift', compact(ours));
    for (const [name, label, goal] of peers) {
      const theirs = of(key, name, figure);
      if (!theirs) continue;
      const ratio = ratios(ours, theirs);
      row(label, compact(theirs), `× ${spread(ratio)}`, goal && { value: median(ratio), ...goal });
    }
  };

  for (const c of ['c10', 'c50'])
    compare(c, 'perSecond', `(1) durable no-op jobs/s, ${jobs} of them, ${c.slice(1)} at a time`, [
      ['bull', 'raw Bull', { atLeast: 1 }],
      ['pg-boss', 'pg-boss'],
      ['graphile', 'graphile-worker'],
      ['graphile-batched', 'graphile-worker, local queue', { atLeast: LEVEL }],
    ]);
  compare('busy', 'perSecond', '(1) jobs/s that wait 5 ms each, 10 at a time', [
    ['bull', 'raw Bull', { atLeast: 0.97 }],
  ]);
  compare('bulk', 'perSecond', '(2) accepted jobs/s, 1000 to a call', [
    ['pg-boss', 'pg-boss insert', { atLeast: 1 }],
    ['graphile', 'graphile-worker addJobs', { atLeast: 1 }],
  ]);
  compare('single', 'perSecond', '(2) accepted jobs/s, one to a call, 50 calls in flight', [
    ['pg-boss', 'pg-boss send', { atLeast: 10 }],
    ['graphile', 'graphile-worker addJob', { atLeast: 10 }],
  ]);
  const accept = of('single', 'nightshift', 'p95');
  if (accept) row('p95 of one accept, ms', compact(accept), '', { value: median(accept), atMost: 5, unit: 'ms' });
  for (const p of ['p50', 'p99'])
    compare('idle', p, `(3) idle latency, accept called → handler starts, ${p}, ms`, [
      ['bull', 'raw Bull', { atMost: 2 }],
      ['pg-boss', 'pg-boss', p === 'p50' ? { below: 1 } : { atMost: 2 }],
      ['graphile', 'graphile-worker', p === 'p50' ? { below: 1 } : { atMost: 2 }],
      ['graphile-batched', 'graphile-worker, local queue', p === 'p50' ? { below: 1 } : { atMost: 2 }],
    ]);
  for (const c of ['c10', 'c50']) {
    const history = [['bull-history', 'Bull + INSERT + UPDATE per job', { atLeast: 3 }]];
    compare(c, 'perSecond', `(4) jobs/s with history, ${c.slice(1)} at a time`, history);
    const tail = of(c, 'nightshift', 'tail');
    if (tail)
      row('last handler → its final row, ms', compact(tail), '', { value: median(tail), atMost: 100, unit: 'ms' });
  }
  heading('(5) every figure above is with');
  row(`${durability.text}: ${durability.shipped ? 'met' : 'not met'}`, '');
}
