import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Playwright from '../../web/node_modules/playwright-core/index.js';
import { PASSWORD, type Person } from '../platform/harness.js';

/** What functions that run in the page find there. */
declare const document: {
  documentElement: { scrollWidth: number };
  addEventListener: (
    type: 'securitypolicyviolation',
    hear: (event: { effectiveDirective: string; blockedURI: string; sourceFile: string; lineNumber: number }) => void,
  ) => void;
};

// Packages of the console, which are installed in its folder.
const require = createRequire(new URL('../../web/package.json', import.meta.url));
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A machine in a house's network, which has no https.
  '--host-resolver-rules=MAP house.test 127.0.0.1',
];
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export type Browser = Playwright.Browser;
export type Page = Playwright.Page;
export type BrowserContext = Playwright.BrowserContext;

export async function launch(): Promise<Playwright.Browser> {
  const executablePath = process.env['TEST_CHROMIUM'];
  if (!executablePath)
    throw new Error(
      'The tests of the console need Chromium: install it (Debian: apt-get install chromium), or set TEST_CHROMIUM to its path',
    );
  const { chromium } = require('playwright-core') as typeof Playwright;
  return chromium.launch({ executablePath, args: FLAGS });
}

/** What went wrong in a page without anybody having looked: it must stay empty. */
export interface Trouble {
  /** Violations of the content security policy. */
  policy: string[];
  /** Errors that nobody caught, and dialogs: no script of stored data may run. */
  errors: string[];
}

/** Waits until an expression is true in the page. Playwright's own wait for one evaluates it in a timer, which the page's policy forbids. */
export async function isTrue(page: Page, expression: string): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await page.evaluate(expression))) {
    if (Date.now() > end) throw new Error(`not true in the page after 30 s: ${expression}`);
    await page.waitForTimeout(50);
  }
}

