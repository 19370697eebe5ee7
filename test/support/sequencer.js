import Sequencer from '@jest/test-sequencer';

/** Files that take minutes. Begun last, they would go on when all others have ended and cores are idle. */
const LONG = [
  'web/console',
  'scripts/bench-smoke',
  'faults/chaos',
  'first-start/first-start',
  'faults/process-kills',
  'faults/night-round',
  'faults/repeats',
  'platform/tenant-command',
  'platform/request-limits',
  'platform/request-work',
  'platform/body-values',
  'platform/query-values',
  'pms/import-kill',
  'locks/pairs',
  'catchup/suggestions',
  'pms/invoices',
  'quoting/fuzz-parts',
  'platform/tenant-isolation',
];

/** Long files first, then as jest would have it. */
export default class LongFirst extends Sequencer {
  sort(tests) {
    const place = ({ path }) => {
      const at = LONG.findIndex((name) => path.endsWith(`test/${name}.spec.ts`));
      return at < 0 ? LONG.length : at;
    };
    return super.sort(tests).sort((a, b) => place(a) - place(b));
  }
}
