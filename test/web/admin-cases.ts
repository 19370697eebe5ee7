import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Platform } from '../platform/harness.js';
import { HookReceiver } from '../support/hook-receiver.js';
import { accessibility, findings, logIn, type open, type Page, rowIds } from './browser.js';

export interface AdminWorld {
  platform: Platform;
  page: Page;
  /** Another browser, in which nobody has logged in. */
  other: () => ReturnType<typeof open>;
  hostile: readonly string[];
}

/** Administration, in the application and the browser of the spec. */
export function adminCases(given: () => AdminWorld): void {
  const api = async (method: string, path: string, body?: object): Promise<Record<string, unknown>> => {
    const { platform } = given();
    const answer = await platform.call(method, `/api/v1${path}`, { token: platform.a.ADMIN.token, body });
    expect([path, answer.status < 300]).toEqual([path, true]);
    return answer.body;
  };
  /** Another browser, for what must not depend on this one. */
  const elsewhere = async (look: (page: Page) => Promise<void>): Promise<void> => look((await given().other()).page);

  describe('administration', () => {
    let receiver: HookReceiver;
    beforeAll(async () => {
      receiver = await HookReceiver.start();
    });
    afterAll(() => receiver?.stop());

    it('somebody is invited, joins, gets another role and is logged out everywhere', async () => {
      const { platform, page } = given();
      const email = 'newcomer@example.test';
      await logIn(page, platform.a.ADMIN, '/admin');
      await page.waitForURL(/\/admin\/users$/);
      await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
      await page.keyboard.press('n');
      await page.getByLabel('E-mail').fill(email);
      await page.getByRole('dialog').getByRole('button', { name: 'Invite' }).click();
      const secret = page.getByRole('textbox', { name: `Invitation of ${email}` });
      const link = await secret.inputValue();
      // It is shown once: no key and no click beside it takes it away.
      await page.keyboard.press('Escape');
      await page.mouse.click(5, 5);
      expect(await secret.isVisible()).toBe(true);
      await page.getByRole('button', { name: 'I have kept it' }).click();
      await page.getByRole('button', { name: `Take back the invitation of ${email}` }).waitFor();
      const joined = { token: link.split('#')[1], password: 'a rather long new password' };
      expect((await platform.call('POST', '/api/v1/invitations/accept', { body: joined })).status).toBe(200);
      await page.reload();
      await page.getByRole('button', { name: `More to do with ${email}` }).click();
      await page.getByRole('menuitem', { name: 'Change the role…' }).click();
      await page.getByRole('combobox', { name: 'Role' }).click();
      await page.getByRole('option', { name: 'MANAGER' }).click();
      await page.getByRole('button', { name: 'Make MANAGER' }).click();
      await page.getByText(`${email} is MANAGER now`).waitFor();
      const { users } = (await api('GET', '/users?limit=200')) as { users: { email: string; role: string }[] };
      expect(users.find((one) => one.email === email)).toMatchObject({ role: 'MANAGER' });
      const login = { email, password: joined.password };
      const { body } = await platform.call('POST', '/api/v1/auth/login', { body: login });
      await page.getByRole('button', { name: `More to do with ${email}` }).click();
      await page.getByRole('menuitem', { name: 'End all sessions…' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'End the sessions' }).click();
      await page.getByText(`The sessions of ${email} have ended`).waitFor();
      const token = body['accessToken'] as string;
      expect((await platform.call('GET', '/api/v1/auth/me', { token })).status).toBe(401);
    });

    it('a key is shown once, works, and is refused when it is revoked; names of people stay text', async () => {
      const { platform, page, hostile } = given();
      await logIn(page, platform.a.ADMIN, '/admin/keys');
      await page.getByRole('button', { name: 'Make a key' }).click();
      await page.getByLabel('Name').fill(hostile[0]!);
      await page.getByRole('button', { name: 'Make the key' }).click();
      const key = await page.getByRole('textbox', { name: `Key ${hostile[0]}` }).inputValue();
      const me = () => platform.call('GET', '/api/v1/auth/me', { token: key });
      expect((await me()).status).toBe(200);
      await page.getByRole('button', { name: 'I have kept it' }).click();
      await page.getByText(hostile[0]!).first().waitFor();
      await page.reload();
      await page.getByText(hostile[0]!).first().waitFor();
      expect((await page.content()).includes(key)).toBe(false);
      await page.getByRole('button', { name: `Revoke the key ${hostile[0]}` }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke the key' }).click();
      await page.getByText('There are no keys').waitFor();
      expect((await me()).status).toBe(401);
    });

    it('deliveries that were given up are counted, sent again, and arrive; one is read with its answer', async () => {
      const { platform, page, hostile } = given();
      await logIn(page, platform.a.ADMIN, '/admin/webhooks');
      await page.keyboard.press('n');
      await page.getByLabel('Address').fill(receiver.url);
      await page.getByLabel('Description (optional)').fill(hostile[1]!);
      await page.getByRole('button', { name: 'Make the webhook' }).click();
      expect(await page.getByRole('textbox', { name: 'Signing secret' }).inputValue()).toMatch(/^whsec_/);
      await page.getByRole('button', { name: 'I have kept it' }).click();
      await page.waitForURL(/\/admin\/webhooks\/[0-9a-f-]{36}$/);
      receiver.statuses = [500];
      await page.getByRole('button', { name: 'Send a test' }).click();
      await page.getByText('500').first().waitFor();
      await page.getByText(hostile[1]!).waitFor();
      // Its tries would take hours.
      await platform.sql.query(`DELETE FROM job_live WHERE name = 'webhook-delivery'`);
      await platform.sql.query(`UPDATE webhook_delivery SET state = 'failed'`);
      await page.goto('/admin/webhooks/deliveries?state=failed');
      await page.getByText('Given up').first().waitFor();
      await page.getByRole('button', { name: 'Send failed ones again…' }).click();
      await page.getByText('1 delivery to 1 webhook').waitFor();
      // On a slow machine its first one may have been tried again before that.
      const before = receiver.received.length;
      await page.getByRole('button', { name: 'Send 1 again' }).click();
      await page.getByText('1 delivery sent again').waitFor();
      await page.getByRole('button', { name: 'Clear filters' }).first().click();
      await page.getByText('Delivered').first().waitFor();
      expect(receiver.received.length).toBe(before + 1);
      await page.getByRole('button', { name: 'ping' }).click();
      const drawer = page.getByRole('dialog');
      await drawer.getByText('The receiver answered 500').waitFor();
      await drawer.getByText('"type": "ping"').waitFor();
      expect(page.url()).toContain('delivery=');
    });

    it('the trail is filtered in the address and found again from the page of the thing', async () => {
      const { platform, page } = given();
      const hotel = await api('POST', '/hotels', { name: 'Audited', timeZone: 'Europe/Lisbon', currency: 'EUR' });
      const target = `hotels/${String(hotel['id'])}`;
      await api('PATCH', `/${target}`, { name: 'Audited twice' });
      await logIn(page, platform.a.ADMIN, '/admin/audit?action=hotels');
      await page.getByRole('button', { name: target }).first().click();
      await page.waitForURL(/target=hotels/);
      const here = await rowIds(page);
      const address = new URL(page.url());
      await elsewhere(async (other) => {
        await logIn(other, platform.a.ADMIN, address.pathname + address.search);
        await other.locator('[data-row]').first().waitFor();
        expect(await rowIds(other)).toEqual(here);
      });
      await page.getByRole('button', { name: 'Changed' }).first().click();
      await page.getByRole('dialog').getByText('"name": "Audited twice"').waitFor();

      // The page of a job shows who asked for it and who stopped it, to those who may know.
      const pause = { reason: 'The test looks at it' };
      await api('POST', '/jobs/queues/test-scripted/pause', pause);
      const { id } = await api('POST', '/jobs', { type: 'test-scripted', data: { key: 'who did it' } });
      await api('DELETE', `/jobs/${String(id)}`);
      await api('POST', '/jobs/queues/test-scripted/resume', {});
      await page.goto(`/jobs/${String(id)}`);
      const who = page.getByRole('region', { name: 'Who did what' }).last();
      await who.getByText('Cancelled').waitFor();
      expect(await who.innerText()).toMatch(/Cancelled[\s\S]*Started/);
      expect(await who.innerText()).toContain(platform.a.ADMIN.email);
    });

    it('each role finds what is theirs: an operator tenants and workers, staff only their own', async () => {
      const { platform, page } = given();
      const tabs = async () => (await page.getByRole('navigation', { name: 'Administration' }).innerText()).split('\n');
      await logIn(page, platform.operator, '/admin');
      await page.getByRole('link', { name: platform.a.slug }).waitFor();
      expect(await tabs()).toEqual(['Tenants', 'Workers', 'Audit trail', 'My account', 'My sessions']);
      await page.getByRole('link', { name: 'Workers' }).click();
      await page.getByText('Alive').waitFor();
      await elsewhere(async (other) => {
        await logIn(other, platform.a.STAFF, '/admin/users');
        await other.getByText(/ADMIN/).first().waitFor();
        expect(await other.getByRole('table').count()).toBe(0);
      });
    });

    it('its pages have no findings of axe at any width and in both themes, and no sideways scroll', async () => {
      const { platform, page, hostile } = given();
      const rule = { name: hostile[2], kind: 'dead_letters', threshold: 5, webhookUrl: receiver.url };
      const { id } = await api('POST', '/alerts', rule);
      const { webhooks } = (await api('GET', '/webhooks')) as { webhooks: { id: string }[] };
      await logIn(page, platform.a.ADMIN, '/admin/users');
      const lists = [
        'users',
        'keys',
        'sessions',
        'webhooks',
        'webhooks/deliveries',
        'alerts',
        'connections',
        'mail',
        'sms',
      ];
      const ones = [`alerts/${String(id)}`, `webhooks/${webhooks[0]!.id}`, 'audit'];
      expect(
        await findings(
          page,
          [...lists, ...ones].map((path) => `/admin/${path}`),
        ),
      ).toEqual([]);
      await logIn(page, platform.operator, '/admin');
      const operators = ['/admin/tenants', `/admin/tenants/${platform.a.id}`, '/admin/workers'];
      expect(await findings(page, operators)).toEqual([]);
    });
  });

  describe('the tour of the demo', () => {
    it('is gone through by keys on a phone, and once ended it stays away, on every device', async () => {
      const { platform, page } = given();
      const { ADMIN, id } = await platform.tenant('toured');
      await logIn(page, ADMIN, '/jobs');
      await page.getByRole('heading', { level: 1, name: 'Jobs' }).waitFor();
      // Not for a company that is no demo.
      expect(await page.getByText(/^Tour, /).count()).toBe(0);
      await platform.sql.query('UPDATE tenant SET demo = true WHERE id = $1', [id]);
      await page.setViewportSize({ width: 390, height: 800 });
      await page.reload();
      const tour = page.getByRole('region', { name: 'This is a demo of a night' });
      await tour.waitFor();
      expect(await accessibility(page)).toEqual([]);
      for (const n of [2, 3]) {
        await page.keyboard.press('Enter');
        await page.getByText(`Tour, ${n} of 5`).waitFor();
      }
      await page.waitForURL(/\/front-desk/);
      await page.keyboard.press('ArrowLeft');
      await page.getByText('Tour, 2 of 5').waitFor();
      await page.waitForURL(/\/jobs/);
      const patched = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
      await page.keyboard.press('Escape');
      expect((await patched).status()).toBe(200);
      expect(await page.getByText(/^Tour, /).count()).toBe(0);
      await elsewhere(async (other) => {
        await logIn(other, ADMIN, '/jobs');
        await other.getByRole('heading', { level: 1, name: 'Jobs' }).waitFor();
        expect(await other.getByText(/^Tour, /).count()).toBe(0);
        await other.getByRole('button', { name: /^You are/ }).click();
        await other.getByRole('menuitem', { name: 'Show the tour again' }).click();
        await other.getByText('Tour, 1 of 5').waitFor();
      });
    });
  });
}
