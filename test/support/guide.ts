import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const GUIDES = resolve(import.meta.dirname, '../../docs/guides');

/** The commands of a guide (by default that to the first hour) as one script against a server; a refused request ends it. */
export function guideScript(baseUrl: string, guide = 'first-hour'): string {
  const blocks = [...readFileSync(resolve(GUIDES, `${guide}.md`), 'utf8').matchAll(/```bash\n(.*?)```/gs)].map(
    ([, block]) => block!,
  );
  if (blocks.length < 5) throw new Error('the guide has lost its commands');
  return ['set -eu', ...blocks].join('\n').replace('http://localhost:3000', baseUrl);
}
