#!/usr/bin/env node
/** npm start: from a bare machine to a running demo. Options: --reset (begin anew), --verbose (print the server's log). */
import './lib/node-version.mjs';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { build, install } from './lib/install.mjs';
import { addLogIns, forgetOwner } from './lib/log-ins.mjs';
import { HOME, home, loadDotEnv, readJson, writeJson } from './lib/paths.mjs';
import { checkPostgres, createDatabase, removePostgres, startPostgres } from './lib/postgres.mjs';
import { bold, dim, fail, step as plainStep, Stop } from './lib/print.mjs';
import { commandOf, isAlive, killAll, nextFreePort, stopAll, watchLost, watchParent } from './lib/processes.mjs';
import { tellFailures } from './lib/demo-steps.mjs';
import { SMS_ACCOUNT, GOOGLE_CLIENT } from './lib/demo-people.data.mjs';
import { firstDigests, printDigests } from './lib/first-digest.mjs';
import { firstQuote, printQuote } from './lib/first-quote.mjs';
import { firstStatements, printStatements } from './lib/first-statements.mjs';
import { firstNightAudit, printNightAudit } from './lib/night-audit.mjs';
import { checkRedis, removeRedis, startRedis } from './lib/redis.mjs';
import { secrets, secretsFile } from './lib/secrets.mjs';
import { addressOf, cli, endServerOrphan, startServer } from './lib/server.mjs';
import { startCatchupStandIns, startHostify } from './lib/stand-ins.mjs';
import { firstSweep, printSweep } from './lib/sweep.mjs';

const verbose = process.argv.includes('--verbose');
const stateFile = home('state.json');
let server;
let stopping;
let askedAt = 0;