/** A browser of its own (cookies, storage), with its pages watched. */
export async function open(
  browser: Playwright.Browser,
  baseURL: string,
  options: Playwright.BrowserContextOptions = {},
): Promise<{ context: BrowserContext; page: Page; trouble: Trouble }> {
  const context = await browser.newContext({
    baseURL,
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    ...options,
  });
  context.setDefaultTimeout(30_000);
  const trouble: Trouble = { policy: [], errors: [] };
  await context.exposeFunction('noteViolation', (words: string) => trouble.policy.push(words));
  await context.addInitScript(() => {
    const { noteViolation } = globalThis as unknown as { noteViolation: (words: string) => void };
    document.addEventListener('securitypolicyviolation', (event) =>
      noteViolation(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`),
    );
  });
  context.on('page', (page) => {
    page.on('pageerror', (error) => trouble.errors.push(error.message));
    page.on('dialog', (dialog) => {
      trouble.errors.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
  });
  return { context, page: await context.newPage(), trouble };
}

/**
 * The browser of most cases, one after the other: what it keeps of them is taken away, but not the scripts that it has read and
 * compiled, which are most of what a new browser takes its time for.
 */
export class SharedBrowser {
  private constructor(
    private readonly opened: Awaited<ReturnType<typeof open>>,
    private readonly origin: string,
  ) {}

  static async open(browser: Playwright.Browser, baseURL: string): Promise<SharedBrowser> {
    return new SharedBrowser(await open(browser, baseURL), new URL(baseURL).origin);
  }

  /** A page as somebody has it who was never here. */
  async page(): Promise<Page> {
    const { context, page: first } = this.opened;
    const page = first.isClosed() || first.url() !== 'about:blank' ? await context.newPage() : first;
    const session = await context.newCDPSession(page);
    await session.send('Storage.clearDataForOrigin', { origin: this.origin, storageTypes: 'all' });
    await session.detach();
    return page;
  }

  /** Closes what the case has opened; answers what went wrong meanwhile. */
  async end(): Promise<Trouble> {
    const { context, trouble } = this.opened;
    await Promise.all(context.pages().map((page) => page.close()));
    return { policy: trouble.policy.splice(0), errors: trouble.errors.splice(0) };
  }

  get context(): BrowserContext {
    return this.opened.context;
  }
}

/** Logs in by the form that the console shows at this address. */
export async function logInByForm(page: Page, person: Person, at = '/jobs'): Promise<void> {
  await page.goto(at);
  await fillIn(page, person);
}

/** The form where it is already. */
export async function fillIn(page: Page, person: Person): Promise<void> {
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('navigation').first().waitFor();
}

/** Cookies of people who have logged in, by e-mail. */
const sessions = new Map<string, Awaited<ReturnType<BrowserContext['cookies']>>>();

/**
 * Shows the console at this address to somebody who is logged in: with the session of the last time, where there is one that the
 * server still takes, because each log-in by the form costs a second.
 */
export async function logIn(page: Page, person: Person, at = '/jobs'): Promise<void> {
  const context = page.context();
  const kept = sessions.get(person.email);
  await context.clearCookies();
  if (kept) await context.addCookies(kept);
  await page.goto(at);
  // Other pages have fields for an address, too.
  const form = page.getByRole('button', { name: 'Log in', exact: true });
  await form.or(page.getByRole('navigation')).first().waitFor();
  if (await form.isVisible()) await fillIn(page, person);
  sessions.set(person.email, await context.cookies());
}

/** Of lists and maps axe looks at the beginning: what comes after is made by the same code, and would be most of its time. */
const MORE_OF_THE_SAME = ['[data-row]:nth-child(n+13)', '[data-night]:nth-child(n+61)'];

/** What axe finds of the WCAG 2.2 AA, named with the element. */
export async function accessibility(page: Page, runOnly = RULES): Promise<string[]> {
  // Once for each document: it is half a megabyte.
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(AXE);
  return page.evaluate(
    async ({ tags, exclude }) => {
      const { axe } = globalThis as unknown as {
        axe: { run: (context: object, options: object) => Promise<{ violations: Violation[] }> };
      };
      interface Violation {
        id: string;
        impact: string;
        nodes: { html: string; failureSummary: string }[];
      }
      const context = { include: [['html']], exclude: exclude.map((selector) => [selector]) };
      const { violations } = await axe.run(context, { runOnly: tags, resultTypes: ['violations'] });
      return violations.flatMap(({ id, impact, nodes }) =>
        nodes.map(
          ({ html, failureSummary }) => `${id} (${impact}): ${html.slice(0, 160)} ${failureSummary.slice(0, 200)}`,
        ),
      );
    },
    { tags: runOnly, exclude: MORE_OF_THE_SAME },
  );
}

/** The widths at which pages are looked at, px, and the theme of each for all rules; of the other theme for those of colour. */
const LOOKS = [
  [1440, 'light', 'dark'],
  [768, 'dark', 'light'],
  [390, 'light', 'dark'],
] as const;
/** The only rule whose outcome depends on the theme: both have the same elements. */
const OF_COLOUR = ['color-contrast'];
/** Without sideways scroll down to here (WCAG 1.4.10). */
const NARROWEST = 320;
const CONTENT =
  ':is(main :is([data-row], [data-night], [data-room], [data-task], [role=grid], dl, article, .card, .empty, input[type=file])):visible';

/**
 * What is wrong with pages at their widths, in both themes at each: what axe finds, and what scrolls sideways. Each is loaded once and made
 * narrower, as a window is. `ready` waits for what a page shows late.
 */
export async function findings(
  page: Page,
  paths: readonly string[],
  ready: (path: string) => Promise<unknown> = () => Promise.resolve(),
): Promise<unknown[]> {
  const found: unknown[] = [];
  const look = async (path: string, width: number, colorScheme: 'light' | 'dark') => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await settled(page);
    await ready(path);
    const scrolls: number = await page.evaluate(() => document.documentElement.scrollWidth);
    if (scrolls > width) found.push([path, width, `is ${scrolls} px wide`]);
  };
  for (const path of paths) {
    await page.setViewportSize({ width: LOOKS[0][0], height: 900 });
    await page.goto(path);
    for (const [width, colorScheme, other] of LOOKS) {
      await look(path, width, colorScheme);
      found.push(...(await accessibility(page)).map((one) => [path, width, colorScheme, one]));
      await page.emulateMedia({ colorScheme: other });
      found.push(...(await accessibility(page, OF_COLOUR)).map((one) => [path, width, other, one]));
    }
    await look(path, NARROWEST, 'light');
  }
  await page.setViewportSize({ width: LOOKS[0][0], height: 900 });
  return found;
}

/** Waits until a page shows what it has, and nothing of it is still loading. */
async function settled(page: Page): Promise<void> {
  // Also behind a drawer, where nothing has a role.
  await page.locator('h1').first().waitFor();
  await page.locator(CONTENT).first().waitFor();
  await page.locator('main .skeleton').first().waitFor({ state: 'detached' });
}

/** Ids of the rows of the page's table, in their order. */
export function rowIds(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('[data-row]')].map((row) => row.getAttribute('data-row'))`);
}

/** How many of them can be seen without scrolling. */
export function rowsInSight(page: Page): Promise<number> {
  return page.evaluate(`(() => {
    const { bottom } = document.querySelector('.table').getBoundingClientRect();
    return [...document.querySelectorAll('[data-row]')].filter((row) => row.getBoundingClientRect().bottom <= bottom).length;
  })()`);
}
