import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../src/platform/config/config.js';
import { HostResolver } from '../../src/platform/outbound/host-resolver.js';
import { OutboundClient } from '../../src/platform/outbound/outbound.client.js';
import { HostileServer, reply } from '../support/hostile-server.js';

/** Answers, for each look-up of a name, the next of its lists of addresses; the last one from then on. */
class Names extends HostResolver {
  asked = 0;
  constructor(private readonly answers: string[][]) {
    super();
  }
  override addresses(): Promise<string[]> {
    return Promise.resolve(this.answers[Math.min(this.asked++, this.answers.length - 1)]!);
  }
}

function client(allow: string, resolver: HostResolver = new HostResolver()): OutboundClient {
  const secrets = { CRON_SECRET: 'c'.repeat(32), JWT_SECRET: 'j'.repeat(32), SECRET_KEYS: `test:${'k'.repeat(43)}` };
  return new OutboundClient(loadConfig({ ...secrets, OUTBOUND_ALLOW: allow }), resolver);
}

const MESSAGE = { headers: { 'x-test': '1' }, body: '{"a":"ä"}', timeoutMs: 5_000 };
/** Time enough for a busy machine to have connected; what hangs is cut off by it. */
const SOON = { ...MESSAGE, timeoutMs: 700 };

let server: HostileServer;
beforeAll(async () => {
  server = await HostileServer.start();
});
beforeEach(() => {
  server.behaviour = (socket) => socket.end(reply(204));
  server.requests.length = 0;
  server.connections = 0;
});
afterAll(() => server?.stop());

describe('the way out', () => {
  const open = () => client(`127.0.0.1:${server.port}`);

  it('sends what it is given and reads the answer', async () => {
    server.behaviour = (socket) => socket.end(reply(200, {}, 'thanks'));
    expect(await open().post(server.url('/a?b=c'), MESSAGE)).toEqual({
      ...{ status: 200, body: 'thanks' },
      headers: { connection: 'close' },
    });
    expect(server.requests[0]).toMatch(/^POST \/a\?b=c HTTP\/1\.1\r\n/);
    expect(server.requests[0]).toContain('content-length: 10\r\n');
    expect(server.requests[0]).toContain('x-test: 1\r\n');
    await open().request(server.url('/read'), { headers: {}, timeoutMs: 5_000 });
    expect(server.requests[1]).toMatch(/^GET \/read /);
  });

  it('reads how long the other side wants to be left alone, as seconds and as a date', async () => {
    const asks = async (value: string) => {
      server.behaviour = (socket) => socket.end(reply(429, { 'retry-after': value }));
      return (await open().post(server.url(), MESSAGE)).retryAfterMs;
    };
    expect(await asks('7')).toBe(7_000);
    const inAnHour = await asks(new Date(Date.now() + 3_600_000).toUTCString());
    expect(inAnHour).toBeGreaterThan(3_500_000);
    expect(inAnHour).toBeLessThanOrEqual(3_600_000);
    expect(await asks(new Date(0).toUTCString())).toBe(0);
    expect(await asks('soon')).toBeUndefined();
  });

  it('follows no redirect', async () => {
    server.behaviour = (socket) => socket.end(reply(307, { location: server.url('/elsewhere') }));
    expect(await open().post(server.url(), MESSAGE)).toMatchObject({ status: 307 });
    expect(server.requests.length).toBe(1);
  });

  it('reads 64 KiB and hangs up on a body without end', async () => {
    let closed = false;
    server.behaviour = (socket) => {
      socket.write(reply(200));
      const more = () => void (socket.destroyed || (socket.write('x'.repeat(65_536)) && setImmediate(more)));
      socket.on('drain', more);
      socket.once('close', () => (closed = true));
      more();
    };
    const answer = await open().post(server.url(), MESSAGE);
    expect(answer.body.length).toBe(65_536);
    for (let n = 0; n < 500 && !closed; n++) await new Promise((later) => setTimeout(later, 10));
    expect(closed).toBe(true);
  });

  it.each<[string, (socket: import('node:net').Socket) => void, string]>([
    ['is silent', () => undefined, 'timeout'],
    ['drips', (socket) => drip(socket, reply(200), 'x'), 'timeout'],
    ['never ends its headers', (socket) => drip(socket, 'HTTP/1.1 200 OK\r\n', 'a: b\r\n'), 'timeout'],
    ['sends interim answers for ever', (socket) => drip(socket, '', 'HTTP/1.1 102 Processing\r\n\r\n'), 'timeout'],
    ['hangs up', (socket) => socket.destroy(), 'connect'],
    ['resets', (socket) => socket.resetAndDestroy(), 'connect'],
    ['speaks nonsense', (socket) => socket.end('SSH-2.0-OpenSSH\r\n'), 'connect'],
    ['has headers without measure', (socket) => socket.end(reply(200, { a: 'x'.repeat(200_000) })), 'connect'],
    ['breaks off', (socket) => socket.end(reply(200, { 'content-length': '1000' }, 'half')), 'connect'],
    [
      'changes the protocol',
      (socket) => socket.write('HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\nhello'),
      'connect',
    ],
  ])('a server that %s is an error, never a hanging worker', async (_, behave, kind) => {
    server.behaviour = behave;
    await expect(open().post(server.url(), SOON)).rejects.toMatchObject({ name: 'OutboundError', kind, unsent: false });
  });

  it('sends nothing where TLS was asked for and is not spoken', async () => {
    const url = server.url().replace('http:', 'https:');
    server.behaviour = (socket) => socket.end(reply(200));
    await expect(open().post(url, MESSAGE)).rejects.toMatchObject({ kind: 'connect', unsent: true });
    server.behaviour = () => undefined;
    await expect(open().post(url, SOON)).rejects.toMatchObject({ kind: 'timeout', unsent: true });
    expect(server.requests.join()).not.toContain('x-test');
  });

  it('says what was wrong where nobody listens', async () => {
    const gone = await HostileServer.start();
    const url = gone.url();
    await gone.stop();
    await expect(client('127.0.0.1').post(url, MESSAGE)).rejects.toMatchObject({
      kind: 'connect',
      message: expect.stringContaining('ECONNREFUSED'),
      unsent: true,
    });
  });
});

