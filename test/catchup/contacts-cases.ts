import { describe, expect, it } from '@jest/globals';
import { FREQUENCIES } from '../../src/catchup/contacts/contact-types.js';
import { dueOnSql, ratioSql } from '../../src/catchup/contacts/due.sql.js';
import { standing } from '../../src/catchup/contacts/due.js';
import { today } from '../../src/platform/dates/index.js';
import type { Person } from '../platform/harness.js';
import type { PeopleWorld } from './people-world.js';

type Contact = { id: string; name: string; ratio: number | null };

/** Contacts and their imports over HTTP. */
export function contactsCases(world: () => PeopleWorld): void {
  describe('contacts', () => {
    it('are noted down, changed and removed, and answer where she stands with them', async () => {
      const her = world().platform.a.MANAGER;
      const made = await world().contact(her, {
        ...{ name: ' Ana Sousa ', emails: [' Ana@Example.TEST '], phone: '+351 912 345 678', frequency: 'monthly' },
        ...{ importance: 'close_friend', birthday: '--02-29', groups: ['Choir', 'Choir'], lastContactOn: '2026-01-31' },
      });
      expect(made).toMatchObject({
        ...{ name: 'Ana Sousa', emails: ['ana@example.test'], groups: ['Choir'], medium: 'in_person', minutes: 60 },
        ...{
          lastContactOn: '2026-01-31',
          lastContactSource: 'hand',
          dueOn: '2026-02-28',
          due: true,
          birthday: '--02-29',
        },
        nextBirthday: { on: expect.stringMatching(/-02-2[89]$/), turns: null },
      });
      const path = `/contacts/${String(made['id'])}`;
      const changed = await world().ask(her, 'PATCH', path, { birthday: null, note: 'Tea', windows: [[['10:00', '12:00']], [], [], [], [], [], []] }); // prettier-ignore
      expect(changed).toMatchObject({ name: 'Ana Sousa', birthday: null, nextBirthday: null, note: 'Tea' });
      expect(await world().ask(her, 'GET', path)).toEqual(changed);
      expect(
        await world().call(her, 'POST', '/contacts', { name: 'Other', emails: ['ana@example.test'] }),
      ).toMatchObject({
        status: 409,
        body: { contactId: made['id'] },
      });
      expect((await world().call(her, 'DELETE', path)).status).toBe(204);
      expect((await world().call(her, 'GET', path)).status).toBe(404);
    });

    it.each([
      [{ name: ' ' }, 'name'],
      [{ emails: ['nobody'] }, 'emails'],
      [{ phone: 'call me' }, 'phone'],
      [{ birthday: '2025-02-29' }, 'birthday'],
      [{ frequency: 'hourly' }, 'frequency'],
      [{ minutes: 5 }, 'minutes'],
      [{ windows: [[['09:00', '08:00']], [], [], [], [], [], []] }, 'windows.0.0'], // prettier-ignore
      [{ lastContactOn: '2999-01-01' }, 'lastContactOn'],
      [{ groups: ['\n'] }, 'groups'],
    ])('%j are refused', async (body, path) => {
      const answer = await world().call(world().platform.a.MANAGER, 'POST', '/contacts', { name: 'X', ...body });
      expect([
        answer.status,
        (answer.body['errors'] as { path: string }[])[0]?.path.split('.').slice(0, 3).join('.'),
      ]).toEqual([400, path]);
    });

    it('are hers alone: other users, the ADMIN and other tenants find nothing, keys and operators are refused', async () => {
      const { a, b, operator } = world().platform;
      const { id } = await world().contact(a.STAFF, { name: 'Secret friend' });
      for (const other of [a.ADMIN, a.MANAGER, b.ADMIN]) {
        for (const [method, path, body] of [
          ['GET', '', undefined],
          ['PATCH', '', { name: 'Mine now' }],
          ['DELETE', '', undefined],
          ['POST', '/met', {}],
        ] as const)
          expect((await world().call(other, method, `/contacts/${String(id)}${path}`, body)).status).toBe(404);
        expect(JSON.stringify(await world().ask(other, 'GET', '/contacts?limit=200'))).not.toContain('Secret friend');
      }
      const { key } = await world().platform.apiKey(a.STAFF, a);
      for (const token of [key, operator.token])
        expect((await world().platform.call('GET', '/api/v1/catchup/contacts', { token })).status).toBe(403);
      const audit = await world().sql<{ text: string }>(`SELECT audit_entry::text AS text FROM audit_entry`);
      expect(audit.map(({ text }) => text).join()).not.toContain('Secret friend');
    });

    it('are listed page by page, by name and by lateness, and found by what they hold', async () => {
      const her = world().platform.b.STAFF;
      const tenant = world().platform.b.id;
      for (const [n, frequency] of FREQUENCIES.entries())
        for (const days of [0, 45])
          await world().sql(
            `INSERT INTO contact (tenant_id, user_id, id, name, emails, frequency, last_contact_at, groups)
             VALUES ($1, $2, gen_random_uuid(), $3, ARRAY[$4], $5, now() - make_interval(days => $6), '{All}')`,
            [tenant, her.id, `Contact ${9 - n}`, `c${n}.${days}@list.test`, frequency, days],
          );
      const pages = async (query: string) => {
        const found: Contact[] = [];
        for (let cursor = ''; ;) {
          const page = await world().ask(her, 'GET', `/contacts?limit=3&${query}${cursor}`);
          found.push(...(page['contacts'] as Contact[]));
          expect((page['contacts'] as Contact[]).length).toBeLessThanOrEqual(3);
          if (page['nextCursor'] === null) return found;
          cursor = `&cursor=${page['nextCursor'] as string}`;
        }
      };
      const byName = await pages('sort=name');
      expect(new Set(byName.map(({ id }) => id)).size).toBe(2 * FREQUENCIES.length);
      expect(byName.map(({ name }) => name)).toEqual(byName.map(({ name }) => name).sort());
      const late = (await pages('sort=lateness')).map(({ ratio }) => ratio ?? -1);
      expect(late).toHaveLength(2 * FREQUENCIES.length);
      expect(late).toEqual(late.toSorted((a, b) => b - a));
      expect(late.slice(0, 3)).toEqual([45, 45 / 7, 45 / 14]);
      expect(await pages('search=c3.45%40list')).toHaveLength(1);
      expect(await pages('search=%25')).toHaveLength(0);
      expect(await pages('group=All&frequency=weekly')).toHaveLength(2);
      const [{ nextCursor }] = [await world().ask(her, 'GET', '/contacts?limit=1')];
      for (const cursor of [String(nextCursor), 'x', Buffer.from('["lateness","a",1]').toString('base64url')])
        expect((await world().call(her, 'GET', `/contacts?sort=lateness&cursor=${cursor}`)).status).toBe(400);
    });

    it('are as late in SQL as by the rule', async () => {
      const her = await world().user();
      const zone = 'America/New_York';
      const now = new Date('2026-03-31T03:30:00Z'); // still the 30th there
      const at = [
        '2026-01-31T12:00:00Z',
        '2026-02-28T23:59:00Z',
        '2025-12-31T04:59:00Z',
        '2024-02-29T12:00:00Z',
        '2026-03-08T06:59:00Z',
      ];
      for (const frequency of FREQUENCIES)
        for (const last of [...at, null])
          await world().sql(
            `INSERT INTO contact (tenant_id, user_id, id, name, frequency, last_contact_at, created_at)
             VALUES ($1, $2, gen_random_uuid(), 'x', $3, $4, '2026-01-31T02:00:00Z')`,
            [world().tenant.id, her.id, frequency, last],
          );
      const rows = await world().sql<{
        due: string | null;
        ratio: number | null;
        frequency: 'daily';
        at: Date | null;
        created: Date;
      }>(
        `SELECT ${dueOnSql('$2')}::text AS due, ${ratioSql('$2', '$3::date')} AS ratio, c.frequency, c.last_contact_at AS at,
           c.created_at AS created FROM contact c WHERE c.user_id = $1`,
        [her.id, zone, today(zone, now)],
      );
      expect(rows).toHaveLength(FREQUENCIES.length * 6);
      for (const { due, ratio, frequency, at: lastContactAt, created: createdAt } of rows)
        expect(standing({ frequency, lastContactAt, createdAt }, zone, now)).toMatchObject({ dueOn: due, ratio });
    });
  });

  describe('an import', () => {
    const FILE =
      'First Name,Last Name,E-mail 1 - Value,Phone 1 - Value,Birthday,frequency\nAl,Import,al@import.test,,--05-01,monthly\nBo,Import,,912 000 777,,\n,,,,,\n';
    const VCARD =
      'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Cy Import\r\nEMAIL:cy@import.test\r\nEND:VCARD\r\nBEGIN:VCARD\r\nPHOTO:x\r\nFN:Al\r\nEMAIL:AL@import.test\r\nEND:VCARD\r\n';
    const names = async (her: Person) =>
      ((await world().ask(her, 'GET', '/contacts?search=import&limit=200'))['contacts'] as Contact[]).map(
        ({ name }) => name,
      );

    it('is shown before anything is written, adds whom she does not have, and adds nobody when it comes again', async () => {
      const her = world().platform.a.ADMIN;
      const preview = await world().upload(her, '/contacts/imports/preview', FILE);
      expect(preview).toMatchObject({
        status: 200,
        body: { written: false, added: 2, known: 0, unreadable: 1, leftOut: 0 },
      });
      expect(await names(her)).toEqual([]);
      const imported = await world().upload(her, '/contacts/imports?frequency=yearly', FILE);
      expect(imported.body).toMatchObject({
        ...{ written: true, format: 'csv', added: 2, known: 0, unreadable: 1 },
        entries: [
          { line: 2, outcome: 'new', name: 'Al Import', birthday: '--05-01', contactId: expect.any(String) },
          { line: 3, outcome: 'new', name: 'Bo Import', phone: '912 000 777' },
          { line: 4, outcome: 'unreadable', problem: 'It has neither a name nor an address nor a number' },
        ],
        notTaken: [{ line: 4, name: null, reason: 'It has neither a name nor an address nor a number' }],
        ...{ notTakenLeftOut: 0, unused: [], unusedLeftOut: 0 },
      });
      expect((await world().upload(her, '/contacts/imports', FILE)).body).toMatchObject({ added: 0, known: 2 });
      expect((await world().upload(her, '/contacts/imports', VCARD)).body).toMatchObject({
        ...{ format: 'vcard', added: 1, known: 1 },
        entries: [{ name: 'Cy Import' }, { outcome: 'known', matchedBy: 'email', contactId: expect.any(String) }],
        notTaken: [{ line: 6, name: 'Al', reason: 'There already as Al Import, by the e-mail address' }],
        unused: [{ name: 'PHOTO', count: 1 }],
      });
      expect(await names(her)).toEqual(['Al Import', 'Bo Import', 'Cy Import']);
      const { contacts } = await world().ask(her, 'GET', '/contacts?search=import');
      expect((contacts as { frequency: string }[]).map(({ frequency }) => frequency)).toEqual([
        'monthly',
        'yearly',
        'na',
      ]);
    });

    it('that comes twice at the same moment adds everybody once', async () => {
      const her = world().platform.b.MANAGER;
      const both = await Promise.all([1, 2].map(() => world().upload(her, '/contacts/imports', FILE)));
      expect(both.map(({ body }) => body['added']).sort()).toEqual([0, 2]);
      expect(await names(her)).toHaveLength(2);
    });

    it('of something else is refused with a word, and one that is too large while it comes', async () => {
      const her = world().platform.b.MANAGER;
      expect(await world().upload(her, '/contacts/imports', 'a,b\n1,2')).toMatchObject({
        status: 400,
        body: { detail: expect.stringMatching(/name the columns/) },
      });
      expect((await world().upload(her, '/contacts/imports', '')).status).toBe(400);
      expect((await world().upload(her, '/contacts/imports/preview', Buffer.alloc(9_000_000, 'name,\n'))).status).toBe(
        413,
      );
    });
  });
}
