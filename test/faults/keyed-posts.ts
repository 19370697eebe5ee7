import { randomUUID } from 'node:crypto';
import type { OpenAPIObject } from '@nestjs/swagger';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { StorageSweep } from '../../src/platform/storage/storage-sweep.js';
import { ImportsRepository } from '../../src/pms/imports/imports.repository.js';
import { BODIES, KIND_AFTER, type Owned, QUERIES, SHARED_AFTER, STREAMED } from '../platform/isolation-fixtures.js';
import { type Place, post } from './keyed-place.js';
import { PEOPLE_BEFORE } from './keyed-people.js';
import { QUOTES_AGAIN, QUOTES_BEFORE } from './keyed-quotes.js';
import { RUNS_BEFORE } from './keyed-runs.js';
import { STATEMENTS_BEFORE } from './keyed-statements.js';

export interface Route {
  /** `POST path` without /api/v1, as the fixtures know it. */
  name: string;
  path: string;
  hasBody: boolean;
}

export interface Made {
  path: string;
  request: { method: 'POST'; headers: Record<string, string>; body?: string };
}

/** Every POST of the document that takes an Idempotency-Key. */
export function keyedPosts(document: OpenAPIObject): Route[] {
  return Object.entries(document.paths).flatMap(([path, { post }]) => {
    const keyed = (post?.parameters ?? []).some((one) => 'name' in one && one.name === 'Idempotency-Key');
    const short = path.slice('/api/v1'.length);
    return keyed ? [{ name: `POST ${short}`, path: short, hasBody: post!.requestBody !== undefined }] : [];
  });
}

const OTHER_DATES = { startDate: '2030-05-01', endDate: '2030-05-03' };

/** Bodies for things that the fixtures have made already. */
const AGAIN: Record<string, (own: Owned) => object> = {
  'POST /hotels': () => ({ name: randomUUID(), timeZone: 'Europe/Lisbon', currency: 'EUR' }),
  'POST /room-categories/{id}/price-overrides': () => ({ ...OTHER_DATES, price: '1.00' }),
  'POST /hotels/{id}/business-days/{date}/close': () => ({
    waive: ['ARRIVALS_DUE', 'DEPARTURES_DUE', 'NIGHT_JOBS'].map((check) => ({ check, reason: 'Repeat' })),
    earlyReason: 'Repeat',
  }),
  'POST /invoices': (own) => ({ folioId: own.invoiceFolio, window: 3 }),
  'POST /bookings/{id}/swap-rooms': () => ({ bookingId: other, reason: 'Repeat' }),
  // What the fixtures only count is done here.
  'POST /jobs/cancel': (own) => ({ hotelId: own.hotel }),
  'POST /jobs/retry': (own) => ({ hotelId: own.hotel }),
  'POST /jobs/dead-letters/discard': (own) => ({ hotelId: own.hotel }),
  'POST /jobs/dead-letters/requeue-many': (own) => ({ hotelId: own.hotel }),
  ...QUOTES_AGAIN,
};

async function book(place: Place, status: string): Promise<void> {
  const { platform, tenant, ids } = place;
  const { rows } = await platform.sql.query<{ today: string; departure: string }>(
    `WITH days AS (
       INSERT INTO inventory_day (tenant_id, category_id, stay_date, capacity)
       SELECT $1, $2, (now() AT TIME ZONE 'Europe/Lisbon')::date + n, 10 FROM generate_series(0, 2) AS n
       ON CONFLICT DO NOTHING)
     SELECT d::text AS today, (d + 2)::text AS departure FROM (SELECT (now() AT TIME ZONE 'Europe/Lisbon')::date AS d) AS t`,
    [tenant.id, ids.category],
  );
  const { today: arrival, departure } = rows[0]!;
  const stay = { hotelId: ids.hotel, roomCategoryId: ids.category, arrival, departure, guestName: 'Repeat', status };
  ids.booking = (await post(place, '/bookings', stay))['id'] as string;
}

/** A guest in the house, in a room of its own. */
async function guest(place: Place): Promise<void> {
  await book(place, 'confirmed');
  const number = randomUUID().slice(0, 8);
  const room = await post(place, '/rooms', { roomCategoryId: place.ids.category, number });
  await post(place, `/bookings/${place.ids.booking}/check-in`, { roomId: room['id'] });
}

