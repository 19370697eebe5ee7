import { expect, it } from '@jest/globals';
import type { Platform } from '../platform/harness.js';
import { logIn, type Page } from './browser.js';

const HOSTILE = '<img src=x onerror=alert(1)>';

interface World {
  platform: Platform;
  page: Page;
  /** Asks the API as the MANAGER; throws when it refuses. */
  ask: (method: string, path: string, body?: unknown) => Promise<Record<string, unknown>>;
}

/** Drafts of quotes that are changed in the console. */
export function quoteEditCases(world: () => World): void {
  it('whom a draft is for decides its price level, also when it is said to be their own; a price by hand is taken back', async () => {
    const { platform, page, ask } = world();
    const { files } = (await ask('GET', '/files')) as unknown as { files: { id: string; name: string }[] };
    // The second waits for a person, whatever the first is priced by.
    const items = ['cube.stl', HOSTILE].map((name) => ({
      ...{ fileId: files.find((one) => one.name.startsWith(name))!.id, process: 'sls', material: 'pa12', quantity: 1 },
    }));
    const { id: customerId } = await ask('POST', '/customers', { name: 'Berg AG', email: 'berg@example.com' });
    const { id } = await ask('POST', '/quotes', {
      recipient: { name: 'Rui', email: 'rui@example.com' },
      ...{ level: 'partner', items },
    });
    const path = `/quotes/${id as string}`;
    await logIn(page, platform.a.MANAGER, path);
    const dialog = page.getByRole('dialog');
    const level = dialog.getByLabel('Price level');
    const change = async (step: () => Promise<unknown>) => {
      await page.getByRole('button', { name: 'More' }).click();
      await page.getByRole('menuitem', { name: 'Change whom it is for' }).click();
      expect(await level.inputValue()).toBe('partner');
      await step();
      expect(await level.inputValue()).toBe('');
      await dialog.getByRole('button', { name: 'Change and price it' }).click();
      await dialog.waitFor({ state: 'hidden' });
      expect(await ask('GET', path)).toMatchObject({ customerId, level: 'standard', state: 'needs_review' });
    };
    await change(() => dialog.getByLabel('For', { exact: true }).selectOption({ label: 'Berg AG' }));
    await ask('PATCH', path, { level: 'partner' });
    await page.reload();
    await change(() => level.selectOption({ label: "The customer's" }));

    const prices = [{ position: 1, quantity: 1, unitPrice: '40' }];
    await ask('POST', `${path}/price`, { prices, reason: 'Agreed' });
    await page.reload();
    await page.getByRole('button', { name: 'cube.stl' }).click();
    // It is gone, and nothing says that it was kept.
    await page.route('**/calculate', (route) =>
      route.fulfill({ status: 409, json: { status: 409, title: 'Conflict' } }),
    );
    await page.getByRole('button', { name: 'Price it by the rules again' }).click();
    await page.getByText('Its price by hand is gone, and it could not be priced').first().waitFor();
    await page.unroute('**/calculate');
    expect(await ask('GET', path)).toMatchObject({ state: 'draft', items: [{ manual: null }, {}] });
  });
}