describe('the guard', () => {
  it('connects to the address it checked, though the name has moved on since', async () => {
    // Every later look-up would lead to another machine.
    const names = new Names([['127.0.0.1'], ['127.0.0.9']]);
    const outbound = client('127.0.0.1/32', names);
    expect(await outbound.post(server.url('/', 'moving.example.com'), MESSAGE)).toMatchObject({ status: 204 });
    expect(names.asked).toBe(1);
    expect(server.requests[0]).toContain(`host: moving.example.com:${server.port}`.replace('host', 'Host'));
  });

  it('looks anew each time: a name that was public and is private now is refused', async () => {
    const names = new Names([['93.184.216.34'], ['127.0.0.1']]);
    const outbound = client('', names);
    await expect(outbound.post(server.url('/', 'rebind.example.com'), SOON)).rejects.toMatchObject({
      kind: expect.stringMatching(/connect|timeout/),
    });
    await expect(outbound.post(server.url('/', 'rebind.example.com'), SOON)).rejects.toMatchObject({ kind: 'refused' });
    expect(server.connections).toBe(0);
  });

  it('refuses a name with one private address among public ones', async () => {
    const outbound = client('', new Names([['93.184.216.34', '::ffff:10.0.0.1']]));
    await expect(outbound.post('http://mixed.example.com/', SOON)).rejects.toMatchObject({ kind: 'refused' });
  });

  it('tries the next address where the first one does not answer', async () => {
    const outbound = client('127.0.0.0/8', new Names([['127.0.0.9', '127.0.0.1']]));
    expect(await outbound.post(server.url('/', 'two.example.com'), MESSAGE)).toMatchObject({ status: 204 });
  });

  it('checks at the call what was checked at the door, for rules change', async () => {
    const strict = client('');
    for (const url of [
      server.url(),
      'http://[::1]/',
      'ftp://example.com/',
      'http://u:p@example.com/',
      'http://[::7f00:1]/',
    ])
      await expect(strict.post(url, SOON)).rejects.toMatchObject({ kind: 'refused' });
    await expect(strict.post(server.url('/', 'localhost'), SOON)).rejects.toMatchObject({ kind: 'refused' });
    expect(server.connections).toBe(0);
  });

  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::127.0.0.1]/',
    'http://169.254.169.254/latest/meta-data',
    'http://168.63.129.16/',
    'http://localhost/',
    'http://LOCALHOST./',
    'http://a.localhost/',
    'http://①②⑦.⓪.⓪.①/',
    'http://user:pass@example.com/',
    'file:///etc/passwd',
    'gopher://example.com/',
    'nonsense',
  ])('does not take %s at the door', (url) => {
    expect(() => client('').parse(url)).toThrow(expect.objectContaining({ code: 'VALIDATION_FAILED' }));
  });

  it('gives up on name servers when the time is up', async () => {
    const names = new (class extends HostResolver {
      override addresses(_: string, __: boolean, signal: AbortSignal): Promise<string[]> {
        return new Promise((_found, fail) => signal.addEventListener('abort', () => fail(new Error('ECANCELLED'))));
      }
    })();
    await expect(client('', names).post('http://silent.example.com/', SOON)).rejects.toMatchObject({ kind: 'timeout' });
  });
});

