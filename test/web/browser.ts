import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Playwright from '../../web/node_modules/playwright-core/index.js';
import { PASSWORD, type Person } from '../platform/harness.js';

/** What functions that run in the page find there. */
declare const document: {
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
  const page = await context.newPage();
  page.on('pageerror', (error) => trouble.errors.push(error.message));
  page.on('dialog', (dialog) => {
    trouble.errors.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { context, page, trouble };
}

/** Logs in by the form that the console shows at this address. */
export async function logIn(page: Page, person: Person, at = '/jobs'): Promise<void> {
  await page.goto(at);
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('navigation').first().waitFor();
}

/** What axe finds of the WCAG 2.2 AA, named with the element. */
export async function accessibility(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as {
      axe: { run: (root: unknown, options: object) => Promise<{ violations: Violation[] }> };
    };
    interface Violation {
      id: string;
      impact: string;
      nodes: { html: string; failureSummary: string }[];
    }
    const { violations } = await axe.run(document, { runOnly: tags });
    return violations.flatMap(({ id, impact, nodes }) =>
      nodes.map(
        ({ html, failureSummary }) => `${id} (${impact}): ${html.slice(0, 160)} ${failureSummary.slice(0, 200)}`,
      ),
    );
  }, RULES);
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

/** Each width is looked at once: the themes have the same layout, and the same colours at every width. */
export const widthsOf = (colorScheme: 'light' | 'dark') => (colorScheme === 'light' ? [1440, 390] : [768]);
