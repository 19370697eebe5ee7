import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { JobContext } from '../../src/jobs/index.js';
import { scripts } from '../jobs/scripted.js';
import { PASSWORD, type Platform } from '../platform/harness.js';
import { findings, logIn, type open, type Page, rowIds } from './browser.js';
import { deadLetters } from './night-cases.js';

interface World {
  platform: Platform;
  page: Page;
  start: (key: string, script: (ctx: JobContext) => Promise<unknown>) => Promise<string>;
  /** Another browser, in which nobody has logged in. */
  other: (options?: object) => ReturnType<typeof open>;
}

/** Things that single pages must not get wrong: effects, figures that lead to their jobs, lists that are chosen from and that stay still. */
export function pageCases(world: () => World): void {
  const ask = async (method: string, path: string, body?: object): Promise<Record<string, unknown>> => {
    const { platform } = world();
    const answer = await platform.call(method, `/api/v1${path}`, { token: platform.a.ADMIN.token, body });
    expect([path, answer.status < 300, answer.text]).toEqual([path, true, answer.text]);
    return answer.body;
  };

  describe('the page of a job', () => {
    it('shows what it did at other services; what nobody knows of is settled by a person, and then it runs on', async () => {
      const { platform, page, start } = world();
      const sent: string[] = [];
      const key = `mail:${randomUUID()}`;
      const id = await start(key, async (ctx) => {
        ctx.item('one', 'ok');
        ctx.item('two', 'skipped', { code: 'NO_AGREEMENT' });
        ctx.item('three', 'skipped', { code: 'NO_ADDRESS' });
        await ctx.effect({ key, kind: 'mail' }, async (same) => {
          sent.push(same);
          if (sent.length === 1) throw new Error('The line was cut');
          return { messageId: 'm-1' };
        });
        return { sent: sent.length };
      });
      await logIn(page, platform.a.MANAGER, `/jobs/${id}`);
      const effects = page.getByRole('region', { name: 'Effects of the job' });
      await effects.locator('.state', { hasText: 'Unknown' }).waitFor();
      expect(await findings(page, [`/jobs/${id}`])).toEqual([]);
      // Items by their reason.
      await page.getByRole('button', { name: 'Reason' }).click();
      await page.getByLabel(/^NO_ADDRESS\s*1$/).check();
      await page.waitForURL(/code=NO_ADDRESS/);
      await page.keyboard.press('Escape');
      await page.locator('[data-row="one"]').waitFor({ state: 'detached' });
      expect(await rowIds(page)).toEqual(['three']);
      // The call may be under way for a while yet, in which nobody may say that it was not made.
      await platform.sql.query('UPDATE effect SET until = now() WHERE job_id = $1', [id]);
      await effects.getByRole('button', { name: 'Settle…' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('What you found').selectOption('not-done');
      await dialog.getByText('If it was done after all, it happens twice').waitFor();
      await dialog.getByLabel('How you know').fill('It is not in the log of the provider');
      await dialog.getByRole('button', { name: 'Settle it' }).click();
      await effects.locator('.state', { hasText: 'Not done' }).waitFor();
      await effects.getByText('Told by a person: It is not in the log of the provider').waitFor();
      await page.getByRole('button', { name: 'Retry', exact: true }).click();
      await effects.getByText('"messageId":"m-1"').waitFor();
      expect([sent.length, new Set(sent).size]).toEqual([2, 1]);
    });

    it('says why it does not run, with the way to what holds it back; figures of queues lead to just those jobs', async () => {
      const { platform, page } = world();
      await ask('POST', '/jobs/queues/test-scripted/pause', { reason: 'The test looks at it' });
      const { id } = await ask('POST', '/jobs', { type: 'test-scripted', data: { key: 'held back' } });
      const later = { type: 'test-scripted', data: { key: 'held back' }, options: { delay: 86_400_000 } };
      const { id: tomorrow } = await ask('POST', '/jobs', later);
      // Made yesterday and the day before: its figure is of those made in 24 hours.
      const old = 26 * 3_600_000;
      await platform.sql.query(
        `INSERT INTO job_history (id, tenant_id, name, status, data, max_attempts, created_at, started_at, completed_at)
         SELECT ledger_floor(now() - $2::bigint * interval '1 millisecond'), $1, 'test-scripted', 'FAILED', '{}', 1, at, at, at
         FROM (SELECT now() - $2::bigint * interval '1 millisecond' AS at) AS made`,
        [platform.a.id, old],
      );
      await logIn(page, platform.a.STAFF, `/jobs/${String(id)}`);
      const why = page.getByRole('note').filter({ hasText: 'Why it does not run yet' });
      await why.getByText('The test looks at it').waitFor();
      expect(await why.innerText()).not.toMatch(/\dT\d\d:/);
      await why.getByRole('link', { name: 'Its pause' }).click();
      await page.waitForURL(/\/queues\/test-scripted$/);
      for (const [name, its, others] of [
        ['Waiting', id as string, tomorrow as string],
        ['To run later', tomorrow as string, id as string],
        ['Failed in 24 hours', '', ''],
      ] as const) {
        await page.goto('/queues/test-scripted');
        const figure = page.locator('.facts > *', { hasText: name }).getByRole('link');
        const count = Number((await figure.innerText()).replace(/\D/g, ''));
        await figure.click();
        await page.waitForURL(/\/jobs\?/);
        await page.getByText(new RegExp(`^${count} jobs? fits?`)).waitFor();
        const rows = await rowIds(page);
        if (its) expect([rows.includes(its), rows.includes(others)]).toEqual([true, false]);
      }
      await ask('DELETE', `/jobs/${String(id)}`);
      await ask('DELETE', `/jobs/${String(tomorrow)}`);
      await ask('POST', '/jobs/queues/test-scripted/resume', {});
    });
  });

  describe('lists', () => {
    it('what is chosen is of the list that is shown: another filter is not held still by it', async () => {
      const { platform, page } = world();
      await logIn(page, platform.a.ADMIN, '/jobs?job=test-scripted');
      await page.locator('[data-row]').first().getByRole('checkbox').check();
      await page.getByText('1 chosen').waitFor();
      const asked = () => page.waitForRequest((one) => /\/jobs\?.*sort=createdAt/.test(one.url()));
      const first = asked();
      await page.evaluate(`history.pushState(null, '', '/jobs?job=test-scripted&sort=createdAt')`);
      await first;
      await page.getByText('1 chosen').waitFor({ state: 'detached' });
      // It is looked at again by itself.
      await asked();
    });

    it('a list is saved as a file with its filter, all pages of it', async () => {
      const { platform, page } = world();
      const note = `file ${randomUUID()}`;
      await platform.sql.query(
        `INSERT INTO job_history (id, tenant_id, name, status, data, max_attempts, started_at, completed_at, error)
         SELECT ledger_id(), $1, 'test-scripted', 'FAILED', '{}', 1, now(), now(), $2 FROM generate_series(1, 120)`,
        [platform.a.id, JSON.stringify({ code: 'NOTED', message: note })],
      );
      await logIn(page, platform.a.STAFF, `/jobs?q=${encodeURIComponent(note)}`);
      await page.getByText('120 jobs fit').waitFor();
      const saved = page.waitForEvent('download');
      await page.getByRole('button', { name: 'CSV' }).click();
      const lines = readFileSync(await (await saved).path(), 'utf8')
        .trim()
        .split('\r\n');
      expect([lines.length, lines.filter((line) => line.includes(note)).length]).toEqual([121, 120]);
    });

    it('errors keep their places while others come', async () => {
      const { platform, page } = world();
      const old = `Steady ${randomUUID().replaceAll(/\d/g, 'x')}`;
      await deadLetters(world(), ['steady 1'], old);
      await logIn(page, platform.a.ADMIN, '/dead-letters?q=Steady');
      await page.locator('[data-row]', { hasText: old }).waitFor();
      await page.getByText('● Live').waitFor();
      const before = await rowIds(page);
      await deadLetters(world(), ['steady 2', 'steady 3'], `Steady too ${randomUUID().replaceAll(/\d/g, 'x')}`);
      await page.getByRole('button', { name: '1 new' }).waitFor();
      expect(await rowIds(page)).toEqual(before);
      await page.getByRole('button', { name: '1 new' }).click();
      expect(await rowIds(page)).toHaveLength(before.length + 1);

      for (const n of [1, 2, 3]) scripts.delete(`steady ${n}`);
    });

    it('are looked at again though no event tells of them', async () => {
      const { platform, other } = world();
      // In a browser of its own: its clock is changed.
      const { page } = await other();
      await ask('POST', '/hotels', { name: 'Looked at again', timeZone: 'Europe/Lisbon', currency: 'EUR' });
      await page.clock.install();
      await logIn(page, platform.a.MANAGER, '/jobs');
      const { hotels } = (await ask('GET', '/hotels?limit=1')) as unknown as { hotels: { id: number }[] };
      await page.evaluate(`localStorage.setItem('ns.hotel', '${hotels[0]!.id}')`);
      for (const [path, asks] of [
        ['/quotes', '/api/v1/quotes?'],
        ['/orders', '/api/v1/orders?'],
        ['/work-orders', '/api/v1/work-orders?'],
        ['/bookings', '/api/v1/bookings?'],
      ] as const) {
        const first = page.waitForResponse((one) => one.url().includes(asks));
        await page.goto(path);
        await first;
        await page.getByRole('heading', { level: 1 }).waitFor();
        const again = page.waitForRequest((one) => one.url().includes(asks));
        await page.clock.fastForward(31_000);
        await again.catch(() => expect([path, 'asked again']).toEqual([path, undefined]));
      }
    });

    it('the month of statements is that of the person, not of UTC', async () => {
      const { platform, other } = world();
      const { page } = await other({ timezoneId: 'Pacific/Auckland' });
      await page.clock.setFixedTime('2026-10-31T12:30:00Z');
      await logIn(page, platform.a.MANAGER, '/statements');
      await page.getByRole('button', { name: 'The month before' }).click();
      await page.waitForURL(/month=2026-10/);
    });
  });

  describe('my account', () => {
    it('has the password, the language and the zone; another password logs all other browsers out', async () => {
      const { platform, page, other } = world();
      const { ADMIN } = await platform.tenant('accounted');
      await logIn(page, ADMIN, '/admin/account');
      await page.getByLabel('Written as in').selectOption('de-AT');
      await page.getByText('31. Okt').waitFor();
      await page.getByLabel('Times are those of').selectOption('Asia/Tokyo');
      await page.getByRole('button', { name: 'My zone' }).waitFor();
      expect(await findings(page, ['/admin/account'])).toEqual([]);
      const { page: elsewhere } = await other();
      await logIn(elsewhere, ADMIN, '/admin/account');
      expect(await elsewhere.getByLabel('Written as in').inputValue()).toBe('de-AT');
      await page.getByRole('button', { name: 'Change the password' }).click();
      const dialog = page.getByRole('dialog');
      const next = 'another rather long password';
      await dialog.getByLabel('Current password').fill('not the one it is');
      await dialog.getByLabel('New password', { exact: true }).fill(next);
      await dialog.getByLabel('New password again').fill(next);
      await dialog.getByRole('button', { name: 'Change it' }).click();
      await dialog.getByText('The current password is another one').waitFor();
      await dialog.getByLabel('Current password').fill(PASSWORD);
      await dialog.getByRole('button', { name: 'Change it' }).click();
      await page.getByText('The password is changed').waitFor();
      await page.reload();
      await page.getByRole('heading', { level: 1, name: 'My account' }).waitFor();
      await elsewhere.reload();
      await elsewhere.getByLabel('E-mail').fill(ADMIN.email);
      await elsewhere.getByLabel('Password').fill(next);
      await elsewhere.getByRole('button', { name: 'Log in' }).click();
      await elsewhere.getByRole('navigation').first().waitFor();
    });

    it('an account at a provider is connected; its key is shown to nobody', async () => {
      const { platform, page } = world();
      await logIn(page, platform.a.ADMIN, '/admin/connections');
      await page.getByRole('button', { name: 'Connect an account' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Name (optional)').fill('hostify-lisbon');
      await dialog.getByLabel('API key').fill('sk-not-a-real-key');
      await dialog.getByLabel('Read at').fill('at night');
      await dialog.getByRole('button', { name: 'Connect it' }).click();
      await dialog.getByRole('alert').waitFor();
      await dialog.getByLabel('Read at').fill('15 3 * * *');
      await dialog.getByRole('button', { name: 'Connect it' }).click();
      await page.locator('[data-row]', { hasText: 'hostify-lisbon' }).waitFor();
      expect((await page.content()).includes('sk-not-a-real-key')).toBe(false);
      const { connections } = (await ask('GET', '/connections')) as unknown as {
        connections: { id: number; name: string }[];
      };
      await ask('DELETE', `/connections/${connections.find(({ name }) => name === 'hostify-lisbon')!.id}`);
    });

    it('a rule of alerts says over which time, from how many jobs and how often it is told again', async () => {
      const { platform, page } = world();
      await logIn(page, platform.a.ADMIN, '/admin/alerts');
      await page.getByRole('button', { name: 'Make a rule' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Name').fill('Too many failures');
      await dialog.getByRole('combobox', { name: 'Watches' }).click();
      await page.getByRole('option', { name: 'Share of jobs that failed' }).click();
      await dialog.getByLabel('Over the last, minutes').fill('90');
      await dialog.getByLabel('From so many jobs').fill('25');
      await dialog.getByLabel('Told again after hours (optional)').fill('6');
      await dialog.getByLabel('Webhook (optional)').fill('http://127.0.0.1:9/alerts');
      await dialog.getByRole('button', { name: 'Make the rule' }).click();
      await page.getByRole('button', { name: 'I have kept it' }).click();
      const { alerts } = (await ask('GET', '/alerts?limit=200')) as unknown as {
        alerts: { id: string; name: string }[];
      };
      const made = alerts.find(({ name }) => name === 'Too many failures')!;
      expect(made).toMatchObject({ kind: 'failure_rate', windowMinutes: 90, minJobs: 25, remindHours: 6 });
      await ask('DELETE', `/alerts/${made.id}`);
    });
  });
}
