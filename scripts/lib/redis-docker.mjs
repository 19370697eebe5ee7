import { ask, freePort, pause, run, trackEntry } from './processes.mjs';
import { hashOf } from './paths.mjs';
import { Stop } from './print.mjs';
import { spawnSync } from 'node:child_process';

const IMAGE = 'redis:7';

/** True when a Docker engine answers. */
export async function hasDocker() {
  return (await run('docker', ['version', '--format', '{{.Server.Version}}'])).code === 0;
}

/** A private Redis in a container; its data in a volume named after the folder. @throws Stop */
export async function startDockerRedis({ folder, port: wished, flags, say }) {
  const name = containerOf(folder);
  await run('docker', ['rm', '--force', name]);
  const port = await freePort(wished);
  say(`starting ${IMAGE} in Docker`);
  const where = ['--name', name, '--publish', `127.0.0.1:${port}:6379`, '--volume', `${name}:/data`];
  const { code, output } = await run('docker', ['run', '--detach', '--rm', ...where, IMAGE, 'redis-server', ...flags]);
  if (code !== 0) throw new Stop(`Redis did not start in Docker:\n${output}`);
  const stop = () => run('docker', ['stop', '--time', '10', name]);
  trackEntry({ name: 'Redis', stop, kill: () => spawnSync('docker', ['kill', name]) });
  for (let tries = 0; tries < 200; tries++) {
    // The run id is read inside the container and over the port: if they differ, another server answers on the port.
    const inside = (await run('docker', ['exec', name, 'redis-cli', 'info', 'server'])).output;
    const outside = await ask({ host: '127.0.0.1', port }, 'INFO server\r\n', (text) => text.includes('run_id')).catch(
      () => '',
    );
    const [one, two] = [inside, outside].map((text) => /run_id:(\w+)/.exec(text)?.[1]);
    if (one && one === two) return { url: `redis://127.0.0.1:${port}`, port, stop };
    await pause(50);
  }
  throw new Stop('Redis was started in Docker but does not answer.');
}

/** Removes container and data. */
export async function removeDockerRedis(folder) {
  const name = containerOf(folder);
  await run('docker', ['rm', '--force', name]);
  await run('docker', ['volume', 'rm', '--force', name]);
}

function containerOf(folder) {
  return `nightshift-redis-${hashOf(folder).slice(0, 12)}`;
}
