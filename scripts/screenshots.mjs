#!/usr/bin/env node
/**
 * npm run screenshots [-- name …]: makes the pictures of the README (docs/pictures) from a demo that `npm start` has made and that
 * is running now. Without names: all of PICTURES.
 */
import './lib/node-version.mjs';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { provideChromium } from './lib/chromium.mjs';
import { home, readJson, ROOT } from './lib/paths.mjs';
import { fail, step, Stop } from './lib/print.mjs';

const OUT = join(ROOT, 'docs/pictures');
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

/**
 * The pictures: `as` is who looks, `path` where; `hotel` is chosen at the top by its place in the list, all of them otherwise. What `open`
 * selects is pressed, one after the other, before the picture is made; `show` is scrolled to.
 */
const PICTURES = [
  { name: 'tonight', as: 'manager@seaside.test', path: '/' },
  { name: 'jobs', as: 'manager@seaside.test', path: '/jobs', theme: 'dark' },
  { name: 'rooms', as: 'manager@seaside.test', path: '/rooms', hotel: 0 },
  { name: 'front-desk', as: 'manager@seaside.test', path: '/front-desk', hotel: 0 },
  { name: 'housekeeping', as: 'manager@seaside.test', path: '/housekeeping', hotel: 0, viewport: PHONE },
  {
    name: 'statement',
    as: 'manager@seaside.test',
    path: '/statements?month={lastMonth}',
    open: ['[data-row] a', 'button[aria-label^="Net"], button:has-text("Net")'],
  },
  {
    name: 'quote',
    as: 'manager@alpine.test',
    path: '/quotes',
    open: ['[data-row] a', 'button:has-text("angle-bracket")'],
    show: 'canvas',
    theme: 'dark',
  },
];

/** How long a page may take, ms. */
const PATIENCE_MS = 30_000;
/** After the last request: charts are drawn, columns have their width. */
const SETTLE_MS = 600;

async function main(names) {
  const credentials = readJson(home('credentials.json'));
  if (!credentials) throw new Stop('There is no demo here. Make one with npm start, and leave it running.');
  const baseURL = credentials.baseUrl;
  await fetch(`${baseURL}/health/live`).catch(() => {
    throw new Stop(`Nobody answers at ${baseURL}. Start the demo with npm start, and leave it running.`);
  });
  const unknown = names.filter((name) => !PICTURES.some((one) => one.name === name));
  if (unknown.length > 0)
    throw new Stop(`There is no picture ${unknown[0]}; there are ${PICTURES.map(({ name }) => name).join(', ')}.`);
  let executablePath;
  await step('Chromium', async (say) => (executablePath = await provideChromium(say)));
  if (!executablePath) throw new Stop('The pictures need Chromium: install it, or set TEST_CHROMIUM to its path.');
  // Installed in the console's folder, for its tests.
  const { chromium } = createRequire(join(ROOT, 'web/package.json'))('playwright-core');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  mkdirSync(OUT, { recursive: true });
  try {
    for (const picture of PICTURES.filter(({ name }) => names.length === 0 || names.includes(name)))
      await step(picture.name, () => take(browser, baseURL, credentials.users, picture));
  } finally {
    await browser.close();
  }
}

/** Makes one picture in a browser of its own; answers where it is. */
async function take(
  browser,
  baseURL,
  users,
  { name, as, path, hotel, open = [], show, theme = 'light', viewport = WIDE },
) {
  const user = users.find(({ email }) => email === as);
  if (!user) throw new Stop(`The demo has nobody called ${as}.`);
  const context = await browser.newContext({ baseURL, viewport, colorScheme: theme, locale: 'en-GB' });
  context.setDefaultTimeout(PATIENCE_MS);
  try {
    const page = await context.newPage();
    await logIn(context, baseURL, user, hotel);
    await page.goto(path.replace('{lastMonth}', lastMonth()));
    await settled(page);
    for (const selector of open) {
      await page.locator(selector).first().click();
      await settled(page);
    }
    if (show) {
      await page.locator(show).first().scrollIntoViewIfNeeded();
      await settled(page);
    }
    const file = join(OUT, `${name}.png`);
    await page.screenshot({ path: file });
    return `docs/pictures/${name}.png`;
  } finally {
    await context.close();
  }
}

/** Begins a session without the form, ends the tour, and chooses the hotel (by its place in the list; undefined: all of them). */
async function logIn(context, baseURL, { email, password }, hotel) {
  const session = await context.request.post('/api/v1/auth/session', { data: { email, password } });
  if (!session.ok()) throw new Stop(`${email} cannot log in: ${session.status()}`);
  const csrf = (await context.cookies()).find((cookie) => cookie.name === 'ns_csrf')?.value ?? '';
  const headers = { 'x-csrf-token': csrf, origin: baseURL };
  await context.request.patch('/api/v1/auth/session', { data: { tourEnded: true }, headers });
  if (hotel === undefined) return;
  const { hotels } = await (await context.request.get('/api/v1/hotels?limit=200')).json();
  const chosen = String(hotels[hotel]?.id ?? '');
  await context.addInitScript((id) => localStorage.setItem('ns.hotel', id), chosen);
}

/** The month whose statements the demo has made, `YYYY-MM`. */
function lastMonth() {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
}

/** The page has its heading, shows no grey lines any more, and has asked for what it needs. */
async function settled(page) {
  // Not by its role: behind a dialog it has none.
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => document.querySelector('.skeleton') === null);
  await page.waitForTimeout(SETTLE_MS);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  fail(error);
}
