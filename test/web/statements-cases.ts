import { beforeAll, describe, expect, it } from '@jest/globals';
import { A3 } from '../../src/statements/file-imports/layouts/sample-files.js';
import type { Platform } from '../platform/harness.js';
import { rentalWorld } from '../statements/run-world.js';
import { accessibility, findings, logIn, type Page } from './browser.js';
import { rentalMoneyCases } from './rental-money-cases.js';

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
    let listing: number;

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
      // A file that cannot be had is told in the page, which stays.
      await page.route('**/pdf', (route) => route.fulfill({ status: 503, json: { detail: 'It is being drawn' } }));
      await page.getByRole('button', { name: 'Download' }).click();
      await page.getByRole('menuitem', { name: 'PDF' }).click();
      await page
        .getByRole('alert')
        .getByText(/^It is being drawn/)
        .waitFor();
      await page.unroute('**/pdf');
      const file = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download' }).click();
      await page.getByRole('menuitem', { name: 'Stays as CSV' }).click();
      expect((await file).suggestedFilename()).toMatch(/\.csv$/);
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
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'I have kept it' }).click();
      await page.locator('.state', { hasText: 'Open' }).waitFor();
      await page.getByRole('button', { name: 'Take back all' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Take back' }).click();
      await page.locator('.state', { hasText: 'Taken back' }).waitFor();
      const { links } = await ask(`/owners/${owner}/links`);
      expect((links as { revokedAt: string | null }[]).map(({ revokedAt }) => revokedAt !== null)).toEqual([true]);
    });

    it('an owner and a listing are added, shared from a night on, agreed on, tried on a stay, and charged every month', async () => {
      const { platform, page } = world();
      const dialog = page.getByRole('dialog');
      const submit = async (name: string) => {
        await dialog.getByRole('button', { name, exact: true }).click();
        await dialog.waitFor({ state: 'hidden' });
      };
      await logIn(page, platform.a.MANAGER, '/owners');
      await page.getByRole('button', { name: 'New owner' }).click();
      await dialog.getByLabel('Name').fill('Ana <i>Sousa</i>');
      await dialog.getByLabel('E-mail (optional)').fill('ana@example.com');
      await dialog.getByLabel('Language').fill('xx-nothing');
      await dialog.getByRole('button', { name: 'Add the owner' }).click();
      await dialog
        .getByText(/a language this server can write/)
        .first()
        .waitFor();
      await dialog.getByLabel('Language').fill('pt-PT');
      await submit('Add the owner');
      await page.getByRole('heading', { level: 1, name: 'Ana <i>Sousa</i>' }).waitFor();
      const ana = Number(new URL(page.url()).pathname.split('/')[2]);

      await page.goto('/listings?new=1');
      await dialog.getByLabel('Name').fill('Casa Azul');
      await dialog.getByLabel('Code').fill('AZUL');
      await dialog.getByLabel('Time zone').selectOption('Europe/Lisbon');
      await submit('Add the listing');
      await page.waitForURL(/\/listings\/\d+$/);
      listing = Number(new URL(page.url()).pathname.split('/')[2]);
      await page.getByRole('button', { name: 'New shares from a night' }).click();
      await dialog.getByLabel('First night').fill('2025-01-01');
      await dialog.getByRole('button', { name: 'Another owner' }).click();
      await dialog.getByLabel('Owner 1', { exact: true }).selectOption(String(ana));
      await dialog.getByLabel('Share of owner 1 in per cent').fill('66.67');
      await dialog.getByText('✕ Together 66.67%: they must be 100 %').waitFor();
      await dialog.getByRole('button', { name: 'Another owner' }).click();
      // What is left is there already.
      expect(await dialog.getByLabel('Share of owner 2 in per cent').inputValue()).toBe('33.33');
      await dialog.getByLabel('Owner 2', { exact: true }).selectOption(String(owner));
      await submit('Set the shares');
      await page.getByRole('cell', { name: '66.67%' }).waitFor();
      expect((await ask(`/listings/${listing}/ownership`))['shares']).toEqual([
        { ownerId: owner, shareBp: 3_333, from: '2025-01-01', to: null },
        { ownerId: ana, shareBp: 6_667, from: '2025-01-01', to: null },
      ]);

      const agree = page.getByRole('button', { name: 'Terms from a day on' });
      for (const [from, fee] of [
        ['2025-01-01', '20'],
        ['2026-01-01', '25'],
      ] as const) {
        await agree.click();
        await dialog.getByLabel('Owner', { exact: true }).selectOption(String(ana));
        await dialog.getByLabel('First day').fill(from);
        if (from === '2025-01-01') await dialog.getByLabel('Of', { exact: true }).selectOption('rent_cleaning');
        // The terms of the version before are there.
        expect(await dialog.getByLabel('Of', { exact: true }).inputValue()).toBe('rent_cleaning');
        await dialog.getByLabel('Our fee, %').fill(fee);
        if (fee === '25') {
          await dialog.getByRole('button', { name: 'Try them on a stay' }).click();
          // 75 % of 560.00, less the cleaning fee, which is the manager's.
          await dialog.getByText('€360.00').waitFor();
          expect(await accessibility(page)).toEqual([]);
        }
        await submit('Agree on them');
      }
      const { agreements } = await ask(`/agreements?listingId=${listing}`);
      expect(agreements).toMatchObject([
        { from: '2025-01-01', to: '2025-12-31', terms: { feePercent: '20', feeBase: 'rent_cleaning', cohost: 'none' } },
        { from: '2026-01-01', to: null, terms: { feePercent: '25', feeBase: 'rent_cleaning' } },
      ]);

      await page.getByRole('button', { name: 'New recurring expense' }).click();
      await dialog.getByLabel('What').fill('Fibre');
      await dialog.getByLabel('Each time, EUR').fill('39.90');
      await dialog.getByLabel('On', { exact: true }).selectOption('31');
      await submit('Add it');
      await page.getByRole('cell', { name: 'Every month on its last day' }).waitFor();
      await page.getByRole('button', { name: 'End it: Fibre' }).click();
      await page.getByText('There is none.').waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByRole('cell', { name: 'Every month on its last day' }).waitFor();
      expect((await ask(`/recurring-expenses?listingId=${listing}`))['recurringExpenses']).toMatchObject([
        { description: 'Fibre', amount: '39.90', rhythm: 'monthly', onDay: 31, ownerId: null, active: true },
      ]);
    });

    rentalMoneyCases(world, () => ({ statementId, importId, owner, listing }));

    it('their pages have no findings of axe in both themes, and no sideways scroll', async () => {
      const { platform, page } = world();
      await logIn(page, platform.a.MANAGER, '/statements');
      const { jobs } = await ask('/statements/jobs');
      const { reservations } = await ask('/reservations?search=HMTEST0001');
      const pages = [
        '/statements',
        '/statements/runs',
        `/statements/runs/${(jobs as { id: string }[])[0]!.id}?owners=1`,
        `/statements/${statementId}`,
        '/imports',
        `/imports/${importId}`,
        '/owners',
        `/owners/${owner}`,
        '/listings',
        `/listings/${listing}`,
        '/trust-check',
        '/reservations',
        `/reservations/${(reservations as { id: string }[])[0]!.id}`,
      ];
      expect(await findings(page, pages)).toEqual([]);
    });
  });
}
