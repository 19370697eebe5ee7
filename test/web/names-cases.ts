import { describe, expect, it } from '@jest/globals';
import type { Platform } from '../platform/harness.js';
import { findings, logIn, type Page } from './browser.js';

interface World {
  platform: Platform;
  page: Page;
  hostile: readonly string[];
}

/** What people name, and the column it is kept in. */
const NAMED = {
  ...{ hotel: 'name', room_category: 'name', booking: 'guest_name', attendant: 'name', pm_schedule: 'name' },
  ...{ owner: 'name', listing: 'name', statement_import: 'name', customer: 'name', part_file: 'name' },
};
/** Pages that show them. */
const SHOWN = [
  ...['/front-desk?tab=in-house', '/housekeeping', '/rooms', '/owners', '/listings', '/imports', '/quotes'],
  ...['/catalogue?of=customers', '/jobs'],
];

/** Runs after all others: it gives everything they have made another name. */
export function namesCases(world: () => World): void {
  describe('names of hotels, guests, owners and files', () => {
    it('are text wherever they stand, whatever they are', async () => {
      const { platform, page, hostile } = world();
      const name = hostile.join(' ');
      const call = (method: string, path: string, body?: object) =>
        platform.call(method, `/api/v1${path}`, { token: platform.a.ADMIN.token, body });
      expect((await call('POST', '/customers', { name: 'Customer', email: 'customer@names.test' })).status).toBe(201);
      for (const [table, column] of Object.entries(NAMED))
        await platform.sql.query(
          `UPDATE ${table} SET ${column} = left($1, 85) || right(md5(ctid::text), 8) WHERE tenant_id = $2`,
          [name, platform.a.id],
        );
      await logIn(page, platform.a.ADMIN, '/jobs');
      const missing: string[] = [];
      for (const path of SHOWN) {
        await page.goto(path);
        await page
          .getByText(hostile[0]!)
          .first()
          .waitFor({ state: 'attached', timeout: 20_000 })
          .catch(() => missing.push(path));
        // Nothing of it has become an element.
        expect(await page.locator('img[src=x], svg[onload]').count()).toBe(0);
      }
      expect(missing).toEqual([]);
      // One of the mails that the cases before this one have sent.
      const { messages } = (await call('GET', '/mail/messages?limit=1')).body as { messages: { id: string }[] };
      expect(await findings(page, [`/admin/mail/${messages[0]!.id}`])).toEqual([]);
    });
  });
}
