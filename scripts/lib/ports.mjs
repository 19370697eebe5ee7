import { connect, createServer } from 'node:net';

/** True when nothing listens on the port and this process could. */
export async function isFree(port, host = '127.0.0.1') {
  const bindable = await new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
  // Some systems let one bind an address although somebody listens on all of them.
  return bindable && !(await answers(port));
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const end = (value) => {
      socket.destroy();
      resolve(value);
    };
    socket.setTimeout(500, () => end(true));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}

/** The wished port if it is free, else any free one at 127.0.0.1. */
export async function freePort(wished) {
  if (wished && (await isFree(wished))) return wished;
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The wished port, or the next one after it that is free. */
export async function nextFreePort(wished, host) {
  for (let port = wished; port < wished + 100 && port <= 65_535; port++) if (await isFree(port, host)) return port;
  return freePort();
}

/** Sends bytes over TCP and answers what comes back, as soon as `done` is content with it. */
export async function ask({ host, port, tls }, request, done, ms = 2_000) {
  const open = tls ? (await import('node:tls')).connect : connect;
  return new Promise((resolve, reject) => {
    const socket = open({ host, port, ...(tls && { servername: host }) });
    let answer = '';
    socket.setTimeout(ms, () => socket.destroy(new Error('no answer')));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('connection closed')));
    socket.on('data', (chunk) => {
      answer += chunk;
      if (!done(answer)) return;
      resolve(answer);
      socket.destroy();
    });
    socket.write(request);
  });
}
