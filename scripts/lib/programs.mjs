import { join } from 'node:path';
import { ROOT } from './paths.mjs';

/**
 * Programs that are bundled (scripts/bundle.mjs), by their place in src: those that start often. Not cli/migrate, which loads the
 * migrations it finds in a folder.
 */
export const BUNDLED = ['main', 'cli/seed', 'cli/tenant'];

/** The file that runs a program: `programFile('cli/seed')`. */
export function programFile(name) {
  return BUNDLED.includes(name)
    ? join(ROOT, 'dist/bundle', `${name.replace('/', '-')}.js`)
    : join(ROOT, 'dist/src', `${name}.js`);
}
