import { describe, expect, it } from '@jest/globals';
import type { JobContext } from '../../src/jobs/index.js';
import type { Answer, Platform } from '../platform/harness.js';
import { scripts } from '../jobs/scripted.js';
import { logIn, type Page } from './browser.js';

interface World {
  platform: Platform;
  page: Page;
  /** Starts a job that does what the script says; answers its id. */
  start: (key: string, script: (ctx: JobContext) => Promise<unknown>) => Promise<string>;
}

const DAY_MS = 86_400_000;
const call = ({ platform }: Pick<World, 'platform'>, method: string, path: string, body?: object): Promise<Answer> =>
  platform.call(method, `/api/v1${path}`, { token: platform.a.ADMIN.token, body });

/** Jobs with these keys fail with this error until they are dead letters; answers one of those. */
export async function deadLetters(
  world: Pick<World, 'platform' | 'page' | 'start'>,
  keys: string[],
  message: string,
): Promise<{ id: string; jobId: string; fingerprint: string }> {
  for (const key of keys) await world.start(key, () => Promise.reject(new Error(message)));
  for (const until = Date.now() + 30_000; ;) {
    const { body } = await call(world, 'GET', `/jobs/dead-letters?error=${encodeURIComponent(message)}`);
    if (body['total'] === keys.length)
      return (body['deadLetters'] as { id: string; jobId: string; fingerprint: string }[])[0]!;
    if (Date.now() > until) throw new Error(`${String(body['total'])} dead letters of ${keys.length}`);
    await world.page.waitForTimeout(100);
  }
}

/** A nightly schedule that missed the night before last. */
async function gappySchedule(world: Pick<World, 'platform'>, name: string): Promise<{ id: string; missedAt: Date }> {
  const hotel = { name: `Mirador ${name}`, timeZone: 'Europe/Madrid', currency: 'EUR' };
  const hotelId = (await call(world, 'POST', '/hotels', hotel)).body['id'] as number;
  const schedule = {
    name,
    type: 'room-generation-sweep',
    data: { hotelId },
    cron: '30 2 * * *',
    timezone: 'Europe/Madrid',
  };
  const id = (await call(world, 'POST', '/jobs/recurring', schedule)).body['id'] as string;
  const missedAt = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 2 * DAY_MS);
  await world.platform.sql.query(
    `INSERT INTO schedule_slot (tenant_id, schedule_id, fire_at, passed_at) VALUES ($1, $2, $3, now())`,
    [world.platform.a.id, id, missedAt],
  );
  return { id, missedAt };
}

/** Addresses of dead letters, schedules and queues with something to see on each. */
export async function nightPaths(world: World): Promise<string[]> {
  const letter = await deadLetters(world, ['given up'], 'Nobody looked at it');
  const { id } = await gappySchedule(world, 'gappy');
  return [
    ...[
      '/dead-letters',
      '/dead-letters/all',
      `/dead-letters/groups/${letter.fingerprint}`,
      `/dead-letters/${letter.id}`,
    ],
    ...['/schedules', '/schedules/slots', `/schedules/${id}`, '/queues', '/queues/test-scripted'],
  ];
}

