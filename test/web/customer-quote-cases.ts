import { expect, it } from '@jest/globals';
import { accessibility, type Page } from './browser.js';

/** What functions that run in the page find there. */
declare const document: { documentElement: { scrollWidth: number } };

const HOSTILE = '<img src=x onerror=alert(1)>';

interface World {
  /** A page of somebody who is not logged in. */
  stranger: (options?: object) => Promise<Page>;
  /** Asks the API as the MANAGER; throws when it refuses. */
  ask: (method: string, path: string, body?: unknown) => Promise<Record<string, unknown>>;
  /** Resolves once the quote has a price. */
  priced: (id: string) => Promise<void>;
  /** The quote that was sent, with its link. */
  quoteId: string;
  link: string;
}

/** What customers see of quotes by their links. */
export function customerQuoteCases(world: () => World): void {
  it('its customer sees it by the link, in 3-D too, chooses, and accepts it', async () => {
    const { stranger, ask, quoteId, link } = world();
    const path = new URL(link).pathname;
    const page = await stranger({ viewport: { width: 390, height: 800 } });
    const addresses: string[] = [];
    // The address is the key: no other one is told of it.
    const told: string[] = [];
    // What the browser's console would show in red.
    const missing: string[] = [];
    page.on('response', (answer) => {
      if (answer.status() >= 400 && !answer.url().includes('/totals')) missing.push(answer.url());
    });
    page.on('request', (request) => {
      if (request.headers()['referer']) told.push(request.url());
      addresses.push(new URL(request.url()).pathname);
    });
    await page.goto(path);
    await page.getByRole('heading', { name: /^Quote Q-/ }).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect([colorScheme, await accessibility(page)]).toEqual([colorScheme, []]);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await page.getByRole('button', { name: 'Show it in 3-D' }).last().click();
    await page.locator('ns-part[data-gl="ready"]').waitFor();
    const total = page.locator('[data-row="total"] [data-total]');
    const before = await total.innerText();
    // What is not known to be the total of the choice cannot be ordered.
    const accept = page.getByRole('button', { name: 'Accept the quote' });
    await page.route('**/totals*', (route) => route.fulfill({ status: 503 }));
    await page.locator('input[value="10"]').first().check();
    await page.getByText('The total could not be worked out').waitFor();
    expect([await accept.isDisabled(), await total.innerText()]).toEqual([true, '…']);
    await page.unroute('**/totals*');
    await page.locator('input[value="1"]').first().check();
    await page.locator('[data-row="total"] [data-total]', { hasText: before }).waitFor();
    await page.locator('input[value="10"]').first().check();
    await page.locator('[data-row="total"] [data-total]', { hasText: /\d/, hasNotText: before }).waitFor();
    const chosen = await total.innerText();
    await page.getByLabel('Your name').fill('Ana Sousa');
    await accept.click();
    const sure = page.getByRole('dialog');
    await sure.getByText(`Order for ${chosen} EUR?`).waitFor();
    expect(await sure.getByRole('listitem').allInnerTexts()).toContainEqual(expect.stringMatching(/^10 pieces of /));
    await sure.getByRole('button', { name: 'Order it' }).click();
    await page.getByText('You have accepted this quote').waitFor();
    const { orders } = (await ask('GET', `/orders?quoteId=${quoteId}`)) as unknown as {
      orders: { number: string }[];
    };
    const next = page.locator('.next');
    await next.getByText(`Your order is ${orders[0]!.number}.`).waitFor();
    await next.getByText(/shipped by \d{1,2} \w+ \d{4}|no day yet/).waitFor();
    await next.getByRole('link', { name: 'shop@alpine.test' }).waitFor();
    expect(await accessibility(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    // A browser without a window does not ask for the icon by itself.
    const icon = (await page.locator('link[rel=icon]').getAttribute('href'))!;
    expect([(await page.request.get(icon)).status(), missing]).toEqual([200, []]);
    expect(told).toEqual([]);
    expect(addresses).toContain('/part-view.js');
    expect(await ask('GET', `/quotes/${quoteId}`)).toMatchObject({
      state: 'accepted',
      total: chosen.replaceAll(',', ''),
      decision: { by: 'customer', name: 'Ana Sousa' },
    });
  });

  it('a customer declines with a reason, and a link that was cut off says so', async () => {
    const { stranger, ask, priced } = world();
    const { files } = (await ask('GET', '/files')) as unknown as { files: { id: string; name: string }[] };
    const fileId = files.find(({ name }) => name === 'cube.stl')!.id;
    const recipient = { name: 'Rui', email: 'rui@example.com' };
    const items = [{ fileId, process: 'sls', material: 'pa12', quantity: 1 }];
    const { id } = await ask('POST', '/quotes', { recipient, items });
    await priced(id as string);
    const path = new URL((await ask('POST', `/quotes/${id as string}/send`))['link'] as string).pathname;
    // Words are English, and numbers and dates as her browser has them, also those that a script writes.
    const page = await stranger({ locale: 'de-AT' });
    await page.goto(path);
    await page.locator('time[lang="de-AT"]').first().waitFor();
    expect(await page.locator('[data-row="total"] [data-total]').innerText()).toMatch(/^\d+,\d\d$/);
    await page.getByRole('button', { name: 'Decline' }).click();
    await page.getByLabel(/^Why/).fill(`Too late ${HOSTILE}`);
    await page.getByRole('button', { name: 'Decline it' }).click();
    await page.getByText('This quote was declined').waitFor();
    await page.locator('.next').getByText('Nothing is made, and there is nothing to pay.').waitFor();
    await page.goto(path.replace('/page', 'x/page'));
    await page.getByRole('heading', { name: 'This link does not work' }).waitFor();
    expect(await accessibility(page)).toEqual([]);
    expect(await ask('GET', `/quotes/${id as string}`)).toMatchObject({
      decision: { reason: `Too late ${HOSTILE}` },
    });
  });
}
