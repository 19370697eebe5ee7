import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hostifyStays, KEY, ProviderWorld, SECRET } from './provider-world.js';

let world: ProviderWorld;
beforeAll(async () => {
  world = await ProviderWorld.start();
  await world.ask('PUT', '/statement-settings', { managerName: 'Seaside', timezone: 'Europe/Lisbon' });
});
afterAll(() => world?.stop());

const YEAR = { from: '2025-01-01', to: '2025-12-31' };
const listing = (id: number, more: object = {}) => ({
  id,
  nickname: `Nickname ${id}`,
  currency: 'EUR',
  service_pms: 1,
  ...more,
});

describe('Hostify', () => {
  it.each([
    [11, 327, 4],
    [12, 300, 4],
  ])('C17: listing %i has %i reservations, oldest first: all are read, in %i pages', async (id, count, pages) => {
    const stays = hostifyStays(id, count);
    await world.hostify.tell([listing(id)], stays);
    const { id: connection, name } = await world.connect('hostify', [String(id)]);
    const { status, result } = await world.sync(connection, YEAR);
    expect({ status, result }).toMatchObject({
      status: 'completed',
      result: { listings: 1, read: count, added: count, changed: 0, same: 0, needsReview: 0, unknownListings: [] },
    });
    const asked = (await world.hostify.log()).filter(({ query }) => query['listing_id'] === String(id));
    expect(asked.map(({ query }) => query['page'])).toEqual(Array.from({ length: pages }, (_, n) => String(n + 1)));
    const kept = await world.stays(name);
    expect(kept.map(({ code }) => code).sort()).toEqual(stays.map((stay) => stay['confirmation_code']).sort());
    expect(kept.reduce((sum, { rent }) => sum + rent, 0)).toBe(count * 10_010);

    const again = await world.sync(connection, YEAR);
    expect(again['result']).toMatchObject({ read: count, added: 0, changed: 0, same: count });
    expect(await world.ask('GET', `/connections/${connection}`)).toMatchObject({ lastState: 'ok', lastError: null });
  });

  it('C5: a stay of 167 nights is found in its month, and one that leaves on its first day', async () => {
    const [long, leaving, before] = hostifyStays(21, 3);
    await world.hostify.tell(
      [listing(21)],
      [
        {
          ...long,
          checkIn: '2025-07-01',
          checkOut: '2025-12-15',
          base_price: 16_700,
          channel_commission: 0,
          payout_price: 16_700,
        },
        { ...leaving, checkIn: '2025-09-28', checkOut: '2025-10-01' },
        { ...before, checkIn: '2024-05-28', checkOut: '2024-06-01' },
      ],
    );
    const { ours, name } = await world.connect('hostify', ['21']);
    expect(await world.refresh(ours[0]!, '2025-10-01', '2025-10-31')).toEqual({ read: 1, fresh: 0 });
    expect((await world.stays(name)).map(({ code, rent }) => [code, rent])).toEqual([
      ['HM210001', 1_670_000],
      ['HM210002', 10_010],
    ]);
    // What was just read serves everybody for a while.
    const requests = (await world.hostify.log()).length;
    expect(await world.refresh(ours[0]!, '2025-10-01', '2025-10-31')).toEqual({ read: 0, fresh: 1 });
    expect(await world.hostify.log()).toHaveLength(requests);
  });

  it('listings that are no longer managed, parts of listings, and listings that nobody lists', async () => {
    const [hidden, seen, part, unmatched, unlisted] = [31, 31, 32, 33, 34].flatMap((id, n) =>
      hostifyStays(id, 1, n + 1),
    );
    await world.hostify.tell(
      [listing(31, { service_pms: 0 }), listing(32, { parent_id: 31 }), listing(33), listing(34, { hidden: true })],
      [
        { ...hidden, checkOut: '2025-01-04' },
        { ...seen, listed: true, checkIn: '2025-02-01', checkOut: '2025-02-03' },
        part!,
        unmatched!,
        unlisted!,
      ],
    );
    const { id, name } = await world.connect('hostify', ['31']);
    const { result } = await world.sync(id, YEAR);
    expect(result).toMatchObject({
      read: 3,
      unknown: 2,
      unknownListings: [
        { externalId: '33', name: 'Nickname 33' },
        { externalId: '34', name: 'Nickname 34' },
      ],
    });
    expect((await world.stays(name)).map(({ code }) => code)).toEqual(['HM310001', 'HM310002', 'HM320003']);
  });

  it('every status has its place, and none is lost', async () => {
    const words = ['accepted', 'cancelled', 'no_show', 'in_dispute', 'inquiry', 'expired'];
    const stays = hostifyStays(41, words.length).map((stay, n) => ({ ...stay, status: words[n] }));
    stays[1]!['payout_price' as never] = 400 as never;
    stays[2]!['payout_price' as never] = 250 as never;
    await world.hostify.tell([listing(41)], stays);
    const { id, name } = await world.connect('hostify', ['41']);
    expect((await world.sync(id, YEAR))['result']).toMatchObject({ read: 6, added: 4, needsReview: 1, ignored: 2 });
    expect(await world.stays(name)).toMatchObject([
      { code: 'HM410001', status: 'confirmed', rent: 10_010, review: [] },
      { code: 'HM410002', status: 'cancelled', rent: 40_000, review: [] },
      { code: 'HM410003', status: 'no_show', rent: 25_000, review: [] },
      { code: 'HM410004', status: 'needs_review', rent: 10_010, review: ['unknown_status'] },
    ]);
    // A booking that is voided later was one: it becomes a cancelled one, in a new version.
    await world.hostify.control('POST', 'change', { put: [{ ...stays[0], status: 'voided', payout_price: 0 }] });
    expect((await world.sync(id, YEAR))['result']).toMatchObject({ added: 0, changed: 1, same: 3 });
    expect((await world.stays(name))[0]).toMatchObject({ status: 'cancelled', rent: 0, version: 2 });
  });

  it('a stay that was moved, or is gone, is not stated as it was', async () => {
    const [moved, gone, away, back] = hostifyStays(42, 4).map((stay, n): Record<string, unknown> => {
      return { ...stay, checkIn: `2025-10-0${n + 1}`, checkOut: `2025-10-0${n + 2}` };
    });
    await world.hostify.tell([listing(42), listing(43), listing(44)], [moved!, gone!, away!, back!]);
    const { id, name, ours } = await world.connect('hostify', ['42', '43']);
    const october = async () => {
      await world.sql('DELETE FROM provider_read WHERE connection_id = $1', [id]);
      await world.refresh(ours[0]!, '2025-10-01', '2025-10-31');
      return world.sql(
        `SELECT code, check_in::text AS arrival, status, review, listing_id AS listing, version FROM rental_reservation
         WHERE listing_id = ANY ($1::int[]) ORDER BY code`,
        [ours],
      );
    };
    await october();
    await world.hostify.control('POST', 'change', {
      put: [
        { ...moved, checkIn: '2026-12-10', checkOut: '2026-12-15' },
        { ...away, listing_id: 44 },
        { ...back, listing_id: 43 },
      ],
      remove: [gone!['id']],
    });
    const after = [
      { code: 'HM420001', arrival: '2026-12-10', review: [], listing: ours[0] },
      { code: 'HM420002', arrival: '2025-10-02', status: 'confirmed', review: ['gone_at_source'], listing: ours[0] },
      { code: 'HM420003', arrival: '2025-10-03', review: ['gone_at_source'], listing: ours[0] },
      { code: 'HM420004', review: [], listing: ours[1] },
    ];
    expect(await october()).toMatchObject(after);
    // What a person has decided stands, until its source tells of it again.
    const [{ id: stay }] = (await world.sql(`SELECT id FROM rental_reservation WHERE code = 'HM420002'`)) as [
      { id: string },
    ];
    await world.ask('POST', `/reservations/${stay}/resolve`, { status: 'cancelled', reason: 'The guest did not come' });
    expect((await october())[1]).toMatchObject({ status: 'cancelled', review: [], version: 3 });
    await world.hostify.control('POST', 'change', { put: [gone!] });
    expect((await october())[1]).toMatchObject({ status: 'confirmed', review: [], version: 4 });
    expect(await world.stays(name)).toHaveLength(4);
  });

  it('two units with one code are two stays for a person to look at, whichever is read first', async () => {
    const unit = (n: number, listingId: number, more: object = {}) => ({
      ...hostifyStays(listingId, 1, n)[0],
      ...{ confirmation_code: 'B-77', source: 'Booking.com', ...more },
    });
    const parts = [listing(45), listing(46, { parent_id: 45 }), listing(47), listing(48)];
    await world.hostify.tell(parts, [unit(1, 45), unit(2, 46), unit(3, 47, { confirmation_code: 'B-78' })]);
    const { id, ours } = await world.connect('hostify', ['45', '47', '48']);
    const rows = (code: string) =>
      world.sql(
        `SELECT id, code, status, listing_id AS listing, rent_minor::int AS rent, review, version FROM rental_reservation
         WHERE listing_id = ANY ($1::int[]) AND code LIKE $2 ORDER BY code`,
        [ours, `${code}%`],
      );
    await world.sync(id, YEAR);
    const both = ['B-77/450001', 'B-77/460002'].map((code) => ({
      code,
      listing: ours[0],
      rent: 10_010,
      review: ['several_listings'],
    }));
    expect(await rows('B-77')).toMatchObject(both);
    // The second unit of the other is told later, by a listing of its own; a cancelled twin of which nothing was kept gives way.
    const twin = { ...unit(5, 47), confirmation_code: 'B-78', status: 'cancelled', payout_price: 0 };
    await world.hostify.control('POST', 'change', { put: [unit(4, 48, { confirmation_code: 'B-78' }), twin] });
    for (let n = 0; n < 2; n++) await world.sync(id, YEAR);
    expect(await rows('B-78')).toMatchObject([
      { code: 'B-78', listing: ours[1], rent: 10_010, review: [], version: 1 },
      { code: 'B-78/480004', listing: ours[2], rent: 10_010, review: ['several_listings'], version: 1 },
    ]);
    expect(await rows('B-77')).toMatchObject(both.map((one) => ({ ...one, version: 1 })));
    // Looked at, and cancelled one after the other: each goes on as the stay that it is.
    for (const stay of await rows('B-77'))
      await world.ask('POST', `/reservations/${String(stay['id'])}/resolve`, {
        status: 'confirmed',
        reason: 'Two units',
      });
    const [first, second] = both.map(({ code }) => ({ code, status: 'cancelled', rent: 0 }));
    const cancelled = { status: 'cancelled', payout_price: 0 };
    await world.hostify.control('POST', 'change', { put: [unit(1, 45, cancelled)] });
    await world.sync(id, YEAR);
    expect(await rows('B-77')).toMatchObject([first, { ...both[1], status: 'confirmed', review: [], version: 2 }]);
    await world.hostify.control('POST', 'change', { put: [unit(2, 46, cancelled)] });
    await world.sync(id, YEAR);
    expect(await rows('B-77')).toMatchObject([first, second]);
  });

  it('stays of another of its listings that is matched with the same of ours are not asked for one by one', async () => {
    await world.hostify.tell([listing(49), listing(50)], [...hostifyStays(49, 2), ...hostifyStays(50, 2)]);
    const { id, name, ours } = await world.connect('hostify', ['49', '50']);
    await world.ask('PUT', `/connections/${id}/listings`, { listings: [{ externalId: '50', listingId: ours[0] }] });
    for (let n = 0; n < 2; n++) await world.sync(id, YEAR);
    expect(await world.stays(name)).toHaveLength(4);
    expect((await world.hostify.log()).filter(({ path }) => /\/reservations\/./.test(path))).toEqual([]);
  });

  // Without faults five requests: the listing, its parts, three pages.
  it.each<[string, number, number, object[]]>([
    ['C16: 429 twice', 51, 7, [{ path: '/reservations', status: 429, times: 2 }]],
    ['429 with Retry-After', 52, 8, [{ path: '/reservations', status: 429, retryAfter: 0, times: 3 }]],
    ['500', 53, 7, [{ path: '/reservations', every: 2, times: 2, status: 500 }]],
    ['cut connections', 56, 7, [{ path: '/reservations', cut: true, times: 2 }]],
    ['duplicated pages', 54, 5, [{ path: '/reservations', duplicate: true }]],
    ['a page that moved', 55, 8, [{ path: '/reservations', listing: '"page":"2"', move: '55', times: 1 }]],
  ])('%s, and then all is there', async (_, id, requests, faults) => {
    await world.hostify.tell([listing(id)], hostifyStays(id, 250));
    const { name, ours } = await world.connect('hostify', [String(id)]);
    await world.hostify.faults(...faults);
    await world.refresh(ours[0]!, YEAR.from, YEAR.to);
    expect(await world.stays(name)).toHaveLength(250);
    expect(await world.hostify.log()).toHaveLength(requests);
  });

  it.each<[string, number, object, string]>([
    ['C16: 429 for ever', 61, { path: '/reservations', status: 429 }, 'rate_limited'],
    ['connections cut for ever', 62, { path: '/reservations', cut: true }, 'unavailable'],
    ['a wrong total', 63, { path: '/reservations', total: 3 }, 'incomplete'],
    ['a total too small', 64, { path: '/reservations', total: -3 }, 'incomplete'],
    ['the same page for ever', 65, { path: '/reservations', samePage: true }, 'incomplete'],
    ['a refused key', 66, { status: 401 }, 'unauthorized'],
  ])('%s is a failure, and nothing that was known is lost', async (_, id, fault, code) => {
    await world.hostify.tell([listing(id)], hostifyStays(id, 120));
    const { id: connection, name, ours } = await world.connect('hostify', [String(id)]);
    await world.refresh(ours[0]!, YEAR.from, YEAR.to);
    const before = await world.stays(name);
    expect(before).toHaveLength(120);
    await world.sql('DELETE FROM provider_read WHERE connection_id = $1', [connection]);
    await world.hostify.faults(fault);
    await expect(world.refresh(ours[0]!, YEAR.from, YEAR.to)).rejects.toMatchObject({ name: 'ProviderError', code });
    expect(await world.stays(name)).toEqual(before);
    expect(await world.sql('SELECT 1 FROM provider_read WHERE connection_id = $1', [connection])).toEqual([]);
  });

  it('a synchronisation that fails says why, and the next attempt reads only what is missing', async () => {
    await world.hostify.tell([listing(71), listing(72)], [...hostifyStays(71, 2), ...hostifyStays(72, 2)]);
    const { id, name } = await world.connect('hostify', ['71', '72']);
    await world.hostify.faults({ path: '/reservations', listing: '72', status: 500, times: 4 });
    const { jobId } = await world.ask('POST', `/connections/${id}/sync`, YEAR);
    for (let failed = false; !failed;)
      failed = (await world.ask('GET', `/connections/${id}`))['lastState'] === 'failed';
    expect((await world.ask('GET', `/connections/${id}`))['lastError']).toMatchObject({ code: 'unavailable' });
    expect((await world.stays(name)).map(({ code }) => code)).toEqual(['HM710001', 'HM710002']);
    await world.hostify.control('DELETE', 'log');
    await world.sql(`UPDATE job_live SET run_at = now() WHERE id = $1`, [jobId]);
    const { status, result } = await world.final(String(jobId));
    expect({ status, result }).toMatchObject({ status: 'completed', result: { listings: 2, read: 4, added: 4 } });
    const asked = (await world.hostify.log()).map(({ query }) => query['listing_id']).filter(Boolean);
    expect(asked).toEqual(['72']);
  });
});