/** Another guest in the house. */
let other = '';

/** A guest who has not come, with a folio: deposits are taken before the arrival. */
async function freshFolio(place: Place): Promise<void> {
  await book(place, 'confirmed');
  const { body } = await place.platform.call('GET', `/api/v1/bookings/${place.ids.booking}/folio`, {
    token: place.tenant.ADMIN.token,
  });
  place.ids.folio = body['id'] as string;
}

/** What a route needs to find; run before it. Changes the ids where it makes something of its own. */
const BEFORE: Record<string, (place: Place) => Promise<unknown>> = {
  'POST /webhooks/{id}/deliveries/{deliveryId}/redeliver': ({ platform, ids }) =>
    platform.sql.query(`DELETE FROM job_live WHERE data ->> 'deliveryId' = $1`, [ids.delivery]),
  'POST /jobs/{id}/retry': ({ platform, tenant, ids }) =>
    platform.call('DELETE', `/api/v1/jobs/${ids.job}`, { token: tenant.ADMIN.token }),
  'POST /bookings/{id}/confirm': (place) => book(place, 'tentative'),
  'POST /bookings/{id}/check-in': (place) => book(place, 'confirmed'),
  'POST /bookings/{id}/cancel': (place) => book(place, 'confirmed'),
  'POST /bookings/{id}/move': async (place) => {
    await guest(place);
    await post(place, '/rooms', { roomCategoryId: place.ids.category, number: randomUUID().slice(0, 8) });
  },
  'POST /bookings/{id}/swap-rooms': async (place) => {
    await guest(place);
    other = place.ids.booking;
    await guest(place);
  },
  'POST /bookings/{id}/undo-check-in': guest,
  'POST /bookings/{id}/undo-check-out': async (place) => {
    await guest(place);
    await post(place, `/bookings/${place.ids.booking}/check-out`, {});
  },
  'POST /housekeeping/tasks': ({ platform, ids }) =>
    platform.sql.query(`DELETE FROM hk_task WHERE room_id = $1 AND task_type = 'deep'`, [ids.room]),
  'POST /housekeeping/tasks/{id}/cancel': ({ platform, ids }) =>
    platform.sql.query(`UPDATE hk_task SET state = 'open' WHERE id = $1`, [ids.task]),
  'POST /housekeeping/tasks/{id}/start': ({ platform, ids }) =>
    platform.sql.query(`UPDATE hk_task SET task_type = 'departure', state = 'open' WHERE id = $1`, [ids.task]),
  // The guest who checked out before may have had this room, or another one.
  'POST /housekeeping/tasks/{id}/finish': async ({ platform, ids }) => {
    await platform.sql.query(`UPDATE hk_task SET task_type = 'departure', state = 'started' WHERE id = $1`, [ids.task]);
    await platform.sql.query('DELETE FROM room_state WHERE room_id = $1', [ids.room]);
  },
  'POST /housekeeping/tasks/{id}/inspect': ({ platform, ids }) =>
    platform.sql.query(`UPDATE hk_task SET task_type = 'inspection', state = 'open' WHERE id = $1`, [ids.task]),
  'POST /housekeeping/tasks/{id}/assign': ({ platform, ids }) =>
    platform.sql.query(`UPDATE hk_task SET task_type = 'departure', state = 'open' WHERE id = $1`, [ids.task]),
  'POST /housekeeping/tasks/{id}/reopen': ({ platform, ids }) =>
    platform.sql.query(`UPDATE hk_task SET task_type = 'departure', state = 'done' WHERE id = $1`, [ids.task]),
  'POST /work-orders/{id}/cancel': ({ platform, ids }) =>
    platform.sql.query(`UPDATE work_order SET state = 'open' WHERE id = $1`, [ids.workOrder]),
  'POST /invoices': async (place) => {
    await place.platform.sql.query(
      `INSERT INTO folio_window (tenant_id, folio_id, number, payer) VALUES ($1, $2, 3, '{"name": "Repeat"}')`,
      [place.tenant.id, place.ids.invoiceFolio],
    );
    const charge = { description: 'Repeat', amount: '1.00', window: 3 };
    await post(place, `/folios/${place.ids.invoiceFolio}/charges`, charge);
  },
  'POST /folios/{id}/deposits': freshFolio,
  'POST /folios/{id}/deposits/apply': async (place) => {
    await freshFolio(place);
    await post(place, `/folios/${place.ids.folio}/deposits`, { method: 'cash', amount: '1.00' });
    await post(place, `/folios/${place.ids.folio}/charges`, { description: 'Repeat', amount: '1.00' });
  },
  'POST /no-show-records/{bookingId}/reported': async ({ platform, tenant, ids }) => {
    const sql = 'SELECT booking_id AS booking FROM no_show_record WHERE tenant_id = $1';
    ids.booking = (await platform.sql.query<{ booking: string }>(sql, [tenant.id])).rows[0]!.booking;
  },
  'POST /booking-imports': ({ platform, ids }) =>
    platform.sql.query(`UPDATE room_category SET code = 'MATRIX' WHERE id = $1`, [ids.category]),
  'POST /reservations/{id}/resolve': ({ platform, ids }) =>
    platform.sql.query(`UPDATE rental_reservation SET status = 'needs_review' WHERE id = $1`, [ids.reservation]),
  ...QUOTES_BEFORE,
  ...RUNS_BEFORE,
  ...PEOPLE_BEFORE,
  ...STATEMENTS_BEFORE,
};

