import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Platform } from './harness.js';

const BOARD = '/api/admin/queues';

let platform: Platform;
beforeAll(async () => {
  platform = await Platform.start();
});
afterAll(() => platform?.stop());

/** Addresses that a page or a style sheet makes a browser load. */
function loads(text: string): string[] {
  const attributes = [...text.matchAll(/<(?:script|link|img|iframe|source)\b[^>]*?(?:src|href)=["']([^"']+)["']/g)];
  const styles = [...text.matchAll(/url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)/g)];
  return [...attributes, ...styles].map(([, a, b]) => (a ?? b)!).filter((address) => !address.startsWith('data:'));
}

it('the bare address is the console, for anybody, and loads files of this server only', async () => {
  const { status, headers, text } = await platform.call('GET', '/');
  expect([status, headers['content-type'], headers['cache-control']]).toEqual([
    200,
    'text/html; charset=utf-8',
    'no-cache',
  ]);
  const policy = String(headers['content-security-policy']);
  expect(policy).toMatch(/default-src 'self'.*script-src 'self'; style-src 'self';/);
  expect(policy).not.toMatch(/unsafe|https?:/);
  const files = loads(text);
  expect(files.length).toBeGreaterThan(2);
  for (const file of files) {
    const answer = await platform.call('GET', file, { headers: { 'accept-encoding': 'br' } });
    expect([file, answer.status]).toEqual([file, 200]);
    expect(answer.headers['content-encoding']).toBe('br');
    const kept = file.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    expect([file, answer.headers['cache-control']]).toEqual([file, kept]);
  }
});

it.each([
  ['/jobs/01a21e', 200, 'text/html; charset=utf-8'],
  ['/assets/none-12345678.js', 404, 'application/problem+json'],
  ['/api/v1/nothing', 404, 'application/problem+json'],
  ['/api', 404, 'application/problem+json'],
  ['/health', 404, 'application/problem+json'],
  ['/..%2f..%2fpackage.json', 200, 'text/html; charset=utf-8'],
  ['/assets/..%2findex.html', 404, 'application/problem+json'],
])('%s is answered %i with %s', async (path, status, type) => {
  const answer = await platform.call('GET', path, { headers: { accept: 'text/html,*/*;q=0.8' } });
  expect([answer.status, String(answer.headers['content-type'])]).toEqual([status, expect.stringContaining(type)]);
  if (status === 200) expect(answer.text).toContain('<div id="root">');
});

it.each([
  ['/api/docs', '/api/docs', undefined],
  [BOARD, `${BOARD}/`, 'OPERATOR'],
])('%s loads nothing from anybody else', async (path, base, role) => {
  const token = role && platform.operator.token;
  const page = await platform.call('GET', path, { token });
  expect(page.status).toBe(200);
  expect(String(page.headers['content-security-policy'])).toMatch(/style-src 'self' 'unsafe-inline'/);
  expect(String(page.headers['content-security-policy'])).not.toMatch(/https?:/);
  const local = (address: string, from: string) => new URL(address.trim(), new URL(from, 'http://self.test'));
  const found = loads(page.text).map((address) => local(address, base));
  expect(found.length).toBeGreaterThan(2);
  expect(found.filter(({ host }) => host !== 'self.test').map(String)).toEqual([]);
  for (const sheet of found.filter(({ pathname }) => pathname.endsWith('.css'))) {
    const { status, text } = await platform.call('GET', sheet.pathname, { token });
    expect([sheet.pathname, status]).toEqual([sheet.pathname, 200]);
    const further = loads(text).map((address) => local(address, sheet.pathname));
    expect(further.filter(({ host }) => host !== 'self.test').map(String)).toEqual([]);
  }
});

it('the documentation keeps the authorization, can be filtered, and asks no validator', async () => {
  const { text } = await platform.call('GET', '/api/docs/swagger-ui-init.js');
  for (const option of ['"persistAuthorization": true', '"filter": true', '"validatorUrl": null'])
    expect(text).toContain(option);
});

it('the board says where the history of jobs is', async () => {
  const token = platform.operator.token;
  const page = await platform.call('GET', BOARD, { token });
  expect(page.text).toMatch(/role="note".*What ran.*href="\/api\/docs#\/Jobs\/Jobs_list">GET \/api\/v1\/jobs</s);
  const { body } = await platform.call('GET', `${BOARD}/api/queues`, { token });
  const queues = body['queues'] as { name: string; description: string }[];
  expect(queues.every((queue) => queue.description.includes(`/api/v1/jobs?jobName=${queue.name}`))).toBe(true);
  const docs = await platform.call('GET', '/api/docs-json');
  const { paths } = docs.body as { paths: Record<string, { get?: { operationId: string } }> };
  const known = Object.values(paths).flatMap(({ get }) => get?.operationId ?? []);
  const links = [...page.text.matchAll(/\/api\/docs#\/[^/"]+\/(\w+)/g)].map(([, id]) => id!);
  expect(links.length).toBeGreaterThan(2);
  expect(links.filter((id) => !known.includes(id))).toEqual([]);
});