describe('Guesty', () => {
  const stay = (n: number, more: object = {}) => ({
    ...{ _id: `r${n}`, listingId: 'L1', status: 'confirmed', confirmationCode: `GY-${n}`, source: 'manual' },
    ...{ checkInDateLocalized: '2025-10-01', checkOutDateLocalized: '2025-10-04', guest: { fullName: 'Guest' } },
    money: { currency: 'EUR', fareAccommodation: 100.1, fareCleaning: 20, subTotalPrice: 120.1, hostPayout: 120.1 },
    ...more,
  });
  const listings = [{ _id: 'L1', nickname: 'Loft', active: true }];

  it('by skip and limit, with one token however many need it, which is replaced once when it is refused', async () => {
    const stays = Array.from({ length: 127 }, (_, n) => stay(n));
    const early = stay(500, { checkInDateLocalized: '2025-01-01', checkOutDateLocalized: '2025-02-01' });
    await world.guesty.tell(listings, [...stays, early, stay(600, { listingId: 'L2' })]);
    const { id, name, ours } = await world.connect('guesty', ['L1']);
    const october = () => world.refresh(ours[0]!, '2025-10-01', '2025-10-31');
    await Promise.all([october(), world.sync(id, YEAR), world.call('GET', `/connections/${id}/listings`)]);
    expect((await world.stays(name)).map(({ code }) => code).sort()).toEqual(
      [...stays, early].map((one) => one.confirmationCode).sort(),
    );
    const tokens = async () => (await world.guesty.log()).filter(({ path }) => path === '/oauth2/token').length;
    expect(await tokens()).toBe(1);

    await world.guesty.control('POST', 'expire');
    const again = Array.from({ length: 4 }, () => world.call('POST', `/connections/${id}/test`));
    for (const { body } of await Promise.all(again)) expect(body).toEqual({ ok: true, listings: 1, error: null });
    expect(await tokens()).toBe(2);

    const rows = await world.sql<{ token: string; api_key: string }>(
      'SELECT token, api_key FROM provider_connection WHERE id = $1',
      [id],
    );
    expect(rows[0]!.token).toMatch(/^v1\.test\./);
    expect(rows[0]!.api_key).toMatch(/^v1\.test\./);
  });

  it('a stay that was moved out of the days that were asked for is asked for by its id', async () => {
    await world.guesty.tell(listings, [stay(701), stay(702)]);
    const { id, name, ours } = await world.connect('guesty', ['L1']);
    await world.refresh(ours[0]!, '2025-10-01', '2025-10-31');
    const moved = stay(701, { checkInDateLocalized: '2026-12-10', checkOutDateLocalized: '2026-12-15' });
    await world.guesty.control('POST', 'change', { put: [moved], remove: ['r702'] });
    await world.sql('DELETE FROM provider_read WHERE connection_id = $1', [id]);
    await world.refresh(ours[0]!, '2025-10-01', '2025-10-31');
    const rows = await world.sql(
      'SELECT code, check_in::text AS arrival, review FROM rental_reservation WHERE source = $1 ORDER BY code',
      [name],
    );
    expect(rows).toEqual([
      { code: 'GY-701', arrival: '2026-12-10', review: [] },
      { code: 'GY-702', arrival: '2025-10-01', review: ['gone_at_source'] },
    ]);
  });

  it('the tokens of a day are not used up: then it says so', async () => {
    const { id } = await world.connect('guesty', []);
    await world.sql(`UPDATE provider_connection SET tokens_asked_at = array_fill(now(), ARRAY[5]) WHERE id = $1`, [id]);
    const { body } = await world.call('POST', `/connections/${id}/test`);
    expect(body).toMatchObject({ ok: false, error: { code: 'token_limit' } });
  });
});

