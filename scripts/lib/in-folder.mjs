import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removePostgres } from './postgres.mjs';
import { fail } from './print.mjs';
import { stopAll, watchParent } from './processes.mjs';

/**
 * Runs a whole script that starts servers in a temporary folder. However it ends (main is done, a signal, npm was killed),
 * everything it started is stopped and the folder is removed. An error of main is printed.
 * @param {string} name part of the folder's name
 * @param {(folder: string, stop: () => Promise<void>) => Promise<number>} main answers the exit code; may call stop before it ends
 * @param {(folder: string, code: number) => Promise<void>} remove what becomes of the folder; by default, it is removed
 */
export function runInFolder(name, main, remove = removeAll) {
  const folder = mkdtempSync(join(tmpdir(), `nightshift-${name}-`));
  // For root, Postgres runs as another user, who must be able to walk through the folder.
  chmodSync(folder, 0o711);
  let stopping;
  const stop = (code = 0) => (stopping ??= stopAll().then(() => remove(folder, code)));
  const abort = () => void stop().then(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, abort);
  watchParent(abort);
  main(folder, () => stop())
    .catch((error) => {
      // While everything is being stopped, main fails because its servers end: that is not reported.
      if (!stopping) fail(error);
      return 1;
    })
    .then(async (code) => {
      await stop(code);
      process.exit(code);
    });
}

async function removeAll(folder) {
  await removePostgres(folder);
  rmSync(folder, { recursive: true, force: true });
}
