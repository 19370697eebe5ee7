#!/usr/bin/env node
/**
 * npm run worker | cron-worker | api: one more process of a role. Uses DATABASE_URL and REDIS_URL from the
 * environment or .env, else the servers of the npm start that is running. Also npm run migrate, and npm run secrets,
 * which brings every kept secret under the first of SECRET_KEYS, npm run tenant -- …, which makes tenants,
 * and analysis-worker, which needs no server besides itself.
 */
import { spawn } from 'node:child_process';
import { build, install } from './lib/install.mjs';
import { addLogIns, forgetOwner, givesDatabase } from './lib/log-ins.mjs';
import { home, loadDotEnv, readJson, ROOT } from './lib/paths.mjs';
import { fail, step, Stop } from './lib/print.mjs';
import { freePort, isAlive } from './lib/processes.mjs';
import { programFile } from './lib/programs.mjs';
import { keptSecrets } from './lib/secrets.mjs';

const [what, ...words] = process.argv.slice(2);
const COMMANDS = {
  worker: { entry: 'main', roles: 'worker' },
  'cron-worker': { entry: 'main', roles: 'scheduler' },
  api: { entry: 'main', roles: 'api' },
  migrate: { entry: 'cli/migrate', owner: true },
  secrets: { entry: 'cli/secrets' },
  tenant: { entry: 'cli/tenant' },
  'analysis-worker': { entry: 'cli/analysis-worker', alone: true },
};

try {
  const command = COMMANDS[what];
  if (!command) throw new Stop(`Say which: ${Object.keys(COMMANDS).join(', ')}`);
  loadDotEnv();
  await step('dependencies', install);
  await step('build', build);
  const { pid, urls } = readJson(home('state.json'), {});
  const running = pid && isAlive(pid) ? urls : {};
  // All URLs of the database from one source: the owner of one database does not fit the log-ins of another.
  const database = givesDatabase(process.env) ? {} : running;
  const env = { REDIS_URL: running.REDIS_URL, ...database, ...process.env, ...keptSecrets() };
  if (!command.alone && !givesDatabase(env))
    throw new Stop('Set DATABASE_URL and REDIS_URL, or run npm start beside this.');
  // The files that the server of npm start takes in.
  env.STORAGE_DIR ||= home('storage');
  if (!command.alone) await addLogIns(env);
  if (!command.owner) forgetOwner(env);
  if (command.roles) {
    env.ROLES = command.roles;
    env.PORT = String(await freePort(Number(process.env.PORT ?? 3001)));
  }
  // Links lead to the server that npm start runs.
  const { baseUrl } = readJson(home('credentials.json'), {});
  if (baseUrl) env.NIGHTSHIFT_PUBLIC_URL ||= baseUrl;
  const program = programFile(command.entry);
  const child = spawn(process.execPath, ['--enable-source-maps', program, ...words], {
    cwd: ROOT,
    env,
    stdio: 'inherit',
    detached: true,
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill('SIGTERM'));
  child.once('exit', (code) => process.exit(code ?? 1));
} catch (error) {
  fail(error);
  process.exit(1);
}