describe('connections', () => {
  it('are listed beside ours, matched, and taken apart again', async () => {
    await world.hostify.tell([listing(81), listing(82)], []);
    const { id, ours } = await world.connect('hostify', ['81', 'gone']);
    const { listings } = await world.ask('GET', `/connections/${id}/listings`);
    expect(listings).toMatchObject([
      { externalId: '81', name: 'Nickname 81', told: true, listingId: ours[0] },
      { externalId: '82', told: true, listingId: null, listingName: null },
      { externalId: 'gone', told: false, listingId: ours[1] },
    ]);
    await world.hostify.faults({ status: 401 });
    expect(await world.ask('GET', `/connections/${id}/listings`)).toMatchObject({
      error: { code: 'unauthorized' },
      listings: [{ externalId: '81', told: null }, { externalId: 'gone' }],
    });
    const { matches } = await world.ask('PUT', `/connections/${id}/listings`, {
      listings: [{ externalId: 'gone', listingId: null }],
    });
    expect(matches).toEqual([{ externalId: '81', listingId: ours[0] }]);
    const nobodys = { listings: [{ externalId: '82', listingId: 2_000_000_000 }] };
    expect((await world.call('PUT', `/connections/${id}/listings`, nobodys)).status).toBe(404);
    const { status } = await world.call(
      'PUT',
      `/connections/${id}/listings`,
      { listings: [{ externalId: 'x', listingId: ours[0]! }] },
      world.platform.b,
    );
    expect(status).toBe(404);
  });

  it('a key goes to no address that it was not given for, and to no private one', async () => {
    const { id } = await world.connect('hostify', []);
    expect((await world.call('PATCH', `/connections/${id}`, { baseUrl: 'https://elsewhere.example' })).status).toBe(
      400,
    );
    const inside = { provider: 'hostify', name: 'inside', apiKey: 'some-key' };
    for (const baseUrl of ['http://10.0.0.1', 'https://169.254.169.254', 'http://provider.example'])
      expect((await world.call('POST', '/connections', { ...inside, baseUrl })).status).toBe(400);
    await world.sql(`UPDATE provider_connection SET base_url = 'https://10.0.0.1' WHERE id = $1`, [id]);
    expect((await world.call('POST', `/connections/${id}/test`)).body).toMatchObject({
      ok: false,
      error: { code: 'address_refused' },
    });
  });

  it('each has a schedule in the zone of the settings, moved with it, and removed with it', async () => {
    const { id } = await world.connect('hostify', []);
    const schedule = () =>
      world.sql('SELECT cron, timezone, enabled FROM schedule WHERE key = $1', [`provider-sync:${id}`]);
    expect(await schedule()).toEqual([{ cron: '30 2 * * *', timezone: 'Europe/Lisbon', enabled: true }]);
    await world.ask('PUT', '/statement-settings', { managerName: 'Seaside', timezone: 'America/New_York' });
    expect((await schedule())[0]).toMatchObject({ timezone: 'America/New_York' });
    await world.ask('PATCH', `/connections/${id}`, { active: false, cron: '0 5 * * 1' });
    expect(await schedule()).toEqual([{ cron: '0 5 * * 1', timezone: 'America/New_York', enabled: false }]);
    expect((await world.call('POST', `/connections/${id}/sync`, {})).status).toBe(409);
    expect((await world.call('PATCH', `/connections/${id}`, { cron: 'often' })).status).toBe(400);
    expect((await world.call('DELETE', `/connections/${id}`)).status).toBe(204);
    expect(await schedule()).toEqual([]);
  });

  it('keys and secrets are in no answer, no trail and no job', async () => {
    const rows = await world.sql<{ text: string }>(
      `SELECT (SELECT string_agg(detail::text, ' ') FROM audit_entry) || (SELECT string_agg(j::text, ' ') FROM job j)
         || (SELECT string_agg(c::text, ' ') FROM provider_connection c) AS text`,
    );
    const all = world.answered + rows[0]!.text;
    expect(all).toContain('hostify');
    expect(all).not.toContain(KEY);
    expect(all).not.toContain(SECRET);
  });
});
