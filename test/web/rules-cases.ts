import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { JobContext } from '../../src/jobs/index.js';
import { gate, scripts } from '../jobs/scripted.js';
import type { Platform } from '../platform/harness.js';
import { fillIn, logIn, type Page, rowIds } from './browser.js';
import { looksOf, statesIn } from './pictures.js';

interface World {
  platform: Platform;
  page: Page;
  hostile: readonly string[];
  start: (key: string, script: (ctx: JobContext) => Promise<unknown>) => Promise<string>;
}

/** A list, an address of it with every kind of filter, and what the server must be asked for then. */
const LISTS: [string, Record<string, string>, string[]][] = [
  [
    '/jobs',
    {
      q: 'rate',
      status: 'FAILED,DEAD',
      job: 'room-generation',
      from: '2026-10-01',
      to: '2026-10-31',
      sort: '-duration',
    },
    [
      ...['/jobs?', 'search=rate', 'status=FAILED%2CDEAD', 'jobName=room-generation'],
      ...['startDate=2026-10-01', 'endDate=2026-10-31', 'sort=-duration'],
    ],
  ],
  ['/dead-letters/all', { q: 'rate', job: 'room-generation', reason: 'exhausted' }, ['dead-letters?', 'rate', 'room-generation', 'exhausted']], // prettier-ignore
  ['/schedules/slots', { state: 'missed,late', offset: '100' }, ['slots?', 'missed', 'late', 'offset=100']],
  ['/statements', { month: '2025-10', state: 'final' }, ['/statements?', '2025-10', 'state=final']],
  ['/quotes', { state: 'needs_review' }, ['/quotes?', 'state=needs_review']],
  ['/admin/audit', { action: 'hotels', from: '2026-10-01', to: '2026-10-02', offset: '50' }, ['/audit?', 'action=hotels', '2026-1', 'offset=50']], // prettier-ignore
  ['/admin/webhooks/deliveries', { state: 'failed' }, ['deliveries?', 'failed']],
  ['/admin/mail', { state: 'sent', address: 'ana@example.test' }, ['/mail/messages?', 'sent', 'ana%40example.test']],
];

