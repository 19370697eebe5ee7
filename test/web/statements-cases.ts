import { beforeAll, describe, expect, it } from '@jest/globals';
import { A3 } from '../../src/statements/file-imports/layouts/sample-files.js';
import type { Platform } from '../platform/harness.js';
import { rentalWorld } from '../statements/run-world.js';
import { accessibility, logIn, type Page } from './browser.js';

/** What functions that run in the page find there. */
declare const document: { documentElement: { scrollWidth: number } };

/** Owners' statements, imports and owners, in the application and the browser of the spec. */
export function statementsCases(world: () => { platform: Platform; page: Page }): void {
  const ask = async (path: string): Promise<Record<string, unknown>> => {
    const { platform } = world();
    const { status, body } = await platform.call('GET', `/api/v1${path}`, { token: platform.a.MANAGER.token });
    expect(status).toBe(200);
    return body;
  };

  describe('statements', () => {
    let statementId: string;
    let importId: string;
    let owner: number;

    beforeAll(async () => {
      const { platform } = world();
      const made = await rentalWorld(platform.sql, platform.a.id, { listings: 3, idle: 1, departures: ['2025-10-15'] });
      owner = made.owners[0]!;
    });

    it('those of all owners are made, watched to the end, filtered by reason, explained and made final', async () => {
      const { platform, page } = world();
      await logIn(page, platform.a.MANAGER, '/statements?month=2025-10');
      await page.getByText('No statement fits the filter').waitFor();
      await page.keyboard.press('n');
      const dialog = page.getByRole('dialog');
      // The month that is looked at.
      await dialog.getByLabel('First day').waitFor();
      expect(await dialog.getByLabel('First day').inputValue()).toBe('2025-10-01');
      expect(await dialog.getByLabel('Last day, included').inputValue()).toBe('2025-10-31');
      await dialog.getByText('3 owners').waitFor();
      await dialog.getByRole('button', { name: 'Generate' }).click();
      await page.waitForURL(/\/statements\/runs\/[0-9a-f-]{36}$/);
      // Closing the window loses nothing.
      await page.reload();
      await page.getByText(/^3.of.3$/).waitFor();
      await page.getByRole('button', { name: 'Reason' }).click();
      await page.getByLabel('no_activity').check();
      await page.waitForURL(/reason=no_activity/);
      await page.keyboard.press('Escape');
      const run = page.getByRole('table', { name: 'Statements of the run' });
      await run.getByText('Owner 3').waitFor();
      expect(await run.locator('[data-row]').count()).toBe(1);

      await page.goto('/statements?month=2025-10');
      await page.locator('[data-row]').first().waitFor();
      expect(await page.locator('[data-row]').count()).toBe(2);
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/statements\/[0-9a-f-]{36}$/);
      statementId = new URL(page.url()).pathname.split('/')[2]!;
      // A fifth of 300.00 is the manager's.
      await page.getByRole('button', { name: /^Our fee of S-.* -60\.00/ }).click();
      await page.getByRole('dialog').getByText('✓ The parts sum to the amount').waitFor();
      expect(await page.getByRole('dialog').innerText()).toMatch(/20 %.*300\.00|300\.00.*20 %/);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /^Net, / }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Revenue' }).click();
      await page.getByRole('dialog').getByRole('heading', { name: 'Revenue' }).waitFor();
      await page.getByRole('dialog').getByText('✓ The parts sum to the amount').waitFor();
      expect(page.url()).toContain('explain=revenue');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });

      // Calculated again, a draft of which nothing has changed is as it was.
      await page.getByRole('button', { name: 'Calculate again' }).click();
      await page.getByText('Nothing has changed since').waitFor();
      await page.keyboard.press('f');
      await page.getByRole('alertdialog').getByText('never change again').waitFor();
      await page.getByRole('button', { name: 'Make it final' }).click();
      await page.locator('.state', { hasText: 'Final' }).waitFor();
      expect(await ask(`/statements/${statementId}`)).toMatchObject({ state: 'final', net: '240.00' });
      // The page tells of it without being loaded again.
      await page.getByRole('region', { name: 'Who did what' }).getByText('Made final').waitFor();
      await page.goto('/statements');
      await page.getByRole('button', { name: 'Unpaid' }).click();
      await page.waitForURL(/unpaid/);
      await page.getByText('1 statement', { exact: true }).waitFor();
      expect(await page.locator('[data-row]').getAttribute('data-row')).toBe(statementId);
    });

    it('a file shows what it would bring, has its listing matched, and is kept', async () => {
      const { platform, page } = world();
      await logIn(page, platform.a.MANAGER, '/imports');
      const file = { name: '=airbnb <b>.csv', mimeType: 'text/csv', buffer: Buffer.from(A3) };
      await page.getByLabel('File of stays and payouts').setInputFiles(file);
      await page.waitForURL(/\/imports\/[0-9a-f-]{36}$/);
      importId = new URL(page.url()).pathname.split('/')[2]!;
      await page.getByLabel('Listing of Loft "A"').selectOption({ label: 'Listing 1' });
      await page.getByRole('button', { name: 'Match 1 title' }).click();
      await page.getByText('Listings to match').waitFor({ state: 'hidden' });
      await page.getByRole('button', { name: 'Keep it' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Keep the file' }).click();
      await page.locator('.state', { hasText: 'Kept' }).waitFor();
      expect(await ask(`/statement-imports/${importId}`)).toMatchObject({ status: 'kept', unknownListings: [] });

      // A row that cannot be read is told with its line and why in full, also before the file is kept without it.
      const wrong = A3.replace('09/11/2026', '09/25/2026').replace('HMTEST0001', 'HMTEST0009');
      await page.goto('/imports');
      await page
        .getByLabel('File of stays and payouts')
        .setInputFiles({ name: 'wrong.csv', mimeType: 'text/csv', buffer: Buffer.from(wrong) });
      await page.getByText(/^Line 3: The stay ends on 2026-09-15, which is not after 2026-09-25/).waitFor();
      await page.getByRole('button', { name: 'Keep it' }).click();
      await page.getByRole('alertdialog').getByText('1 rejected row is left out').waitFor();
      await page.getByRole('button', { name: 'Not yet' }).click();
    });

    it('an owner gets a link, which is told once and taken back', async () => {
      const { platform, page } = world();
      await logIn(page, platform.a.MANAGER, '/owners');
      await page.getByRole('link', { name: 'Owner 1', exact: true }).click();
      await page.getByRole('button', { name: 'Make a link' }).click();
      await page.getByRole('button', { name: 'Make it', exact: true }).click();
      expect(await page.getByLabel('Link', { exact: true }).inputValue()).toMatch(/^https?:/);
      await page.getByRole('dialog').locator('.dialog-actions').getByRole('button', { name: 'Close' }).click();
      await page.locator('.state', { hasText: 'Open' }).waitFor();
      await page.getByRole('button', { name: 'Take back all' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Take back' }).click();
      await page.locator('.state', { hasText: 'Taken back' }).waitFor();
      const { links } = await ask(`/owners/${owner}/links`);
      expect((links as { revokedAt: string | null }[]).map(({ revokedAt }) => revokedAt !== null)).toEqual([true]);
    });

    it('their pages have no findings of axe in both themes, and no sideways scroll', async () => {
      const { platform, page } = world();
      await logIn(page, platform.a.MANAGER, '/statements');
      const { jobs } = await ask('/statements/jobs');
      const pages = [
        '/statements',
        '/statements/runs',
        `/statements/runs/${(jobs as { id: string }[])[0]!.id}`,
        `/statements/${statementId}`,
        '/imports',
        `/imports/${importId}`,
        '/owners',
        `/owners/${owner}`,
        '/trust-check',
      ];
      for (const [width, colorScheme] of [
        [1440, 'light'],
        [768, 'dark'],
        [390, 'light'],
      ] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        for (const path of pages) {
          await page.goto(path);
          await page.getByRole('heading', { level: 1 }).waitFor();
          await page.waitForLoadState('networkidle');
          expect([width, colorScheme, path, await accessibility(page)]).toEqual([width, colorScheme, path, []]);
          expect([path, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([path, width]);
        }
      }
    });
  });
}
