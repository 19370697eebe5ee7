import { beforeAll, describe, expect, it } from '@jest/globals';
import { binaryStl } from '../../src/quoting/analysis/testing/files.js';
import { box, cube } from '../../src/quoting/analysis/testing/shapes.js';
import type { Platform } from '../platform/harness.js';
import { furnish } from '../quoting/workshop.js';
import { pdfPages } from '../support/pdf-text.js';
import { accessibility, findings, logIn, type open, type Page } from './browser.js';
import { customerQuoteCases } from './customer-quote-cases.js';
import { quoteEditCases } from './quote-edit-cases.js';
import { workshopCases } from './workshop-cases.js';

/** What functions that run in the page find there. */
declare const document: { documentElement: { scrollWidth: number } };

const HOSTILE = '<img src=x onerror=alert(1)>';

interface World {
  platform: Platform;
  page: Page;
  /** Another browser, in which nobody has logged in. */
  other: (options?: object) => ReturnType<typeof open>;
}

/** Quotes in the console, and what customers and owners see by their links, in the application and the browser of the spec. */
export function quotingCases(world: () => World): void {
  const ask = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
    const { platform } = world();
    const answer = await platform.call(method, `/api/v1${path}`, { token: platform.a.MANAGER.token, body });
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  };
  /** A quote that was calculated: its files are measured by then. */
  const priced = async (id: string) => {
    await ask('POST', `/quotes/${id}/calculate`);
    for (let n = 0; n < 600; n++) {
      if ((await ask('GET', `/quotes/${id}`))['state'] === 'ready') return;
      await new Promise((later) => setTimeout(later, 100));
    }
    throw new Error('It was not priced');
  };
  /** A page of somebody who is not logged in. */
  const stranger = async (options = {}) => (await world().other(options)).page;

  describe('quotes', () => {
    let quoteId: string;
    let orderId: string;
    let link: string;

    beforeAll(() =>
      furnish((method, path, body) => {
        const { platform } = world();
        return platform.call(method, `/api/v1${path}`, { token: platform.a.MANAGER.token, body });
      }),
    );

    it('parts are dropped and chosen, measured before the eyes, given another unit, and an issue lights its faces', async () => {
      const { platform, page } = world();
      await logIn(page, platform.a.MANAGER, '/quotes');
      await page.getByText('There are no quotes yet').waitFor();
      // A plate that is thinner than the process makes them.
      const plate = binaryStl(box([40, 30, 0.4])).toString('base64');
      const transfer = await page.evaluateHandle(
        `(() => { const data = new DataTransfer();
          const bytes = Uint8Array.from(atob('${plate}'), (sign) => sign.charCodeAt(0));
          data.items.add(new File([bytes], ${JSON.stringify(`${HOSTILE}.stl`)})); return data; })()`,
      );
      await page.getByText('Drop files of parts here').dispatchEvent('drop', { dataTransfer: transfer });
      await page.getByRole('heading', { name: 'New quote' }).waitFor();
      // While one is being sent others are not taken, and it is said.
      let go = (): void => undefined;
      const held = new Promise<void>((resolve) => (go = resolve));
      await page.route('**/api/v1/files', (route) => held.then(() => route.continue()));
      const file = { name: 'cube.stl', mimeType: 'model/stl', buffer: binaryStl(cube(0.5)) };
      await page.getByLabel('Files of parts').setInputFiles(file);
      await page
        .getByRole('button', { name: 'Choose files', disabled: true })
        .or(page.locator('[aria-busy=true]'))
        .first()
        .waitFor();
      await page.getByLabel('Files of parts').setInputFiles({ ...file, name: 'second.stl' });
      await page.getByText(/^Not taken, because others are still being sent: second\.stl/).waitFor();
      go();
      await page.getByText('0.5 × 0.5 × 0.5 mm').waitFor();
      await page.unroute('**/api/v1/files');
      await page.getByLabel('Unit of cube.stl').selectOption('in');
      await page.getByText('12.7 × 12.7 × 12.7 mm').waitFor();
      await page.getByRole('button', { name: 'in', exact: true }).click();
      await page.getByText('0.5 × 0.5 × 0.5 in').waitFor();
      await page.getByRole('button', { name: 'mm', exact: true }).click();

      const view = page.locator('[data-gl="ready"]').first();
      await view.waitFor();
      expect(await view.getAttribute('data-lit')).toBe('0');
      const issue = page.locator('[data-issue="thin_wall"]');
      await issue.click();
      await page.waitForURL(/issue=thin_wall/);
      const faces = Number(await issue.getAttribute('data-faces'));
      expect(faces).toBeGreaterThan(0);
      expect(await view.getAttribute('data-lit')).toBe(String(faces));
      expect(await issue.getAttribute('aria-pressed')).toBe('true');

      // Measured by keys alone: the middle of the picture is on the part, from two sides.
      await view.focus();
      await page.keyboard.press('m');
      await page.keyboard.press('Enter');
      expect(await view.getAttribute('data-points')).toBe('1');
      for (let n = 0; n < 3; n++) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('+');
      await page.keyboard.press('Enter');
      await page.getByText(/^Distance /).waitFor();
      await page.getByLabel('Section').first().selectOption('x');
      expect(await view.getAttribute('data-cut')).toBe('x 0.5');
    });

    it('what the rules do not price waits for a person, who prices, revises and sends it', async () => {
      const { platform, page } = world();
      await logIn(page, platform.a.MANAGER, '/quotes');
      const { files } = (await ask('GET', '/files')) as unknown as { files: { id: string; name: string }[] };
      const parts = files.map(({ id }) => id).join(',');
      await platform.sql.query(
        `INSERT INTO customer (tenant_id, name, email) SELECT $1, CASE n WHEN 201 THEN 'Zimmermann AG' ELSE 'Customer ' || n END,
           'c' || n || '@example.com' FROM generate_series(1, 201) AS n`,
        [platform.a.id],
      );
      await page.goto(`/quotes/new?parts=${parts}`);
      // Also who is on no first page can be chosen.
      await page.getByLabel('For', { exact: true }).selectOption({ label: 'Zimmermann AG' });
      await page.getByLabel('For', { exact: true }).selectOption({ label: 'Somebody new' });
      await page.getByLabel('Name', { exact: true }).fill(`Ana ${HOSTILE}`);
      await page.getByLabel('Address').fill('Rua Augusta 1\n1100-048 Lisboa');
      await page.getByLabel('E-mail').fill('mistyped@example.com');
      await page.getByLabel('Note').fill('With the offer of May');
      await page.getByRole('button', { name: 'Price 2 parts' }).click();
      await page.waitForURL(/\/quotes\/[0-9a-f-]{36}/);
      quoteId = new URL(page.url()).pathname.split('/')[2]!;
      await page.locator('.state', { hasText: 'Needs a human' }).waitFor();
      await page.getByRole('region', { name: 'Who did what' }).getByText('Made: quotes').waitFor();
      await page.getByRole('link', { name: 'Quotes', exact: true }).first().click();
      await page.getByRole('button', { name: 'Needs a human (1)' }).click();
      await page.waitForURL(/state=needs_review/);
      await page.locator(`[data-row="${quoteId}"]`).getByRole('link').click();
      await page.getByRole('button', { name: HOSTILE }).click();
      await page
        .getByText(/Walls of 0\.40 mm/)
        .first()
        .waitFor();
      const dialog = page.getByRole('dialog');
      await page.getByRole('button', { name: 'More' }).click();
      await page.getByRole('menuitem', { name: 'Change whom it is for' }).click();
      await dialog.getByLabel('E-mail').fill('ana@example.com');
      await dialog.getByRole('button', { name: 'Change and price it' }).click();
      await dialog.waitFor({ state: 'hidden' });
      expect(await ask('GET', `/quotes/${quoteId}`)).toMatchObject({
        recipient: { address: 'Rua Augusta 1\n1100-048 Lisboa', email: 'ana@example.com' },
        ...{ note: 'With the offer of May', level: 'standard', state: 'needs_review' },
      });
      await page.keyboard.press('e');
      for (const [quantity, price] of [
        ['1', '30'],
        ['10', '20.50'],
        ['100', '15'],
      ] as const)
        await dialog
          .getByRole('group', { name: HOSTILE })
          .getByLabel(`One of ${quantity}, EUR`, { exact: true })
          .fill(price);
      await dialog.getByLabel('Reason').fill('It is a shim: it is meant to be thin');
      await dialog.getByLabel('Working days until it is shipped').fill('5');
      await dialog.getByRole('button', { name: 'Set the price' }).click();
      await page.locator('.state', { hasText: 'Ready' }).waitFor();
      // A price that was agreed for one part: the other keeps its own, and both their lead times.
      await dialog.waitFor({ state: 'hidden' });
      await page.keyboard.press('e');
      expect(await dialog.getByLabel('Working days until it is shipped').inputValue()).toBe('');
      await dialog.getByRole('group', { name: HOSTILE }).getByLabel('One of 1, EUR', { exact: true }).fill('31');
      await dialog.getByLabel('Reason').fill('Agreed on the phone');
      // Typed and taken back: nothing is said of it.
      await dialog.getByLabel('Working days until it is shipped').fill('7');
      await dialog.getByLabel('Working days until it is shipped').fill('');
      await dialog.getByRole('button', { name: 'Set the price' }).click();
      await dialog.waitFor({ state: 'hidden' });
      type Items = {
        fileName: string;
        manual: { reason: string } | null;
        tiers: { leadDays: number | null; unitPrice: string }[];
      }[];
      const { items } = (await ask('GET', `/quotes/${quoteId}`)) as unknown as { items: Items };
      const [shim, cubes] = [
        items.find(({ manual }) => manual)!,
        items.find(({ fileName }) => fileName === 'cube.stl')!,
      ];
      expect([shim.manual, shim.tiers[0]]).toMatchObject([
        { reason: 'Agreed on the phone' },
        { unitPrice: '31.00', leadDays: 5 },
      ]);
      expect([cubes.manual, ...cubes.tiers.map(({ leadDays }) => leadDays)]).toEqual([null, 10, 10, 10]);
      await page.getByRole('button', { name: 'cube.stl' }).click();
      const prices = page.getByRole('table', { name: /Prices of cube/ });
      await prices.getByText('Its share of the setup').waitFor();
      expect(await prices.locator('thead th').allInnerTexts()).toEqual(['Quantity', '1', '10', '100']);
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByRole('alertdialog').getByText('ana@example.com').waitFor();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Send', exact: true }).click();
      await page.locator('.state', { hasText: 'Sent' }).waitFor();
      // A date as people write it.
      await page
        .getByText(/^\d\d \w{3} \d{4}$/)
        .first()
        .waitFor();
      link = (await page.getByRole('link', { name: 'Open what the customer sees' }).getAttribute('href'))!;
      expect(await page.getByRole('link', { name: 'PDF' }).getAttribute('href')).toBe(`/api/v1/quotes/${quoteId}/pdf`);
    });

    customerQuoteCases(() => ({ stranger, ask, priced, quoteId, link }));

    it('a part that is open says so where what speaks against it is listed', async () => {
      const { platform, page } = world();
      await logIn(page, platform.a.MANAGER, '/quotes/new');
      const { positions, triangles } = cube(10);
      // A triangle is missing.
      const buffer = binaryStl({ positions, triangles: triangles.slice(3) });
      await page.getByLabel('Files of parts').setInputFiles({ name: 'open.stl', mimeType: 'model/stl', buffer });
      await page.locator('[data-reason="not_watertight"]').getByText('Stops it').waitFor();
      expect(await page.getByText('Nothing speaks against making it').count()).toBe(0);
    });

    it('the list of what was found is whole without WebGL', async () => {
      const { platform, page } = world();
      await page.addInitScript('HTMLCanvasElement.prototype.getContext = () => null;');
      await logIn(page, platform.a.STAFF, `/quotes/${quoteId}`);
      await page.getByRole('button', { name: HOSTILE }).click();
      await page.getByText('It cannot be shown in 3-D here').waitFor();
      await page.locator('[data-issue="thin_wall"]').click();
      await page.getByText('Thicken the marked walls to at least 0.8 mm').waitFor();
      // It was found under the code that its process had then.
      const { processes } = (await ask('GET', '/processes')) as unknown as {
        processes: { id: number; code: string }[];
      };
      const sls = `/processes/${processes.find(({ code }) => code === 'sls')!.id}`;
      await ask('PATCH', sls, { code: 'sls-pa' });
      try {
        await page.reload();
        await page.getByText('What was found when it was measured stands below').waitFor();
        await page.locator('[data-issue="thin_wall"]').waitFor();
      } finally {
        await ask('PATCH', sls, { code: 'sls' });
      }
    });

    it('an order is begun, promised for another day, shipped with its invoice, and arrives', async () => {
      const { platform, page } = world();
      await logIn(page, platform.a.MANAGER, `/quotes/${quoteId}`);
      await page.getByRole('link', { name: 'The order that was made of it' }).click();
      await page.getByRole('heading', { name: 'Orders' }).waitFor();
      await page.locator('[data-row]').getByRole('link').first().click();
      await page.getByRole('heading', { name: /^Order O-/ }).waitFor();
      orderId = new URL(page.url()).pathname.split('/')[2]!;
      const dialog = page.getByRole('dialog');
      // An order belongs to the workshop and to no hotel: it is on its clock.
      const ordered = page.locator('dl time').first();
      const vienna = { timeZone: 'Europe/Vienna', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
      const clock = new Intl.DateTimeFormat('en-GB', vienna).format(
        new Date((await ordered.getAttribute('datetime'))!),
      );
      expect(await ordered.innerText()).toMatch(new RegExp(`${clock} (CES?T|GMT\\+[12])`));
      await page.getByRole('button', { name: 'Promise another day' }).click();
      await dialog.getByLabel('Day it is shipped on').fill('2000-01-01');
      await dialog.getByRole('button', { name: 'Promise it' }).click();
      await dialog
        .getByText(/must not lie before the order/)
        .first()
        .waitFor();
      await dialog.getByLabel('Day it is shipped on').fill('2100-01-04');
      await dialog.getByLabel('Why (optional)').fill(`Powder ${HOSTILE}`);
      await dialog.getByRole('button', { name: 'Promise it' }).click();
      await dialog.waitFor({ state: 'hidden' });
      await page.getByText('04 Jan 2100').first().waitFor();
      await page.getByRole('button', { name: 'Change whom it is for' }).click();
      await dialog.getByLabel('Address').fill('Rua Augusta 2\n1100-048 Lisboa');
      await dialog.getByRole('button', { name: 'Change it' }).click();
      await dialog.waitFor({ state: 'hidden' });
      await page.keyboard.press('s');
      await page.getByRole('alertdialog').getByRole('button', { name: 'Begin' }).click();
      await page.locator('.state', { hasText: 'In production' }).waitFor();
      await page.keyboard.press('h');
      await dialog.getByText('ana@example.com').waitFor();
      await dialog.getByLabel('Carrier').fill('DHL');
      await dialog.getByLabel('Tracking number (optional)').fill('JD014600003');
      await dialog.getByRole('button', { name: 'Ship it' }).click();
      await page.getByText('DHL · JD014600003').waitFor();
      const invoice = (await page.getByRole('link', { name: /^Invoice / }).getAttribute('href'))!;
      expect((await page.request.get(invoice)).headers()['content-type']).toBe('application/pdf');
      expect(pdfPages(await (await page.request.get(invoice)).body())[0]).toContain('Rua Augusta 2\n1100-048 Lisboa');
      await page.getByRole('button', { name: 'It has arrived' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'It has arrived' }).click();
      await page.locator('.state', { hasText: 'Delivered' }).waitFor();
      expect(await ask('GET', `/orders/${orderId}`)).toMatchObject({
        ...{ state: 'delivered', carrier: 'DHL', promisedOn: '2100-01-04', promiseReason: `Powder ${HOSTILE}` },
      });
    });

    quoteEditCases(() => ({ ...world(), ask }));
    workshopCases(() => ({ ...world(), ask }));

    it('its pages have no findings of axe in both themes, and no sideways scroll', async () => {
      const { platform, page } = world();
      await logIn(page, platform.a.MANAGER, '/quotes');
      const { files } = (await ask('GET', '/files')) as unknown as { files: { id: string }[] };
      const quotes = ['/quotes', `/quotes/new?parts=${files[0]!.id}`, `/quotes/${quoteId}?item=2`];
      const orders = ['/orders', `/orders/${orderId}`, '/catalogue', '/catalogue/settings'];
      expect(await findings(page, [...quotes, ...orders])).toEqual([]);
    });
  });

  it("an owner's page shows its statements by the link, on a phone too, and nothing once it is taken back", async () => {
    // That of the statement which was made final before.
    const { statements } = (await ask('GET', '/statements?state=final')) as unknown as {
      statements: { ownerId: number; net: string }[];
    };
    const { ownerId: owner, net } = statements[0]!;
    const { url } = await ask('POST', `/owners/${owner}/links`, {});
    const path = new URL(url as string).pathname;
    const page = await stranger({ viewport: { width: 390, height: 800 } });
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect([colorScheme, await accessibility(page)]).toEqual([colorScheme, []]);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    expect(await page.locator('main').innerText()).toContain(net);
    const pdf = (await page.getByRole('link', { name: /PDF$/ }).first().getAttribute('href'))!;
    const { status, headers } = await page.request.get(new URL(pdf, page.url()).pathname).then(async (answer) => ({
      status: answer.status(),
      headers: answer.headers(),
    }));
    expect([status, headers['content-type']]).toEqual([200, 'application/pdf']);
    await ask('DELETE', `/owners/${owner}/links`).catch(() => undefined);
    await page.reload();
    await page.getByRole('heading', { name: 'This link was taken back' }).waitFor();
  });
}
