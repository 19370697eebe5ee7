import { createRequire } from 'node:module';
import { createApp, JobsLifecycle, UsersService } from '../../dist/bundle/product.js';
import { settings } from './platform.mjs';
import { row } from './verdict.mjs';

const PERSON = { email: 'admin@bench.test', password: 'correct horse battery staple' };

/** Chromium, or undefined, and then the bench says that it left something out. */
export async function launchBrowser() {
  const executablePath = process.env.TEST_CHROMIUM;
  if (!executablePath) {
    row('left out: what a browser shows', 'there is no Chromium');
    return undefined;
  }
  const { chromium } = createRequire(new URL('../../web/package.json', import.meta.url))('playwright-core');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });
}

/** The product's API and console, and an ADMIN of the tenant who is logged in, in a browser of its own. */
export async function startConsole(tenantId) {
  const browser = await launchBrowser();
  if (!browser) return undefined;
  const app = await createApp(settings({ ROLES: 'api', THROTTLE_PER_MINUTE: '1000000' }));
  await app.listen(0, '127.0.0.1');
  const base = `http://127.0.0.1:${app.getHttpServer().address().port}`;
  await app.get(UsersService, { strict: false }).create({ ...PERSON, tenantId, role: 'ADMIN' });
  return {
    base,
    /** A page where she has just logged in. @param prepare is given the page before that */
    async page(prepare = () => undefined) {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      page.on('pageerror', (error) => console.log(`    ${error.message}`));
      await prepare(page);
      await page.goto(`${base}/schedules`);
      await page.getByLabel('E-mail').fill(PERSON.email);
      await page.getByLabel('Password').fill(PERSON.password);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Schedules' }).waitFor();
      return page;
    },
    async stop() {
      await browser.close();
      await app.get(JobsLifecycle).drain();
      await app.close();
    },
  };
}
