import { beforeAll, describe, expect, it } from '@jest/globals';
import { A3 } from '../../src/statements/file-imports/layouts/sample-files.js';
import type { Platform } from '../platform/harness.js';
import { rentalWorld } from '../statements/run-world.js';
import { findings, logIn, type Page } from './browser.js';

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

      await page.keyboard.press('f');
      await page.getByRole('alertdialog').getByText('never change again').waitFor();
      await page.getByRole('button', { name: 'Make it final' }).click();
      await page.locator('.state', { hasText: 'Final' }).waitFor();
      expect(await ask(`/statements/${statementId}`)).toMatchObject({ state: 'final', net: '240.00' });
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
      expect(await findings(page, pages)).toEqual([]);
    });
  });
}