async function main() {
  loadDotEnv();
  refuseSecondStart();
  await endServerOrphan(readJson(stateFile, {}).serverPid);
  if (process.argv.includes('--reset')) await reset();
  const state = readJson(stateFile, {});
  const remember = (over) => writeJson(stateFile, Object.assign(state, over));
  remember({ pid: process.pid, serverPid: undefined });
  const env = { ...process.env, ...secrets(), HOST: process.env.HOST || '127.0.0.1' };
  env.STORAGE_DIR ||= home('storage');
  console.log(`\n${bold('Nightshift')} ${dim(HOME)}\n`);

  await step('dependencies', install);
  await step('Postgres', async () => {
    if (env.DATABASE_URL || env.DB_HOST) {
      env.DATABASE_URL ||= fromParts(env);
      await checkPostgres(env.DATABASE_URL);
      return `yours, ${new URL(env.DATABASE_URL).host}`;
    }
    if (env.DATABASE_APP_URL || env.DATABASE_SYSTEM_URL)
      throw new Stop('npm start migrates: set DATABASE_URL too, or run npm run api, worker and cron-worker');
    const folder = home('data');
    const { url, port, place } = await startPostgres({ folder, port: state.postgresPort });
    remember({ postgresPort: port });
    env.DATABASE_URL = await createDatabase(url, 'nightshift');
    return `embedded, port ${port}${place === folder ? '' : `, data in ${place}`}`;
  });
  await step('Redis', async (say) => {
    // Of a cluster, the first of its nodes is looked at.
    const [node] = (env.REDIS_CLUSTER ?? '').split(',').filter(Boolean);
    if (env.REDIS_URL || env.REDIS_HOST || node) {
      env.REDIS_URL ||= redisFromParts(env, node);
      await checkRedis(env.REDIS_URL);
      return `yours, ${new URL(env.REDIS_URL).host}`;
    }
    const { url, port } = await startRedis({ folder: home('data'), port: state.redisPort, say });
    remember({ redisPort: port });
    env.REDIS_URL = url;
    return `private, port ${port}`;
  });
  await step('build', build);
  await addLogIns(env);
  // For npm run worker and its like, which join these servers.
  const { DATABASE_URL, DATABASE_APP_URL, DATABASE_SYSTEM_URL, REDIS_URL } = env;
  remember({ urls: { DATABASE_URL, DATABASE_APP_URL, DATABASE_SYSTEM_URL, REDIS_URL } });
  await step('migrations', () => cli('migrate', env));
  forgetOwner(env);

  const wished = Number(env.PORT || 3000);
  env.PORT = String(await nextFreePort(wished, env.HOST));
  const baseUrl = addressOf(env.HOST, env.PORT);
  env.NIGHTSHIFT_PUBLIC_URL ||= baseUrl;
  await step('demo data', () => cli('seed', env));
  const credentials = home('credentials.json');
  let hostifyUrl;
  if (existsSync(credentials))
    await step('Hostify stand-in', async () => {
      const port = await startHostify(state.hostifyPort);
      remember({ hostifyPort: port });
      hostifyUrl = `http://127.0.0.1:${port}`;
      env.OUTBOUND_ALLOW = [env.OUTBOUND_ALLOW, `127.0.0.1:${port}`].filter(Boolean).join(',');
      return `port ${port}, for the demo's rental manager`;
    });
  let catchup = {};
  if (existsSync(credentials) && !env.GOOGLE_CLIENT_ID && !env.SMS_ACCOUNT_SID)
    await step('Google and SMS stand-ins', async () => {
      const { googlePort, smsPort } = await startCatchupStandIns(state);
      remember({ googlePort, smsPort });
      catchup = { googleUrl: `http://127.0.0.1:${googlePort}`, smsUrl: `http://127.0.0.1:${smsPort}` };
      Object.assign(env, standInSettings(catchup));
      env.OUTBOUND_ALLOW = [env.OUTBOUND_ALLOW, `127.0.0.1:${googlePort}`, `127.0.0.1:${smsPort}`]
        .filter(Boolean)
        .join(',');
      return `ports ${googlePort} and ${smsPort}, for one user of each demo tenant`;
    });
  await step('server', async () => {
    const onPid = (serverPid) => remember({ serverPid });
    server = await startServer(env, { logFile: home('server.log'), verbose, onPid });
    const moved = Number(env.PORT) === wished ? '' : `, because ${wished} is busy`;
    return `${env.ROLES || 'api, worker, scheduler'} on port ${env.PORT}${moved}`;
  });
  watchLost((name, how) => {
    const log = server.tail();
    console.error(`\n${name} ended by itself (${how}).${log && ` The end of the server's log:\n${log}`}`);
    void stop(1);
  });
  const done = (name, hotelIds) => cli('demo-done', env, [name, ...hotelIds.map(String)]);
  const demo = { baseUrl, credentials, hostifyUrl, ...catchup, steps: home('demo-steps.json'), done };
  let sweep;
  await step('first sweep', async () => {
    const { result, failed } = await firstSweep(demo);
    sweep = result;
    tellFailures(failed, 'See the job, or the server log.');
    return sweep ? 'a year of room nights for the demo group' : nothingOwed(credentials);
  }).catch(complain('The first sweep'));
  let packs;
  await step('night audit', async () => {
    const audited = await firstNightAudit(demo);
    packs = audited.packs;
    tellFailures(audited.failed, "GET /api/v1/hotels/<id>/business-days/current says what holds a hotel's day up.");
    return packs.length > 0 ? 'five jobs for each hotel, then the books of yesterday closed' : nothingOwed(credentials);
  }).catch(complain('The first night audit'));
  let quoted;
  await step('first quote', async () => {
    quoted = await firstQuote(demo);
    return quoted ? 'three parts analysed, priced and sent' : nothingOwed(credentials);
  }).catch(complain('The first quote'));
  let stated;
  await step('first statements', async () => {
    stated = await firstStatements(demo);
    return stated ? "last month's statements of all owners" : nothingOwed(credentials);
  }).catch(complain('The first statements'));
  let told;
  await step('first digests', async () => {
    told = await firstDigests(demo);
    return told.length > 0 ? 'calendars read, suggestions made, one SMS each' : nothingOwed(credentials);
  }).catch(complain('The first digests'));
  console.log('');
  printSweep(sweep);
  printNightAudit(packs);
  printQuote(quoted, baseUrl);
  printStatements(stated, baseUrl);
  printDigests(told);
  where(baseUrl, credentials);
}

/** Google and Twilio are the stand-ins, for the server. */
function standInSettings({ googleUrl, smsUrl }) {
  return {
    GOOGLE_CLIENT_ID: GOOGLE_CLIENT.id,
    GOOGLE_CLIENT_SECRET: GOOGLE_CLIENT.secret,
    GOOGLE_AUTH_URL: `${googleUrl}/o/oauth2/v2/auth`,
    GOOGLE_TOKEN_URL: `${googleUrl}/token`,
    GOOGLE_REVOKE_URL: `${googleUrl}/revoke`,
    GOOGLE_CALENDAR_URL: `${googleUrl}/calendar/v3`,
    SMS_ACCOUNT_SID: SMS_ACCOUNT.sid,
    SMS_AUTH_TOKEN: SMS_ACCOUNT.token,
    SMS_FROM: SMS_ACCOUNT.from,
    SMS_BASE_URL: smsUrl,
    SMS_STAND_IN: 'true',
  };
}

function nothingOwed(credentials) {
  return existsSync(credentials) ? 'done before' : 'not done: no demo group in this database';
}

/** The server is up and may be used all the same. */
function complain(what) {
  return (error) => console.error(`  ${what} did not succeed: ${error.message}`);
}

/** A step, unless everything is being stopped: then what main() would do next must not happen. */
async function step(name, work) {
  const never = () => new Promise(() => undefined);
  if (stopping) await never();
  try {
    await plainStep(name, work);
  } catch (error) {
    if (stopping) await never();
    throw error;
  }
  if (stopping) await never();
}

function where(baseUrl, credentials) {
  const lines = [
    ['Console', baseUrl],
    ['API docs', `${baseUrl}/api/docs`],
    ['Queues', `${baseUrl}/api/admin/queues  ${dim('(operator@nightshift.test)')}`],
    ['Health', `${baseUrl}/health/ready`],
    ['Credentials', existsSync(credentials) ? credentials : 'yours'],
    ['Server log', verbose ? 'below' : home('server.log')],
  ];
  console.log('');
  for (const [name, value] of lines) console.log(`  ${bold(name.padEnd(12))} ${value}`);
  console.log(`\n  Ctrl-C stops everything; the data stays. ${dim('npm start -- --reset begins anew.')}\n`);
}

/** Refuses a second start on the same data. */
function refuseSecondStart() {
  const { pid } = readJson(stateFile, {});
  if (pid && pid !== process.pid && isAlive(pid) && commandOf(pid).includes('start.mjs'))
    throw new Stop(`Nightshift is already running here (pid ${pid}). Stop it with Ctrl-C, or: kill ${pid}`);
}

/**
 * Removes all data of this project. Stays: the tools it had to fetch and, where the database is the user's own, the keys of
 * the secrets that are encrypted in it.
 */
async function reset() {
  await removeRedis(home('data'));
  await removePostgres(home('data'));
  const stays = ['tools', ...(process.env.DATABASE_URL || process.env.DB_HOST ? [basename(secretsFile())] : [])];
  for (const name of readdirSync(HOME)) if (!stays.includes(name)) rmSync(home(name), { recursive: true, force: true });
  console.log(`Removed the data in ${HOME}`);
}

function fromParts(env) {
  const url = new URL(`postgres://${env.DB_HOST}:${env.DB_PORT ?? 5432}/${env.DB_NAME ?? 'nightshift'}`);
  url.username = encodeURIComponent(env.DB_USER ?? 'postgres');
  url.password = encodeURIComponent(env.DB_PASSWORD ?? '');
  return url.href;
}

function redisFromParts(env, node = `${env.REDIS_HOST}:${env.REDIS_PORT ?? 6379}`) {
  const password = env.REDIS_PASSWORD ? `:${encodeURIComponent(env.REDIS_PASSWORD)}@` : '';
  return `redis://${password}${node.trim()}`;
}

function stop(code) {
  stopping ??= (async () => {
    console.log('');
    await stopAll((name, end) => plainStep(`stop ${name}`, async () => void (await end())));
    const drained = server === undefined || (await server.exited) === 0;
    if (!drained) console.error('  The server did not end cleanly; its next start takes up what it left.');
    const { pid, serverPid: _, ...state } = readJson(stateFile, {});
    if (pid === process.pid) writeJson(stateFile, state);
    process.exit(code || (drained ? 0 : 1));
  })();
  return stopping;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    // One Ctrl-C arrives twice: from the terminal and from npm. A later one means: at once.
    if (!stopping) askedAt = performance.now();
    else if (signal === 'SIGINT' && performance.now() - askedAt > 700) void killAll().then(() => process.exit(130));
    void stop(0);
  });

watchParent(() => void stop(0));

main().catch((error) => {
  fail(error);
  return stop(1);
});