export function nightCases(world: () => World): void {
  describe('dead letters', () => {
    it('one is found by its error, its data corrected and seen beside the old ones, and it runs again', async () => {
      const { platform, page } = world();
      const { id, jobId } = await deadLetters(world(), ['to mend'], 'The key cannot be read');
      scripts.set('mended', () => Promise.resolve({ mended: 1 }));
      await logIn(page, platform.a.MANAGER, '/jobs');
      await page.locator('[data-row]').first().waitFor();
      await page.keyboard.press('g');
      await page.keyboard.press('d');
      await page.locator('[data-row]', { hasText: 'The key cannot be read' }).getByRole('link').click();
      await page.locator(`[data-row="${id}"]`).getByRole('link').click();
      await page.getByRole('button', { name: 'Edit data' }).waitFor();
      // Its job leads there too.
      await page.goto(`/jobs/${jobId}`);
      await page.getByRole('link', { name: 'Mend and run again' }).click();
      await page.waitForURL(`**/dead-letters/${id}`);
      await page.getByText('All attempts failed').waitFor();
      await page.keyboard.press('e');
      await page.getByRole('note', { name: 'Why it was given up' }).getByText('The key cannot be read').waitFor();
      const data = page.getByRole('textbox', { name: 'Data' });
      await data.fill('{ "key": ');
      await page.getByText('Not JSON').waitFor();
      await data.fill('{ "key": "mended" }');
      const change = page.getByRole('region', { name: 'What changes' });
      await change.getByText('"to mend"').waitFor();
      await change.getByText('"mended"').waitFor();
      await page.getByRole('button', { name: 'Requeue with these data' }).click();
      await page.getByText('"mended": 1').waitFor();
      await page.getByRole('region', { name: 'Attempts of the job' }).getByText('Before it was run again').waitFor();
      await page.getByRole('region', { name: 'Who did what' }).getByText('Requeue').waitFor();
      const { body } = await call(world(), 'GET', `/jobs/dead-letters/${id}`);
      expect(body).toMatchObject({ resolution: 'requeued', data: { key: 'to mend' } });
    });

    it('all of an error are counted, then run again; one is discarded with what follows named', async () => {
      const { platform, page } = world();
      const { fingerprint } = await deadLetters(world(), ['many 1', 'many 2', 'many 3'], 'The provider is down');
      await logIn(page, platform.a.ADMIN, `/dead-letters/groups/${fingerprint}`);
      await page.locator('[data-row]').first().getByRole('checkbox').click();
      await page.getByRole('button', { name: 'Discard 1' }).click();
      const dialog = page.getByRole('alertdialog');
      await dialog.getByText('stays in the history as failed').waitFor();
      await dialog.getByRole('button', { name: 'Discard it' }).click();
      await page.getByText('1 dead letter discarded').waitFor();
      for (const key of ['many 1', 'many 2', 'many 3']) scripts.set(key, () => Promise.resolve({}));
      await page.getByRole('button', { name: /^Requeue all/ }).click();
      await dialog.getByText('Requeue 2 dead letters?').waitFor();
      await dialog.getByRole('button', { name: 'Requeue 2' }).click();
      await page.locator('.many').getByText('2 changed', { exact: true }).waitFor();
      const { body } = await call(world(), 'GET', `/jobs/dead-letters?fingerprint=${fingerprint}`);
      expect(body['total']).toBe(0);
    });
  });

  describe('schedules', () => {
    it('a missed slot is chosen, counted, run and watched to its end', async () => {
      const { platform, page } = world();
      const { id, missedAt } = await gappySchedule(world(), 'one night missed');
      await logIn(page, platform.a.MANAGER, '/schedules');
      await page.locator(`[data-row="${id}"]`).getByText('At 02:30').waitFor();
      await page.locator(`[data-row="${id}"]`).getByRole('link').click();
      await page.getByRole('button', { name: /: Missed, 1 slot$/ }).click();
      await page.waitForURL(/night=/);
      await page.getByRole('button', { name: 'Choose 1 missed slot' }).click();
      await page.keyboard.press('b');
      const dialog = page.getByRole('alertdialog');
      await dialog.getByText('Run 1 missed slot now?').waitFor();
      const watched = page.waitForRequest((one) => /slots\?.*\bto=/.test(one.url()));
      await dialog.getByRole('button', { name: 'Run 1' }).click();
      // Those of its schedule alone are looked at, and nobody has to wait for them.
      expect(decodeURIComponent((await watched).url())).toContain(`scheduleId=${id}`);
      await page.getByRole('button', { name: /^(Watch no longer|Close)$/ }).waitFor();
      await page.getByText('1 of 1 slot has ended').waitFor();
      const { body } = await call(
        world(),
        'GET',
        `/schedules/slots?scheduleId=${id}&from=${missedAt.toISOString()}&to=${new Date(missedAt.getTime() + 1_000).toISOString()}`,
      );
      expect((body['slots'] as { state: string; jobStatus: string }[])[0]).toMatchObject({ jobStatus: 'COMPLETED' });
      // The clocks change twice in 400 days, and it fires in that hour.
      expect(await page.getByRole('region', { name: 'Odd nights' }).getByRole('row').count()).toBeGreaterThan(2);
    });

    it('one is paused by keys, saying what will not run; undo resumes it', async () => {
      const { platform, page } = world();
      const { id } = await gappySchedule(world(), 'paused for a while');
      await logIn(page, platform.a.MANAGER, `/schedules/${id}`);
      await page.getByRole('button', { name: 'Run now' }).waitFor();
      await page.keyboard.press('p');
      const dialog = page.getByRole('dialog');
      expect(await dialog.getByRole('listitem').count()).toBe(5);
      await dialog.getByLabel('Reason').fill('The provider is down');
      await page.keyboard.press('Enter');
      await page.getByText('The provider is down').waitFor();
      const paused = await call(world(), 'GET', `/schedules/${id}`);
      expect(paused.body).toMatchObject({ paused: { reason: 'The provider is down' } });
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByText('paused for a while goes on').waitFor();
      expect((await call(world(), 'GET', `/schedules/${id}`)).body).toMatchObject({ paused: null });
      // When it is late is said in words.
      await page.getByRole('button', { name: 'When it is late' }).click();
      await dialog.getByLabel('Its jobs have a time').check();
      await dialog.getByLabel('Is late when not done within').fill('1.5');
      await dialog.getByLabel('Unit').first().selectOption('hours');
      await dialog.getByRole('button', { name: 'Set the times' }).click();
      await page.getByText('1 h 30 m').waitFor();
      expect((await call(world(), 'GET', `/schedules/${id}`)).body).toMatchObject({ dueSeconds: 5_400 });
    });

    it('a slot is waived with a reason', async () => {
      const { platform, page } = world();
      const { id } = await gappySchedule(world(), 'need not run');
      await logIn(page, platform.a.MANAGER, `/schedules/${id}?state=missed`);
      await page.locator('[data-row]').getByRole('checkbox').click();
      await page.getByRole('button', { name: 'Waive 1' }).click();
      await page.getByLabel('Reason').fill('The hotel was closed');
      await page.getByRole('button', { name: 'Waive 1 slot' }).click();
      await page.getByText('1 slot waived').waitFor();
      const { body } = await call(world(), 'GET', `/schedules/slots?scheduleId=${id}&state=waived`);
      expect(body).toMatchObject({ total: 1, slots: [{ waiveReason: 'The hotel was closed' }] });
    });
  });

  describe('queues', () => {
    it('every page says that Redis is down and what that means, for as long as it is', async () => {
      const { platform, page } = world();
      let redis = 'down';
      await page.route('**/api/v1/health/ready', (route) =>
        route.fulfill({ json: { status: redis === 'up' ? 'ok' : 'degraded', checks: { redis } } }),
      );
      await logIn(page, platform.a.STAFF, '/queues');
      const bar = page.getByRole('status').getByText('(Redis) is down. Jobs are accepted and kept');
      await bar.waitFor();
      redis = 'up';
      await page.reload();
      await page.getByText('You may look').waitFor();
      expect(await bar.count()).toBe(0);
    });

    it('one is paused with a reason, which says who and since when, and resumed; staff may only look', async () => {
      const { platform, page } = world();
      await logIn(page, platform.a.ADMIN, '/queues?q=report');
      await page.locator('[data-row="report-generation"]').getByRole('link').click();
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.getByRole('textbox', { name: 'Reason' }).fill('Month end');
      await page.getByRole('button', { name: 'Pause the queue' }).click();
      const pauses = page.getByRole('list', { name: 'Pauses in force' });
      await pauses.getByText('Month end').waitFor();
      await pauses.getByText(platform.a.ADMIN.email).waitFor();
      const { body } = await call(world(), 'GET', '/jobs/queues/pauses');
      expect(body).toMatchObject({ total: 1, pauses: [{ name: 'report-generation', reason: 'Month end' }] });
      await pauses.getByRole('button', { name: 'Resume report' }).click();
      await pauses.waitFor({ state: 'detached' });
      expect((await call(world(), 'GET', '/jobs/queues/pauses')).body).toMatchObject({ total: 0 });
      await page.context().clearCookies();
      await logIn(page, platform.a.STAFF, '/queues');
      await page.getByText('You may look').waitFor();
      expect(await page.getByRole('button', { name: /^Pause/ }).count()).toBe(0);
    });
  });
}
