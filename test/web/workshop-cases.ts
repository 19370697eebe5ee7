import { expect, it } from '@jest/globals';
import type { Platform } from '../platform/harness.js';
import { accessibility, logIn, type Page } from './browser.js';

const HOSTILE = '<img src=x onerror=alert(1)>';

interface World {
  platform: Platform;
  page: Page;
  /** Asks the API as the MANAGER; throws when it refuses. */
  ask: (method: string, path: string, body?: unknown) => Promise<Record<string, unknown>>;
}

/** What a workshop sets before it quotes: its catalogue and its settings. */
export function workshopCases(world: () => World): void {
  const ask: World['ask'] = (...request) => world().ask(...request);

  it('the catalogue: what is refused is said at its field, a price book keeps its lists, an offer ends and comes back', async () => {
    const { platform, page } = world();
    const dialog = page.getByRole('dialog');
    await logIn(page, platform.a.MANAGER, '/catalogue');
    await page.getByRole('button', { name: 'New material' }).click();
    await dialog.getByLabel('Name').fill(`Resin ${HOSTILE}`);
    await dialog.getByLabel('Code').fill('pa12');
    await dialog.getByLabel('Price of a kilogram, EUR (optional)').fill('120,50');
    await dialog.getByLabel('Laser sintering').check();
    await dialog.getByRole('button', { name: 'Add the material' }).click();
    // The code is taken.
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('Code').fill('resin');
    await dialog.getByRole('button', { name: 'Add the material' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('link', { name: `Resin ${HOSTILE}` }).click();
    await dialog.getByText('€120.50').waitFor();
    await dialog.getByRole('button', { name: 'Offer it no longer' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('link', { name: `Resin ${HOSTILE}` }).waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('link', { name: `Resin ${HOSTILE}` }).waitFor();
    const { materials } = (await ask('GET', '/materials')) as unknown as { materials: { code: string }[] };
    expect(materials.find(({ code }) => code === 'resin')).toMatchObject({
      ...{ pricePerKg: '120.50', density: null, processes: ['sls'], active: true },
    });

    // What cannot be nothing is not left as it was without a word.
    await page.getByRole('link', { name: `Resin ${HOSTILE}` }).click();
    await dialog.getByRole('button', { name: 'Change' }).click();
    await dialog.getByLabel('Waste factor (optional)').fill('');
    await dialog.getByText('Waste factor cannot be left empty').waitFor();
    expect(await dialog.getByRole('button', { name: 'Change it' }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    // A row of a later page opens there.
    const far = { ...materials[0], id: 900_001, name: 'Far away' };
    await page.route('**/api/v1/materials?*', (route) => route.fulfill({ json: { materials: [far], total: 101 } }));
    await page.goto('/catalogue?offset=100');
    await page.getByRole('link', { name: 'Far away' }).click();
    await page.waitForURL(/offset=100/);
    await dialog.getByRole('heading', { name: 'Far away' }).waitFor();
    await page.unroute('**/api/v1/materials?*');

    const { priceBooks } = (await ask('GET', '/price-books')) as unknown as { priceBooks: Record<string, unknown>[] };
    const { id, ...before } = priceBooks[0]!;
    await page.goto(`/catalogue?of=price-books&id=${String(id)}`);
    await dialog.getByRole('button', { name: 'Change' }).click();
    await dialog.getByLabel('Least order, EUR (optional)').fill('55');
    await dialog.getByRole('button', { name: 'Another row of lead times' }).click();
    const row = (before['leadTimes'] as object[]).length + 1;
    await dialog.getByLabel(`Name, row ${row}`).fill('overnight');
    await dialog.getByLabel(`Working days, row ${row}`).fill('1');
    await dialog.getByLabel(`Times the price, row ${row}`).fill('2.5');
    expect(await accessibility(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Change it' }).click();
    await page.getByText(/is changed$/).waitFor();
    // All the rest is as it was.
    expect(await ask('GET', `/price-books/${String(id)}`)).toEqual({
      ...{ id, ...before, minOrder: '55.00' },
      leadTimes: expect.arrayContaining([
        ...(before['leadTimes'] as object[]),
        { name: 'overnight', days: 1, multiplier: '2.5', minQuantity: 1 },
      ]),
    });
  });

  it('settings of the workshop are changed by who may, and what is refused is said at its field', async () => {
    const { platform, page } = world();
    const before = await ask('GET', '/quoting-settings');
    await logIn(page, platform.a.MANAGER, '/catalogue');
    await page.getByRole('link', { name: 'Workshop settings' }).click();
    await page.getByLabel('Name', { exact: true }).fill(`Alpine ${HOSTILE}`);
    // Meanwhile a colleague changes something else, which this page knows nothing of.
    await ask('PUT', '/quoting-settings', { ...before, terms: 'Net 30' });
    await page.getByLabel('Address (optional)').fill('Dorfstrasse 1\n6020 Innsbruck');
    await page.getByLabel('An invoice is due after (optional)').fill('14');
    await page.getByLabel('A quote is valid for').fill('21');
    await page.getByLabel('Orders begin with').fill('q');
    await page.getByLabel('Friday').uncheck();
    await page.getByLabel('Another day on which nobody works').fill('2100-12-24');
    await page.keyboard.press('Enter');
    await page.getByRole('list', { name: 'Days on which nobody works' }).getByText('24 Dec 2100').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('✕ Orders and quotes need different prefixes').waitFor();
    expect(await page.getByLabel('Orders begin with').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Orders begin with').fill('ab');
    await page.getByText(/^As AB-\d{4}-0001$/).waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The settings are kept').waitFor();
    expect(await ask('GET', '/quoting-settings')).toEqual({
      ...{ ...before, shopName: `Alpine ${HOSTILE}`, shopAddress: 'Dorfstrasse 1\n6020 Innsbruck' },
      ...{ paymentDays: 14, validityDays: 21, orderPrefix: 'AB', terms: 'Net 30' },
      ...{ workingDays: [1, 2, 3, 4], closedDays: ['2100-12-24'] },
    });
    // Something has a price already.
    await page.getByLabel('Currency').selectOption('CHF');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Prices are kept in EUR already').waitFor();
    await page.getByRole('button', { name: 'As it was' }).click();
    expect(await page.getByLabel('Currency').inputValue()).toBe('EUR');
    await page.getByRole('button', { name: /^Work on .* after all$/ }).click();
    await page.getByRole('list', { name: 'Days on which nobody works' }).waitFor({ state: 'hidden' });
    await ask('PUT', '/quoting-settings', before);
    await logIn(page, platform.a.STAFF, '/catalogue/settings');
    await page.getByText('An administrator or a manager of your business changes them').waitFor();
    expect(await page.getByLabel('Name', { exact: true }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0);
  });
}
