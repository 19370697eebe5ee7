import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const GUIDE = resolve(import.meta.dirname, '../../docs/guides/first-hour.md');

/** The commands of the guide to the first hour as one script against a server; a refused request ends it. */
export function guideScript(baseUrl: string): string {
  const blocks = [...readFileSync(GUIDE, 'utf8').matchAll(/```bash\n(.*?)```/gs)].map(([, block]) => block!);
  if (blocks.length < 5) throw new Error('the guide has lost its commands');
  return ['set -eu', ...blocks].join('\n').replace('http://localhost:3000', baseUrl);
}
