import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type FakeGoogle, hourAt } from '../catchup/google-server.js';
import { PeopleWorld } from '../catchup/people-world.js';
import type { Person, Platform } from '../platform/harness.js';
import { findings, logIn, type Page } from './browser.js';

interface Case {
  platform: Platform;
  google: FakeGoogle;
  page: Page;
  hostile: readonly string[];
}

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

const PATHS = ['', '/suggestions', '/people', '/people/import', '/calendars', '/messages', '/preferences'].map(
  (path) => `/catchup${path}`,
);

/** What somebody does who begins with CatchUp, in her browser. */
export function catchupCases(given: () => Case): void {
  describe('catching up', () => {
    let world: PeopleWorld;
    /** Her password is that of all users of tests. */
    let her: Person;
    let page: Page;
    const tomorrow = `${inDays(1)}T12:00:00.000Z`;
    const suggestions = async (state: string) =>
      (await world.ask(her, 'GET', `/suggestions?state=${state}`))['suggestions'] as { id: string; contact: object }[];
    /** Not the messages at the lower edge, which are dialogs as well. */
    const dialog = () => page.locator('.dialog, .drawer');
    const submit = async (name: string | RegExp) => {
      await dialog().getByRole('button', { name }).click();
      await dialog().waitFor({ state: 'hidden' });
    };

    beforeAll(async () => {
      world = new PeopleWorld(given().platform);
      her = await world.platform.person(world.tenant, 'catchup', 'STAFF');
    });
    beforeEach(() => {
      ({ page } = given());
    });

    it('connects a calendar at Google, chooses another one, and sees why an hour is not free', async () => {
      const { google, hostile } = given();
      const email = 'vera@example.test';
      const family = { id: 'family', summary: `Family ${hostile[0]}`, timeZone: 'UTC', events: [] };
      await google.settings({ account: email });
      await google.user(email, [family]);
      await google.events(email, { put: [hourAt('dentist', tomorrow, { summary: `Dentist ${hostile[1]}` })] });
      await logIn(page, her, '/jobs');
      await page.keyboard.press('g');
      await page.keyboard.press('c');
      await page.getByRole('status').getByRole('link', { name: 'Connect one' }).click();
      // Nothing can be read yet, and the page says so.
      await page.getByRole('button', { name: 'Read now' }).click();
      await page.getByText('No calendar account is connected').first().waitFor();
      await page.getByRole('button', { name: 'Connect Google' }).click();
      await page.getByRole('heading', { name: 'Your calendars are connected' }).waitFor();
      await page.getByRole('link', { name: 'To your calendars' }).click();
      await page.getByLabel(/^Family/).check();
      await page.getByText(/calendars? read,/).waitFor();
      await page.getByText(/They are read next at .* in \d+/).waitFor();
      expect(await page.locator('[data-account]').innerText()).toContain(email);
      const { calendars } = await world.ask(her, 'GET', '/calendars');
      expect((calendars as { selected: boolean }[]).map(({ selected }) => selected)).toEqual([true, true]);

      await page.goto(`/catchup?week=${inDays(1)}`);
      const hour = page.locator(`[data-at="${tomorrow}"]`);
      expect(await hour.getAttribute('aria-label')).toContain(`busy: Dentist ${hostile[1]}`);
      await hour.focus();
      await page.keyboard.press('Enter');
      const why = dialog().getByRole('list', { name: 'Why it is not free' });
      await why.getByText('There is an event in a calendar of yours.').waitFor();
      expect(await why.innerText()).toContain(`Dentist ${hostile[1]}`);
      expect(new URL(page.url()).searchParams.get('at')).toBe(tomorrow);
      await page.getByRole('button', { name: 'Hour after' }).click();
      await dialog().getByText(/Free$/).waitFor();
      await page.getByRole('button', { name: 'Keep it for myself' }).click();
      await dialog().getByText('You keep this time for yourself.').waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await dialog().getByText(/Free$/).waitFor();
      await page.keyboard.press('Escape');
      await dialog().waitFor({ state: 'hidden' });
      // The same as a list; then a week further by the keyboard.
      await page.getByRole('button', { name: 'As a list' }).click();
      await page.getByRole('button', { name: /Busy Dentist/ }).waitFor();
      await page.keyboard.press(']');
      await page.waitForURL(new RegExp(`week=`));
      await page.getByText('This week').waitFor();
    });

    it('names people, accepts one suggestion, puts another one off and takes that back', async () => {
      const { google, hostile } = given();
      await logIn(page, her, '/catchup/people');
      const names = [`Ana ${hostile[0]}`, `Bo ${hostile[2]}`, `Cy ${hostile[5]}`];
      for (const name of names) {
        await page.keyboard.press('n');
        await page.getByLabel('Name').fill(name);
        await page.getByLabel('Last met').fill(inDays(-45));
        await submit('Add');
      }
      await page.locator('[data-row]').nth(2).waitFor();
      await page.getByRole('link', { name: 'Suggestions' }).click();
      await page.getByText('Nobody is to be met right now').waitFor();
      await page.getByRole('button', { name: 'Make some now' }).click();
      const card = (name: string) => page.getByRole('article', { name, exact: true });
      await card(names[0]!)
        .getByText(/Last met 45 days ago; you wanted monthly/)
        .waitFor();
      const [first] = await suggestions('open');
      await google.forget();
      await card(names[0]!).getByRole('button', { name: 'Accept' }).click();
      await page
        .getByText(/^You meet/)
        .waitFor({ timeout: 15_000 })
        .catch(async () => {
          const told = await page.locator('.toast-title, [role="dialog"]').allInnerTexts();
          throw new Error(`It was not accepted: ${told.join(' | ')}`);
        });
      await page.getByRole('button', { name: 'Accepted' }).click();
      await card(names[0]!).getByText('In your calendar').waitFor();
      const written = (await google.log('/events', 'vera@example.test')).filter(({ method }) => method === 'POST');
      expect([first !== undefined, written.map(({ status }) => status)]).toEqual([true, [200]]);

      await page.getByRole('button', { name: 'Open', exact: true }).click();
      await card(names[1]!).getByRole('button', { name: 'Snooze' }).click();
      await page.getByLabel('No suggestion before').fill(inDays(30));
      await submit('Put off');
      await card(names[1]!).waitFor({ state: 'hidden' });
      expect(await suggestions('snoozed')).toMatchObject([{ contact: { name: names[1] }, snoozedUntil: inDays(30) }]);
      await page.getByRole('button', { name: 'Undo' }).click();
      await card(names[1]!).waitFor();
      expect(await suggestions('snoozed')).toEqual([]);
      await card(names[2]!).getByRole('button', { name: 'Dismiss' }).click();
      await page.getByRole('menuitem', { name: 'We have met already…' }).click();
      // What is refused is said in the form, which stays.
      await page.route('**/dismiss', (route) => route.fulfill({ status: 409, json: { detail: 'It is not open' } }));
      await dialog().getByRole('button', { name: 'Note it' }).click();
      await dialog().getByText('It is not open').waitFor();
      await page.unroute('**/dismiss');
      await dialog().getByRole('button', { name: 'Note it' }).click();
      await page
        .getByRole('dialog', { name: /less often/ })
        .getByRole('button', { name: 'quarterly' })
        .click();
      await card(names[2]!).waitFor({ state: 'hidden' });
      const { contacts } = await world.ask(her, 'GET', '/contacts?search=Cy');
      expect(contacts).toMatchObject([{ frequency: 'quarterly', due: false }]);
    });

    it('an hour that was taken meanwhile is offered another time', async () => {
      const { google } = given();
      const [open] = (await suggestions('open')) as unknown as { startsAt: string; contact: { name: string } }[];
      await google.events('vera@example.test', { put: [hourAt('taken', open!.startsAt)], quiet: true });
      await logIn(page, her, '/catchup/suggestions');
      const card = page.getByRole('article', { name: open!.contact.name, exact: true });
      await card.getByRole('button', { name: 'Accept' }).click();
      const other = dialog().getByRole('button', { name: /\d\d:\d\d/ });
      await other.first().waitFor();
      expect(await other.count()).toBe(3);
      await other.first().click();
      await page.getByText(/^You meet/).waitFor();
      expect(await suggestions('accepted')).toHaveLength(2);
    });

    it('people come from a file, after a preview; preferences are kept; a digest is followed', async () => {
      const { hostile } = given();
      await logIn(page, her, '/catchup/people/import');
      const file = `Name,Email,Shoe size ${hostile[1]},Hat\n"Dora ${hostile[0]}",dora@example.test,38\nElsa,elsa@example.test,,\nElsa,elsa@example.test,40\n,,41,\n`;
      await page
        .getByLabel('File of contacts')
        .setInputFiles({ name: `${hostile[0]}.csv`, mimeType: 'text/csv', buffer: Buffer.from(file) });
      await page.getByText('2 people would be added, 1 is there already').waitFor();
      // What of the file is taken by nobody is named, before the import and after it.
      const lost = async () => {
        const columns = await page.getByRole('region', { name: 'Columns that are not taken' }).innerText();
        expect(columns).toContain(`Shoe size ${hostile[1]}: in 3 rows`);
        expect(columns).toContain('nothing stands in it: Hat');
        const lines = page.getByRole('region', { name: 'Lines that bring nobody' }).getByRole('row');
        expect((await lines.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ').trim())).toEqual([
          'Line Name Why',
          '4 Elsa The same as on line 3, by the e-mail address',
          '5 — It has neither a name nor an address nor a number',
        ]);
      };
      await lost();
      expect((await world.ask(her, 'GET', '/contacts?search=Elsa'))['contacts']).toEqual([]);
      await page.getByRole('button', { name: 'Add 2 people' }).click();
      await page.getByText('2 people were added, 1 was there already, 1 could not be read.').waitFor();
      await lost();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'My people' }).waitFor();
      await page.getByRole('link', { name: /^Dora/ }).click();
      await page.getByRole('heading', { level: 1, name: `Dora ${hostile[0]}` }).waitFor();
      // She is met at other hours than everybody else.
      await page.getByRole('button', { name: 'Change' }).click();
      await dialog().getByLabel('You meet at other hours').check();
      await dialog().getByLabel('Monday, window 1, from').fill('19:00');
      await dialog().getByLabel('Monday, window 1, to').fill('18:00');
      await dialog().getByRole('button', { name: 'Save' }).click();
      await dialog()
        .getByText(/^✕ Monday:/)
        .waitFor();
      await dialog().getByLabel('Monday, window 1, to').fill('20:30');
      await submit('Save');
      await page.getByText(/^Own hours/).waitFor();
      const { contacts: doras } = await world.ask(her, 'GET', '/contacts?search=Dora');
      expect((doras as { windows: string[][][] }[])[0]!.windows[0]).toEqual([['19:00', '20:30']]);

      await page.getByRole('link', { name: 'Preferences' }).click();
      await page.getByLabel('Monday, window 1, to').fill('12:00');
      await page.getByRole('button', { name: 'Add hours on Monday' }).click();
      await page.getByLabel('Time zone').selectOption('Europe/Lisbon');
      await page.getByLabel('Quiet hours: no message and no free time').uncheck();
      await page.getByLabel('Hour', { exact: true }).fill('10:30');
      await page.getByLabel('By e-mail', { exact: true }).check();
      await page.getByLabel(/^A message at once/).uncheck();
      await page.getByLabel('Buffer beside events').fill('500');
      await page.getByLabel('Buffer beside events').fill('15');
      await page.getByLabel('Monday, window 2, from').fill('11:00');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText(/^✕ Monday:/).waitFor();
      await page.getByLabel('Monday, window 2, from').fill('14:00');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Your preferences are kept').waitFor();
      const kept = await world.ask(her, 'GET', '/preferences');
      expect(kept).toMatchObject({
        ...{ timezone: 'Europe/Lisbon', quiet: null, bufferMinutes: 15, channels: ['sms', 'email'] },
        ...{ digest: { time: '10:30', weekday: 7 }, notices: { enabled: false } },
      });
      expect((kept['windows'] as string[][][])[0]).toEqual([['09:00', '12:00'], ['14:00', '22:00']]); // prettier-ignore
      await page.getByRole('button', { name: 'Keep time every week' }).click();
      await dialog().getByLabel('What (optional)').fill(`Choir ${hostile[0]}`);
      for (const day of ['Tuesday', 'Thursday']) await dialog().getByLabel(day).check();
      await dialog().getByLabel('From', { exact: true }).fill('23:00');
      await dialog().getByLabel('To', { exact: true }).fill('01:00');
      await dialog().getByText('On the next day').waitFor();
      await submit('Keep it');
      const choir = page.getByText('Tuesday, Thursday 23:00–01:00 of the next day');
      await choir.waitFor();
      await page.getByRole('button', { name: /^Let Choir/ }).click();
      await choir.waitFor({ state: 'hidden' });
      await page.getByRole('button', { name: 'Undo' }).click();
      await choir.waitFor();
      const { blocks } = await world.ask(her, 'GET', '/blocks');
      expect(blocks).toContainEqual(
        expect.objectContaining({
          ...{ title: `Choir ${hostile[0]}`, once: null },
          weekly: { weekdays: [2, 4], from: '23:00', to: '01:00', since: null, until: null },
        }),
      );
      // Without a provider of SMS the code is read here.
      await page.getByLabel('Telephone number').fill('+351 912 345 678');
      await page.getByRole('button', { name: 'Send the code' }).click();
      const code = /\b\d{6}\b/.exec(await page.getByText(/the code is read here: \d{6}/).innerText())![0];
      await page.getByLabel('Code', { exact: true }).fill(code);
      await page.getByRole('button', { name: 'Verify' }).click();
      await page.getByText(/Verified$/).waitFor();

      await page.getByRole('link', { name: 'Messages' }).click();
      await page.getByRole('button', { name: 'Send me a digest now' }).click();
      await page.getByRole('button', { name: 'Digest by hand' }).click();
      await dialog()
        .getByText(/Under way|Arrived|Not sent/)
        .first()
        .waitFor();
    });

    it('the feed’s address is shown once; everything is erased only when its owner has typed who she is', async () => {
      const gone = await world.platform.person(world.tenant, 'catchup-gone', 'STAFF');
      await world.contact(gone, { name: 'Nobody' });
      await logIn(page, gone, '/catchup/calendars');
      await page.getByRole('button', { name: 'Make an address' }).click();
      const url = await page.getByLabel('Secret address').inputValue();
      expect((await page.request.get(new URL(url).pathname)).status()).toBe(200);
      await page.reload();
      await page.getByText('It cannot be shown again').waitFor();
      expect(await page.getByLabel('Secret address').count()).toBe(0);
      await page.getByRole('button', { name: 'Erase everything' }).click();
      const erase = dialog().getByRole('button', { name: 'Erase everything' });
      expect(await erase.isDisabled()).toBe(true);
      await dialog().getByRole('textbox').fill(gone.email);
      await erase.click();
      await page.getByText('Everything is erased').waitFor();
      expect((await world.ask(gone, 'GET', '/contacts'))['contacts']).toEqual([]);
      expect((await page.request.get(new URL(url).pathname)).status()).toBe(404);
    });

    it('a permission that is over is told on every page, until the account is connected again', async () => {
      const { google } = given();
      await google.control('POST', 'end', { email: 'vera@example.test' });
      await logIn(page, her, '/catchup/calendars');
      await page.getByRole('button', { name: 'Read now' }).click();
      await page.getByText('Connect it again').waitFor();
      await page.getByRole('link', { name: 'Week' }).click();
      await page.getByText('vera@example.test is not read any more').waitFor();
      await page.getByRole('button', { name: 'Connect again' }).click();
      await page.getByRole('link', { name: 'To your calendars' }).click();
      await page.getByText(/Connected$/).waitFor();
    });

    it('has no findings of axe at any width and in both themes, and no sideways scroll', async () => {
      await logIn(page, her, '/catchup');
      const why = page.locator('.drawer').getByText(/Free$|Not free$/);
      const { contacts } = (await world.ask(her, 'GET', '/contacts')) as { contacts: { id: string }[] };
      const paths = [...PATHS, `/catchup/people/${contacts[0]!.id}`, `/catchup?week=${inDays(1)}&at=${tomorrow}`];
      expect(await findings(page, paths, async (path) => path.includes('at=') && why.waitFor())).toEqual([]);
    });
  });
}
