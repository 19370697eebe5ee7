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

it('the bare address leads to the documentation, for anybody', async () => {
  const { status, headers, text } = await platform.call('GET', '/');
  expect([status, headers['location'], text]).toEqual([302, '/api/docs', '']);
});

it.each([
  ['/api/docs', '/api/docs', undefined],
  [BOARD, `${BOARD}/`, 'OPERATOR'],
])('%s loads nothing from anybody else', async (path, base, role) => {
  const token = role && platform.operator.token;
  const page = await platform.call('GET', path, { token });
  expect(page.status).toBe(200);
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