function drip(socket: import('node:net').Socket, first: string, drop: string): void {
  socket.write(first);
  const timer = setInterval(() => socket.write(drop), 20);
  socket.once('close', () => clearInterval(timer));
}

describe('files from outside', () => {
  const FILE = { limitBytes: 1_000, timeoutMs: 5_000 };
  const open = () => client(`127.0.0.1:${server.port}`);
  const fetched = async (url = server.url('/part.stl'), request = {}, outbound = open()) => {
    const file = await outbound.download(url, { ...FILE, ...request });
    return { ...file, body: Buffer.concat(await file.body.toArray()).toString() };
  };
  const path = (request: string) => request.split(' ', 2)[1];

  it('come as a stream, with what is said of them', async () => {
    server.behaviour = (socket) => socket.end(reply(200, { 'content-type': 'model/stl' }, 'solid'));
    expect(await fetched()).toEqual({
      ...{ url: server.url('/part.stl'), contentType: 'model/stl', body: 'solid' },
      headers: { connection: 'close', 'content-type': 'model/stl' },
    });
    expect(server.requests[0]).toContain('accept-encoding: identity\r\n');
  });

  it('are found behind redirects; what was sent to one origin is not sent to another', async () => {
    const other = await HostileServer.start();
    other.behaviour = (socket) => socket.end(reply(200, {}, 'found'));
    server.behaviour = (socket, request) =>
      socket.end(reply(302, { location: path(request) === '/a' ? 'b?c=d' : other.url('/e') }));
    const outbound = client(`127.0.0.1:${server.port},127.0.0.1:${other.port}`);
    const headers = { authorization: 'Bearer secret', cookie: 'a=b', 'x-api-key': 'secret' };
    expect(await fetched(server.url('/a'), { headers }, outbound)).toMatchObject({
      url: other.url('/e'),
      body: 'found',
    });
    expect(server.requests.map(path)).toEqual(['/a', '/b?c=d']);
    for (const request of server.requests) expect(request).toContain('Bearer secret');
    expect(other.requests.join()).not.toMatch(/secret|cookie/i);
    await other.stop();
  });

  it.each(['http://169.254.169.254/latest/meta-data', 'file:///etc/passwd', 'http://[::ffff:127.0.0.1]/', 'http://'])(
    'are not looked for at %s, where a redirect leads to',
    async (location) => {
      server.behaviour = (socket) => socket.end(reply(302, { location }));
      await expect(fetched()).rejects.toMatchObject({ kind: 'refused', code: 'ESSRF' });
    },
  );

  it.each([
    'http://2130706433',
    'http://0x7f.1',
    'http://[::ffff:127.0.0.1]',
    'http://localhost',
    'http://169.254.169.254',
  ])('are not looked for at %s', async (host) => {
    const url = `${host}:${server.port}/`;
    await expect(fetched(url, {}, client(''))).rejects.toMatchObject({ kind: 'refused', code: 'ESSRF' });
    expect(server.connections).toBe(0);
  });

  it('a name that resolves to another address at each look-up leads to no address that was not checked', async () => {
    const rebinding = () => client('', new Names([['93.184.216.34'], ['127.0.0.1']]));
    // The address that was checked is the one that is connected to, and nobody answers there.
    await expect(fetched(server.url('/', 'rebind.example.com'), { timeoutMs: 700 }, rebinding())).rejects.toMatchObject(
      { kind: expect.stringMatching(/connect|timeout/) },
    );
    const second = rebinding();
    await expect(fetched('http://a.example.com/', { timeoutMs: 300 }, second)).rejects.toThrow();
    await expect(fetched(server.url('/', 'a.example.com'), {}, second)).rejects.toMatchObject({ code: 'ESSRF' });
    expect(server.connections).toBe(0);
  });

  it('come by https where that is asked for, but from hosts that the operator trusts', async () => {
    server.behaviour = (socket) => socket.end(reply(200, {}, 'solid'));
    expect((await fetched(undefined, { httpsOnly: true })).body).toBe('solid');
    await expect(fetched('http://public.example.com/', { httpsOnly: true })).rejects.toMatchObject({ code: 'ESSRF' });
  });

  it.each<[string, string, object]>([
    ['is larger than it may be', reply(200, { 'content-length': '1001' }), { kind: 'too-large' }],
    ['goes on beyond the cap in chunks', chunked('x'.repeat(600), 'x'.repeat(600)), { kind: 'too-large' }],
    ['breaks off', reply(200, { 'content-length': '900' }, 'half'), { kind: 'connect' }],
    ['breaks off in a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\nhalf', { kind: 'connect' }],
    ['is compressed', reply(200, { 'content-encoding': 'gzip' }, 'x'), { kind: 'encoded' }],
    ['is not there', reply(404), { kind: 'status', status: 404 }],
    ['redirects to nowhere', reply(302), { kind: 'status', status: 302 }],
  ])('a file that %s is an error', async (_, answer, error) => {
    server.behaviour = (socket) => socket.end(answer);
    await expect(fetched()).rejects.toMatchObject(error);
  });

  it('a body that is longer than its length is cut at its length', async () => {
    server.behaviour = (socket) => socket.end(reply(200, { 'content-length': '4' }, 'file and more'));
    expect((await fetched()).body).toBe('file');
  });

  it('redirects without end end', async () => {
    server.behaviour = (socket) => socket.end(reply(307, { location: '/again' }));
    await expect(fetched()).rejects.toMatchObject({ kind: 'redirects' });
    expect(server.connections).toBe(4);
  });

  it('a server that drips is given up when the time is up, and when the caller stops', async () => {
    server.behaviour = (socket) => drip(socket, reply(200), 'x');
    await expect(fetched(undefined, { timeoutMs: 300 })).rejects.toMatchObject({ kind: 'timeout' });
    const stop = new AbortController();
    const file = await open().download(server.url(), { ...FILE, signal: stop.signal });
    const read = file.body.toArray();
    file.body.once('data', () => stop.abort(new Error('cancelled')));
    await expect(read).rejects.toThrow('cancelled');
  });
});

function chunked(...parts: string[]): string {
  const body = parts.map((part) => `${part.length.toString(16)}\r\n${part}\r\n`).join('');
  return `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n${body}0\r\n\r\n`;
}
