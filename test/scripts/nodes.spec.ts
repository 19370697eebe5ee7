import { beforeAll, describe, expect, it } from '@jest/globals';
import { runScript } from './run-script.js';

/** `npm run test:nodes`: a first start and some specs by newer versions of Node. */
describe('other versions of Node', () => {
  let report: Record<string, string>;
  beforeAll(async () => {
    report = await runScript('nodes', []);
  }, 900_000);

  it.each(['22', '24'])('Node %s: a first start, and specs of every kind', (version) => {
    expect(report[version]).toBe('good');
  });
});
