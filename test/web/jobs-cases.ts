import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { JobContext } from '../../src/jobs/index.js';
import { scripts } from '../jobs/scripted.js';
import type { Person, Platform } from '../platform/harness.js';
import { logIn, open, type Page, rowIds } from './browser.js';

/** What functions that run in the page find there. */
declare const document: { documentElement: { dataset: Record<string, string> } };

interface World {
  platform: Platform;
  page: Page;
  start: (key: string, script: (ctx: JobContext) => Promise<unknown>) => Promise<string>;
  /** Another browser, in which nobody has logged in. */
  other: () => ReturnType<typeof open>;
}

const HOUR_MS = 3_600_000;

/** A batch of jobs that wait until tomorrow; answers its id. */
async function waiting({ platform }: World, jobs: number): Promise<string> {
  const items = Array.from({ length: jobs }, () => ({ key: 'tomorrow' }));
  const { status, body } = await platform.call('POST', '/api/v1/jobs/batches', {
    token: platform.a.ADMIN.token,
    body: { type: 'test-scripted', items, options: { delay: 24 * HOUR_MS } },
  });
  expect(status).toBe(201);
  return body['id'] as string;
}

/** Jobs that have ended, so many seconds long each. */
async function ended({ platform }: World, note: string, seconds: readonly number[], status = 'FAILED'): Promise<void> {
  for (const took of seconds)
    await platform.sql.query(
      `INSERT INTO job_history (id, tenant_id, name, status, data, max_attempts, started_at, completed_at, error)
       VALUES (ledger_id(), $1, 'test-scripted', $2, '{}', 1, now() - make_interval(secs => $3), now(), $4)`,
      [platform.a.id, status, took, JSON.stringify({ code: 'NOTED', message: note })],
    );
}

async function inOther(world: World, person: Person, path: string, look: (page: Page) => Promise<void>): Promise<void> {
  const { page } = await world.other();
  await logIn(page, person, path);
  await look(page);
}

const heads = (page: Page) => page.getByRole('columnheader').allInnerTexts();
const here = (page: Page) => new URL(page.url()).pathname + new URL(page.url()).search;