/** What the design asks of every page, tried on the pages that show it best. */
export function rulesCases(world: () => World): void {
  describe('rules of the design', () => {
    it('states are told apart by their shapes in grey and in forced colours, where focus and choice are seen too', async () => {
      const { platform, page } = world();
      await logIn(page, platform.a.ADMIN, '/jobs');
      await page.locator('[data-row]').first().waitFor();
      await page.keyboard.press('?');
      await page.getByRole('dialog').getByText('Waived').waitFor();
      const lab = await page.context().newPage();
      const session = await page.context().newCDPSession(page);
      await session.send('Emulation.setEmulatedVisionDeficiency', { type: 'achromatopsia' });
      const grey = await looksOf(page, lab);
      await session.send('Emulation.setEmulatedVisionDeficiency', { type: 'none' });
      await page.emulateMedia({ forcedColors: 'active' });
      const forced = await looksOf(page, lab);
      const states = await statesIn(page);
      for (const looks of [grey, forced]) {
        expect(looks).toHaveLength(states.length);
        // Drawn, and no box that stands for a missing sign: those would be alike.
        expect(looks.filter(({ dots }) => dots < 5)).toEqual([]);
        const alike = states.flatMap((one, n) =>
          states
            .filter((other, m) => m > n && looks[m]!.bits === looks[n]!.bits && other.shape !== one.shape)
            .map((other) => [one.word, other.word]),
        );
        expect(alike).toEqual([]);
      }
      // What is filled in colours has a border without them.
      expect(await outlines(page, '[role=dialog] .state-chip', 'border')).toEqual(['solid', 'solid']);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await page.keyboard.press('j');
      await page.locator('.table-current').waitFor();
      expect(await outlines(page, '.table-current', 'outline')).toEqual(['solid']);
      const unseen = [];
      for (let n = 0; n < 20; n++) {
        await page.keyboard.press('Tab');
        const focus: { name: string; seen: boolean } = await page.evaluate(FOCUS);
        if (!focus.seen) unseen.push(focus.name);
      }
      expect(unseen).toEqual([]);
      await page.getByRole('button', { name: /You are/ }).click();
      await page.keyboard.press('ArrowDown');
      expect(await outlines(page, '.popup-item[data-highlighted]', 'outline')).toEqual(['solid']);
    });

    it('rows change in place; new ones wait to be shown, and what has left the filter stays, dimmed', async () => {
      const { platform, page, start } = world();
      const note = `steady ${randomUUID()}`;
      const go = gate();
      const first = await start(`${note} 1`, async () => go.passed.then(() => ({})));
      const second = await start(`${note} 2`, async () => go.passed.then(() => ({})));
      await logIn(page, platform.a.ADMIN, `/jobs?status=RUNNING,QUEUED,PENDING&job=test-scripted`);
      const row = (id: string) => page.locator(`[data-row="${id}"]`);
      await row(first).getByText('Running').waitFor();
      const before = await rowIds(page);
      const top = async () => (await row(first).boundingBox())!.y;
      const place = await top();
      await page.getByText('● Live').waitFor();
      const third = await start(`${note} 3`, async () => go.passed.then(() => ({})));
      await page.getByRole('button', { name: '1 new' }).waitFor();
      expect([await rowIds(page), await top()]).toEqual([before, place]);
      // Chosen by the keyboard, with Shift for a range.
      await row(second).getByRole('checkbox').click();
      await row(first)
        .getByRole('checkbox')
        .click({ modifiers: ['Shift'] });
      const chosen = before.slice(before.indexOf(second), before.indexOf(first) + 1).length;
      await page.getByText(`${chosen} chosen`).waitFor();
      await page.getByRole('button', { name: 'Choose none' }).click();
      go.open();
      await row(first).getByText('Done').waitFor();
      expect(await top()).toBe(place);
      // They are no longer in the filter, but stay until the list is loaded anew.
      await page.locator(`[data-row="${first}"].table-dimmed`).waitFor();
      expect([await rowIds(page), await top()]).toEqual([before, place]);
      await row(first).getByText('Done').waitFor();
      await page.reload();
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('[data-row], .empty').first().waitFor();
      expect(await row(third).count()).toBe(0);
      for (const n of [1, 2, 3]) scripts.delete(`${note} ${n}`);
    });

    it('large whole numbers are shown to the digit, and never kept rounded', async () => {
      const { platform, page } = world();
      const { rows } = await platform.sql.query<{ id: string }>(
        `INSERT INTO job_history (id, tenant_id, name, status, data, result, max_attempts, started_at, completed_at)
         VALUES (ledger_id(), $1, 'test-scripted', 'COMPLETED', '{"key": "9007199254740993", "id": 9223372036854775807}',
           '{"amountMinor": -9007199254740993, "share": 0.1}', 1, now(), now()) RETURNING id`,
        [platform.a.id],
      );
      await logIn(page, platform.a.STAFF, `/jobs/${rows[0]!.id}`);
      await page.getByLabel('Data of the job').waitFor();
      expect(await page.getByLabel('Data of the job').innerText()).toMatch(
        /9223372036854775807[\s\S]*9007199254740993/,
      );
      expect(await page.getByLabel('Result of the job').innerText()).toMatch(/0\.1[\s\S]*-9007199254740993/);
      const answer = await fetch(new URL('/api/v1/jobs', page.url()), {
        method: 'POST',
        headers: { authorization: `Bearer ${platform.a.ADMIN.token}`, 'content-type': 'application/json' },
        body: '{"type": "test-scripted", "data": {"key": "large", "id": 9223372036854775807}}',
      });
      expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('send it as text')]);
    });

    it('what the server refuses is said with its code and request, waited for and tried again; the rest of the page lives', async () => {
      const { platform, page, hostile } = world();
      const headers = { 'content-type': 'application/problem+json', 'retry-after': '2', 'x-request-id': 'asked-1' };
      const body = JSON.stringify({ title: 'Busy', status: 503, code: 'BUSY', detail: hostile[0] });
      await page.route('**/api/v1/jobs?*', (route) => route.fulfill({ status: 503, headers, body }));
      await logIn(page, platform.a.ADMIN, '/jobs');
      const problem = page.locator('.problem');
      await problem.getByText(hostile[0]!).waitFor();
      expect(await problem.innerText()).toMatch(/BUSY · 503 · request asked-1/);
      await problem.getByRole('button', { name: /^Try again in [12] s$/, disabled: true }).waitFor();
      await page.unroute('**/api/v1/jobs?*');
      expect(await page.getByRole('button', { name: 'Start a job' }).count()).toBe(1);
      await page.locator('[data-row]').first().waitFor();
      await page.context().setOffline(true);
      await page.getByText(/This device is offline/).waitFor();
      await page.context().setOffline(false);
      await page.getByText(/This device is offline/).waitFor({ state: 'hidden' });
    });

    it('every filter of a list is in its address, and the server is asked for it', async () => {
      const { platform, page } = world();
      await logIn(page, platform.a.ADMIN, '/jobs');
      await page.getByRole('heading', { level: 1 }).waitFor();
      for (const [path, filter, asked] of LISTS) {
        const search = `?${new URLSearchParams(filter).toString().replaceAll('%2C', ',')}`;
        const request = page.waitForRequest((one) => asked.every((words) => one.url().includes(words)));
        await page.evaluate(`history.pushState(null, '', ${JSON.stringify(path + search)})`);
        await request.catch(() => expect([path, 'asked']).toEqual([path, asked.join(' ')]));
        expect([path, new URL(page.url()).search]).toEqual([path, search]);
      }
    });

    it('a page has its title and the focus on its heading; keys can be turned off; a session that ends leads back', async () => {
      const { platform, page } = world();
      await logIn(page, platform.a.MANAGER, '/jobs?status=FAILED');
      await page.getByRole('navigation').first().getByRole('link', { name: 'Schedules' }).click();
      await page.getByRole('heading', { level: 1, name: 'Schedules' }).waitFor();
      expect(await page.title()).toBe('Schedules · Nightshift');
      await page.locator('h1:focus').waitFor();
      const keys = (on: boolean) => page.evaluate(`localStorage.setItem('ns.keys', '${on ? 'on' : 'off'}')`);
      await keys(false);
      await page.keyboard.press('?');
      await page.keyboard.press('g');
      await page.keyboard.press('j');
      expect([await page.getByRole('dialog').count(), new URL(page.url()).pathname]).toEqual([0, '/schedules']);
      await keys(true);
      await page.goBack();
      await page.waitForURL(/\/jobs\?status=FAILED$/);
      // The list asks again by itself, and learns that nobody is logged in.
      await page.context().clearCookies();
      await page.getByLabel('E-mail').waitFor();
      await fillIn(page, platform.a.MANAGER);
      await page.getByRole('heading', { level: 1, name: 'Jobs' }).waitFor();
      expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/jobs?status=FAILED');
    });
  });
}

/** The style of the lines of the elements that fit, as the browser draws them. */
const outlines = (page: Page, selector: string, of: 'border' | 'outline'): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll(${JSON.stringify(selector)})].map((one) => {
    const style = getComputedStyle(one);
    return parseFloat(style.${of === 'border' ? 'borderTopWidth' : 'outlineWidth'}) > 0 ? style.${of === 'border' ? 'borderTopStyle' : 'outlineStyle'} : 'none';
  })`);

/** What has the focus, and whether a line of two pixels shows it. */
const FOCUS = `(() => {
  const one = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(one);
  const name = one.tagName + ' ' + (one.getAttribute('aria-label') ?? one.textContent).slice(0, 40);
  return { name, seen: one === document.body || (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) };
})()`;