/** What the product clears away by itself in its time, cleared away now. */
export const AFTERWARDS: Record<string, (place: Place) => Promise<unknown>> = {
  // Pieces of files whose sender, or whose process, went away before the file was whole.
  'POST /booking-imports': ({ platform, tenant }) =>
    platform.app
      .get(RequestContext)
      .asTenant(tenant.id, () => platform.app.get(ImportsRepository, { strict: false }).dropAbandoned(0)),
  // Files that were stored, or half stored, by a process that ended before it made part files of them.
  'POST /files': async ({ platform, tenant }) => {
    await platform.sql.query(
      `UPDATE stored_file SET keep_until = now() WHERE tenant_id = $1 AND keep_until IS NOT NULL AND purpose <> 'statement-import'`,
      [tenant.id],
    );
    await platform.sql.query(
      `UPDATE stored_file SET state = 'removed' WHERE tenant_id = $1 AND state = 'writing' AND upload_limit IS NULL`,
      [tenant.id],
    );
    await platform.app.get(StorageSweep, { strict: false }).files(new AbortController().signal);
  },
};

/** Path parameters that are the same for all tenants, but depend on the day. */
async function sharedOf(route: Route, { platform, tenant, ids }: Place): Promise<Record<string, string>> {
  if (!route.path.includes('/business-days/')) return SHARED_AFTER;
  const { rows } = await platform.sql.query<{ date: string }>(
    `SELECT business_date::text AS date FROM business_day WHERE tenant_id = $1 AND hotel_id = $2 AND status <> 'closed'`,
    [tenant.id, ids.hotel],
  );
  return { ...SHARED_AFTER, 'business-days': rows[0]?.date ?? SHARED_AFTER['business-days']! };
}

/** A request of this route that will be accepted. */
export async function requestOf(route: Route, place: Place): Promise<Made> {
  const { name, path, hasBody } = route;
  const { tenant, ids } = place;
  await BEFORE[name]?.(place);
  const shared = await sharedOf(route, place);
  const named = path.replace(
    /([^/]+)\/\{\w+\}/g,
    (_, before: string) => `${before}/${shared[before] ?? String(ids[KIND_AFTER[before]!])}`,
  );
  const query = Object.entries(QUERIES[name]?.(ids) ?? {}).map(([key, value]): [string, string] => [
    key,
    String(value),
  ]);
  const search = query.length > 0 ? `?${new URLSearchParams(query).toString()}` : '';
  const streamed = STREAMED[name];
  const type = streamed?.type ?? (hasBody ? 'application/json' : undefined);
  const body = streamed?.body ?? (hasBody ? JSON.stringify((AGAIN[name] ?? BODIES[name])!(ids)) : undefined);
  const headers = { authorization: `Bearer ${tenant.ADMIN.token}`, ...(type && { 'content-type': type }) };
  return { path: `/api/v1${named}${search}`, request: { method: 'POST', headers, body } };
}