export function jobsCases(world: () => World): void {
  describe('lists of jobs', () => {
    it('several states, order and columns are in the address: a fresh browser shows the same', async () => {
      const { platform, page } = world();
      const note = `round trip ${randomUUID()}`;
      await ended(world(), note, [20, 300, 4]);
      await ended(world(), note, [70], 'CANCELLED');
      await ended(world(), note, [1], 'COMPLETED');
      await logIn(page, platform.a.ADMIN, `/jobs?q=${encodeURIComponent(note)}`);
      await page.locator('[data-row]').nth(4).waitFor();
      await page.getByRole('button', { name: 'State', exact: true }).click();
      // Beside each state, how many it would show.
      await page.getByRole('checkbox', { name: /^Failed\s*3$/ }).check();
      await page.getByRole('checkbox', { name: /^Cancelled\s*1$/ }).check();
      await page.keyboard.press('Escape');
      await page.waitForURL(/status=FAILED,CANCELLED/);
      await page.getByRole('button', { name: 'Took' }).click();
      await page.getByRole('button', { name: 'Took' }).click();
      await page.waitForURL(/sort=-duration/);
      await page.getByRole('button', { name: 'Columns' }).click();
      await page.getByRole('checkbox', { name: 'Last error' }).uncheck();
      await page.getByRole('checkbox', { name: 'Ended' }).check();
      await page.keyboard.press('Escape');
      await page.waitForURL(/columns=/);
      await page.locator('[data-row]').nth(3).waitFor();
      const took = await page.locator('[data-row]').allInnerTexts();
      expect(took.map((text) => /5 m 00 s|1 m 10 s|20 s|4\.0 s/.exec(text)?.[0])).toEqual([
        '5 m 00 s',
        '1 m 10 s',
        '20 s',
        '4.0 s',
      ]);
      const [rows, columns] = [await rowIds(page), await heads(page)];
      expect(columns).toContain('Ended');
      await inOther(world(), platform.a.STAFF, here(page), async (fresh) => {
        await fresh.locator('[data-row]').nth(3).waitFor();
        expect(await rowIds(fresh)).toEqual(rows);
        // Staff choose nothing, so that there is no box at the beginning of a row.
        expect((await heads(fresh)).filter(Boolean)).toEqual(columns.filter(Boolean));
      });
    });

    it('all of a filter, on all its pages, are counted by the server, typed, cancelled by a job and watched to its end', async () => {
      const { platform, page } = world();
      const batch = await waiting(world(), 130);
      await logIn(page, platform.a.MANAGER, `/jobs?batch=${batch}`);
      await page.getByText('130 jobs fit').waitFor();
      await page.getByRole('button', { name: 'Next page' }).click();
      await page.getByText('30 of 130').waitFor();
      expect(await rowIds(page)).toHaveLength(30);
      await page.getByRole('button', { name: 'Previous page' }).click();
      await page.getByText('100 of 130').waitFor();
      await page.getByRole('checkbox', { name: 'Select all rows shown' }).check();
      await page.getByRole('button', { name: 'Choose all 130 of this filter' }).click();
      await page.keyboard.press('c');
      const dialog = page.getByRole('alertdialog');
      await dialog.getByText('Cancel 130 jobs?').waitFor();
      await dialog.getByText('130 queued').waitFor();
      const verb = dialog.getByRole('button', { name: 'Cancel 130' });
      expect(await verb.isDisabled()).toBe(true);
      expect(await verb.getAttribute('class')).toContain('button-danger');
      await dialog.getByRole('textbox').fill('130');
      await verb.click();
      const progress = page.locator('.many').filter({ hasText: 'Cancellation of many jobs' });
      await progress.getByText('130 changed', { exact: true }).waitFor();
      await progress.locator('.state', { hasText: 'Done' }).waitFor();
      const { body } = await platform.call('GET', `/api/v1/jobs/${batch}`, { token: platform.a.STAFF.token });
      expect(body).toMatchObject({ children: { total: 130, cancelled: 130 } });
      // The address says what is watched: a reload shows it again.
      await page.reload();
      await progress.getByText('130 changed', { exact: true }).waitFor();
    });

    it('a view is saved by name with its count beside it, is there in another browser, and removed with a way back', async () => {
      const { platform, page } = world();
      const note = `view ${randomUUID()}`;
      await ended(world(), note, [1, 2, 3]);
      const search = `/jobs?status=FAILED&q=${encodeURIComponent(note)}`;
      await logIn(page, platform.a.STAFF, search);
      await page.getByRole('button', { name: 'Save this view' }).click();
      const name = page.getByRole('dialog').getByLabel('Name');
      // The first field has the focus, not the cross that closes.
      await page.keyboard.type('Slow <b>ones</b>');
      expect(await name.inputValue()).toBe('Slow <b>ones</b>');
      await page.keyboard.press('Enter');
      const views = page.getByRole('navigation', { name: 'Saved views' });
      await views.getByRole('link', { name: /^Slow <b>ones<\/b>\s*3$/ }).waitFor();
      await page.getByRole('button', { name: /You are/ }).click();
      await page.getByRole('menuitem', { name: 'Theme: dark' }).click();
      await page.getByRole('button', { name: 'Hotel zone' }).click();
      await page.getByRole('button', { name: 'My zone' }).waitFor();
      await page.waitForTimeout(300);
      await inOther(world(), platform.a.STAFF, '/jobs', async (fresh) => {
        const link = fresh.getByRole('link', { name: /^Slow <b>ones<\/b>\s*3$/ });
        await link.waitFor();
        await fresh.getByRole('button', { name: 'My zone' }).waitFor();
        expect(await fresh.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
        await link.click();
        await fresh.getByText('3 jobs fit').waitFor();
      });
      await inOther(world(), platform.a.ADMIN, '/jobs', async (fresh) => {
        await fresh.locator('[data-row]').first().waitFor();
        expect(await fresh.getByRole('link', { name: /Slow/ }).count()).toBe(0);
      });
      await page.getByRole('button', { name: 'Remove view' }).click();
      await views.getByRole('link').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Undo' }).click();
      await views.getByRole('link', { name: /Slow/ }).waitFor();
      const body = { theme: null, timezone: null };
      await platform.call('PATCH', '/api/v1/auth/session', { token: platform.a.STAFF.token, body });
    });

    it('failed items are run again by themselves, also of a job that completed', async () => {
      const { platform, page, start } = world();
      let broken = true;
      const id = await start('two items', async (ctx) => {
        for (const key of await ctx.todo(['room-1', 'room-2']))
          ctx.item(key, broken && key === 'room-2' ? 'failed' : 'ok', { code: 'RATE' });
        return { broken };
      });
      await logIn(page, platform.a.ADMIN, `/jobs/${id}`);
      await page.getByText('"broken": true').waitFor();
      broken = false;
      await page.getByRole('button', { name: 'Retry 1 failed item' }).click();
      await page.getByText('"broken": false').waitFor();
    });
  });

  describe('what a queue did', () => {
    it('is a chart and a table; a point leads to its jobs; the operator sees whose jobs they are', async () => {
      const { platform, page } = world();
      await ended(world(), 'of a queue', [5], 'COMPLETED');
      await logIn(page, platform.a.STAFF, '/queues/test-scripted');
      await page.getByRole('button', { name: 'As a table' }).first().click();
      const figures = page.getByRole('region', { name: /that ended/ });
      expect(await figures.getByRole('link').last().getAttribute('href')).toMatch(/\/jobs\?.*ended=/);
      await page.getByRole('button', { name: 'As a chart' }).click();
      const plot = page.locator('.u-over').first();
      await plot.waitFor();
      await plot.scrollIntoViewIfNeeded();
      const box = (await plot.boundingBox())!;
      // The last step is at the right edge.
      await plot.click({ position: { x: box.width - 2, y: box.height / 2 } });
      await page.waitForURL(/\/jobs\?.*ended=/);
      await page.locator('[data-row]').first().waitFor();
      await page.context().clearCookies();
      await logIn(page, platform.operator, '/queues/test-scripted');
      const companies = page.getByRole('region', { name: 'Companies with jobs in the queue' });
      await companies.getByRole('row').nth(1).waitFor();
      expect(await companies.innerText()).toContain('%');
    });
  });

  describe('dead letters', () => {
    it('of two kinds with one fingerprint are two rows', async () => {
      const { platform, page } = world();
      const message = `The worker stopped ${randomUUID()}`;
      await platform.sql.query(
        `INSERT INTO dead_letter (id, tenant_id, job_id, name, data, error, reason, attempts, fingerprint)
         SELECT gen_random_uuid(), $1, gen_random_uuid(), name, '{}', jsonb_build_object('code', 'WORKER_LOST', 'message', $2::text),
           'quarantined', 1, 'WORKER_LOST' FROM unnest('{report-generation,report-generation,room-generation}'::text[]) name`,
        [platform.a.id, message],
      );
      await logIn(page, platform.a.STAFF, `/dead-letters?q=${encodeURIComponent(message)}`);
      await page.locator('[data-row]').nth(1).waitFor();
      const kinds = await page
        .locator('[data-row] span[title$="-generation"]')
        .evaluateAll((cells) => cells.map((cell) => (cell as unknown as { title: string }).title));
      expect(kinds).toEqual(['report-generation', 'room-generation']);
      await platform.sql.query(`DELETE FROM dead_letter WHERE fingerprint = 'WORKER_LOST'`);
    });

    it('all of an error are discarded by a job, red and after counting; running them again is not red', async () => {
      const { platform, page, start } = world();
      const error = `Nobody wants ${randomUUID()}`;
      const ids = [];
      for (const key of ['unwanted 1', 'unwanted 2'])
        ids.push(await start(key, () => Promise.reject(new Error(error))));
      await logIn(page, platform.a.ADMIN, `/dead-letters/all?q=${encodeURIComponent(error)}`);
      for (let tries = 0; (await page.locator('[data-row]').count()) < 2 && tries < 100; tries++) {
        await page.waitForTimeout(100);
        await page.reload();
        await page.getByRole('heading', { level: 1 }).waitFor();
      }
      const dialog = page.getByRole('alertdialog');
      await page.getByRole('button', { name: /^Requeue all/ }).click();
      const requeue = dialog.getByRole('button', { name: 'Requeue 2' });
      expect(await requeue.getAttribute('class')).not.toContain('danger');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /^Discard all/ }).click();
      await dialog.getByText('Discard 2 dead letters?').waitFor();
      await dialog.getByRole('button', { name: 'Discard 2' }).click();
      await page.locator('.many').getByText('2 changed', { exact: true }).waitFor();
      for (const id of ids) {
        const { body } = await platform.call('GET', `/api/v1/jobs?status=DEAD&search=${id}`, {
          token: platform.a.STAFF.token,
        });
        expect(body['total']).toBe(0);
      }
      scripts.delete('unwanted 1');
    });
  });
}
