import { randomUUID } from 'node:crypto';
import type { Platform, Tenant } from './harness.js';

/** One thing of each kind that a tenant owns and a path or body can name. */
export interface Owned {
  hotel: number;
  category: number;
  room: number;
  override: number;
  closure: number;
  job: string;
  deadLetter: string;
  apiKey: string;
  webhook: string;
  delivery: string;
  schedule: string;
  effect: string;
  alert: string;
  booking: string;
  folio: string;
  folioLine: number;
  penaltyRule: number;
  bookingImport: string;
}
export type Kind = keyof Owned;

/** Well-formed ids of nothing. */
export const NOTHING: Owned = {
  hotel: 2_000_000_001,
  category: 2_000_000_002,
  room: 2_000_000_003,
  override: 2_000_000_004,
  closure: 2_000_000_005,
  job: '01900000-0000-7000-8000-000000000001',
  deadLetter: '01900000-0000-7000-8000-000000000002',
  apiKey: '01900000-0000-7000-8000-000000000003',
  webhook: '01900000-0000-7000-8000-000000000004',
  delivery: '01900000-0000-7000-8000-000000000005',
  schedule: '01900000-0000-7000-8000-000000000006',
  effect: '01900000-0000-7000-8000-000000000007',
  alert: '01900000-0000-7000-8000-000000000008',
  booking: '01900000-0000-7000-8000-000000000009',
  folio: '01900000-0000-7000-8000-00000000000a',
  folioLine: 2_000_000_006,
  penaltyRule: 2_000_000_007,
  bookingImport: '01900000-0000-7000-8000-00000000000c',
};

/** What a path parameter names, told by the segment before it. */
export const KIND_AFTER: Record<string, Kind> = {
  hotels: 'hotel',
  'room-categories': 'category',
  execute: 'category',
  stats: 'category',
  rooms: 'room',
  'price-overrides': 'override',
  closures: 'closure',
  jobs: 'job',
  job: 'job',
  'dead-letters': 'deadLetter',
  'api-keys': 'apiKey',
  webhooks: 'webhook',
  deliveries: 'delivery',
  schedules: 'schedule',
  effects: 'effect',
  alerts: 'alert',
  bookings: 'booking',
  folios: 'folio',
  lines: 'folioLine',
  'penalty-rules': 'penaltyRule',
  'booking-imports': 'bookingImport',
};

/** Path parameters that name what all tenants share. */
export const SHARED_AFTER: Record<string, string> = {
  queues: 'room-generation',
  trigger: 'room-generation',
  slots: '2030-03-01T02:00:00.000Z',
  windows: '1',
  'tax-categories': 'LODGING',
  'business-days': '2030-03-01',
  'night-audits': '2030-03-01',
  rounds: '01900000-0000-7000-8000-00000000000b',
};

const DATES = { startDate: '2030-03-01', endDate: '2030-03-03' };
const EVERY_NIGHT = { cron: '0 2 * * *', timezone: 'UTC' };
const ALERT = { kind: 'oldest_age', threshold: 3_600, webhookUrl: 'https://hooks.example.test/alert' };
const booking = (own: Owned) => ({
  hotelId: own.hotel,
  roomCategoryId: own.category,
  arrival: '2030-03-01',
  departure: '2030-03-03',
  guestName: 'Matrix',
  status: 'tentative',
});
const job = (own: Owned) => ({ type: 'room-generation', data: { roomCategoryId: own.category, ...DATES } });

/** A body that would be accepted if the ids in it were the caller's; keyed by `METHOD path` without /api/v1. */
export const BODIES: Record<string, (own: Owned) => object> = {
  'POST /auth/login': () => ({ email: 'nobody@example.test', password: 'wrong' }),
  'POST /api-keys': () => ({ name: 'matrix' }),
  'POST /jobs': job,
  'POST /jobs/schedule': (own) => ({ ...job(own), delay: 86_400_000 }),
  'POST /jobs/batches': (own) => ({ type: 'room-generation', items: [job(own).data] }),
  'POST /jobs/recurring': (own) => ({ ...job(own), ...EVERY_NIGHT }),
  'PATCH /schedules/{id}': () => ({ misfire: 'skip' }),
  'POST /schedules/{id}/pause': () => ({ reason: 'matrix' }),
  'POST /schedules/{id}/slots/{fireAt}/waive': () => ({ reason: 'matrix' }),
  'POST /schedules/slots/backfill': () => ({ from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z', dryRun: true }),
  'POST /jobs/queues/{name}/pause': () => ({ reason: 'matrix' }),
  'POST /jobs/queues/{name}/resume': () => ({}),
  'PUT /jobs/queues/{name}/limits': () => ({ maxRunning: 1_000 }),
  'POST /jobs/{id}/retry': () => ({ failedItemsOnly: true }),
  'POST /effects/{id}/settle': () => ({ outcome: 'not-done', note: 'matrix' }),
  'POST /jobs/trigger/{jobName}': (own) => job(own).data,
  'POST /jobs/dead-letters/requeue': () => ({ dryRun: true }),
  'POST /jobs/dead-letters/{id}/requeue': () => ({}),
  'POST /webhooks': () => ({ url: 'https://hooks.example.test/x', events: ['job.failed'] }),
  'PATCH /webhooks/{id}': () => ({ description: 'Taken over' }),
  'POST /webhooks/{id}/redeliver': () => ({ since: '2020-01-01T00:00:00Z' }),
  'POST /alerts': () => ({ ...ALERT, name: 'Matrix' }),
  'PATCH /alerts/{id}': () => ({ name: 'Taken over' }),
  'POST /hotels': () => ({ name: 'Matrix', timeZone: 'Europe/Lisbon', currency: 'EUR' }),
  'PATCH /hotels/{id}': () => ({ name: 'Taken over' }),
  'POST /room-categories': (own) => ({ hotelId: own.hotel, code: code(), name: 'Matrix', basePrice: '100.00' }),
  'PATCH /room-categories/{id}': () => ({ name: 'Taken over' }),
  'POST /room-categories/{id}/price-overrides': () => ({ ...DATES, price: '1.00' }),
  'PATCH /room-categories/{id}/inventory': () => ({ ...DATES, stopSell: true }),
  'POST /rooms': (own) => ({ roomCategoryId: own.category, number: code() }),
  'POST /rooms/bulk': (own) => ({ roomCategoryId: own.category, firstNumber: 1, count: 2, prefix: `${code()}-` }),
  'PATCH /rooms/{id}': () => ({ number: code() }),
  'POST /rooms/{id}/closures': () => ({ kind: 'OOO', startDate: '2031-01-01', endDate: '2031-01-02' }),
  'POST /room-generation': (own) => ({ roomCategoryId: own.category, ...DATES, scheduleType: 'immediate' }),
  'POST /cron-room-generation/start': () => ({ daysAhead: 5 }),
  'POST /cron-room-generation/execute': () => ({}),
  'POST /cron-room-generation/execute/{roomCategoryId}': () => ({}),
  'PUT /hotels/{id}/job-settings': () => ({ jobs: [{ jobName: 'no-show-check', enabled: false }] }),
  'PUT /hotels/{id}/tax-categories/{code}': () => ({ name: 'Matrix', treatment: 'taxable', rate: '10' }),
  'PATCH /hotels/{id}/policy': () => ({ holdUntil: '17:00' }),
  'POST /penalty-rules': (own) => ({ hotelId: own.hotel, name: code(), percent: '100', nights: 1 }),
  'PATCH /penalty-rules/{id}': () => ({ name: 'Taken over' }),
  'POST /bookings': booking,
  'POST /bookings/groups': (own) => ({ bookings: [booking(own)] }),
  'PATCH /bookings/{id}': () => ({ guestName: 'Taken over' }),
  'POST /bookings/{id}/check-in': () => ({}),
  'POST /bookings/{id}/cancel': () => ({ reason: 'matrix' }),
  'POST /folios/{id}/charges': () => ({ description: 'Matrix', amount: '1.00' }),
  'POST /folios/{id}/payments': () => ({ method: 'cash', amount: '1.00' }),
  'POST /folios/{id}/windows': () => ({ name: 'Taken over' }),
  'PATCH /folios/{id}/windows/{number}': () => ({ name: 'Taken over' }),
  'POST /folios/{id}/lines/{lineId}/move': () => ({ window: 2 }),
  'POST /folios/{id}/lines/{lineId}/correct': () => ({ reason: 'matrix' }),
  'POST /hotels/{id}/business-days/{date}/close': () => ({}),
  'POST /cron/daily-housekeeping': () => ({}),
  'POST /cron/maintenance-schedule': () => ({}),
  'POST /cron/check-no-shows': () => ({}),
  'POST /cron/recalc-availability': () => ({}),
  'POST /cron/generate-invoices': () => ({}),
};

/** Bodies that are not JSON; keyed as those that are. */
export const STREAMED: Record<string, { type: string; body: string }> = {
  'POST /booking-imports': { type: 'text/csv', body: 'hotel\nMatrix\n' },
};

/** Query strings a route cannot do without, or that name somebody's things. */
export const QUERIES: Record<string, (own: Owned) => Record<string, string | number>> = {
  'GET /room-categories/{id}/inventory': () => DATES,
  'GET /room-generation/stats/{roomCategoryId}': () => DATES,
  'GET /room-categories': (own) => ({ hotelId: own.hotel }),
  'GET /rooms': (own) => ({ hotelId: own.hotel, roomCategoryId: own.category }),
  'GET /jobs': (own) => ({ hotelId: own.hotel }),
  'GET /schedules': (own) => ({ hotelId: own.hotel }),
  'GET /schedules/slots': (own) => ({ hotelId: own.hotel }),
  'GET /schedules/preview': () => EVERY_NIGHT,
  'GET /jobs/dead-letters': (own) => ({ hotelId: own.hotel }),
  'GET /jobs/dead-letters/groups': (own) => ({ hotelId: own.hotel }),
  'GET /penalty-rules': (own) => ({ hotelId: own.hotel }),
  'GET /bookings': (own) => ({ hotelId: own.hotel }),
  'GET /business-days': (own) => ({ hotelId: own.hotel }),
  'POST /booking-imports': (own) => ({ hotelId: own.hotel, sourceHotel: 'Matrix', roomTypes: 'A:MATRIX' }),
  'GET /booking-imports': (own) => ({ hotelId: own.hotel }),
};

function code(): string {
  return randomUUID().slice(0, 8).toUpperCase();
}

/** Makes one of everything for the tenant, through the API where it can. */
export async function own(platform: Platform, tenant: Tenant): Promise<Owned> {
  const made = { ...NOTHING };
  const post = async (path: string, body: object): Promise<Record<string, unknown>> => {
    const answer = await platform.call('POST', `/api/v1${path}`, { token: tenant.ADMIN.token, body });
    if (answer.status !== 201) throw new Error(`POST ${path} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  };
  made.hotel = (await post('/hotels', BODIES['POST /hotels']!(made)))['id'] as number;
  made.category = (await post('/room-categories', BODIES['POST /room-categories']!(made)))['id'] as number;
  made.room = (await post('/rooms', BODIES['POST /rooms']!(made)))['id'] as number;
  const override = await post(`/room-categories/${made.category}/price-overrides`, { ...DATES, price: '99.00' });
  made.override = ((override['data'] as { id?: number } | undefined)?.id ?? override['id']) as number;
  const closure = { kind: 'OOO', startDate: '2032-01-01', endDate: '2032-01-02' };
  made.closure = (await post(`/rooms/${made.room}/closures`, closure))['id'] as number;
  made.job = (await post('/jobs/schedule', BODIES['POST /jobs/schedule']!(made)))['id'] as string;
  made.apiKey = (await post('/api-keys', { name: 'fixture' }))['id'] as string;
  made.webhook = (await post('/webhooks', BODIES['POST /webhooks']!(made)))['id'] as string;
  made.delivery = (await post(`/webhooks/${made.webhook}/test`, {}))['id'] as string;
  made.schedule = (await post('/jobs/recurring', { ...job(made), ...EVERY_NIGHT }))['id'] as string;
  made.alert = (await post('/alerts', BODIES['POST /alerts']!(made)))['id'] as string;
  const rule = { hotelId: made.hotel, name: 'First night', percent: '100', nights: 1 };
  made.penaltyRule = (await post('/penalty-rules', rule))['id'] as number;
  made.booking = (await post('/bookings', booking(made)))['id'] as string;
  const { body: folio } = await platform.call('GET', `/api/v1/bookings/${made.booking}/folio`, {
    token: tenant.ADMIN.token,
  });
  made.folio = folio['id'] as string;
  const charged = await post(`/folios/${made.folio}/charges`, { description: 'Matrix', amount: '1.00' });
  made.folioLine = (charged['lines'] as { id: number }[])[0]!.id;
  await platform.sql.query(
    `INSERT INTO business_day (tenant_id, hotel_id, business_date, status, closed_at, checks, pack)
     VALUES ($1, $2, '2030-03-01', 'closed', now(), '[]', '{}')`,
    [tenant.id, made.hotel],
  );
  made.bookingImport = await bookingImport(platform, tenant, made);
  made.effect = randomUUID();
  await platform.sql.query(
    `INSERT INTO effect (id, tenant_id, key, kind, job_id, token, claim, state, until)
     VALUES ($1, $2, 'fixture', 'mail', $3, 1, $1, 'unknown', now())`,
    [made.effect, tenant.id, made.job],
  );
  await platform.sql.query(
    `INSERT INTO job_item (tenant_id, job_id, item_key, outcome, attempt, token, ord) VALUES ($1, $2, 'fixture', 'ok', 1, 1, 1)`,
    [tenant.id, made.job],
  );
  // Dead letters come from workers, and none runs here.
  made.deadLetter = randomUUID();
  const dead = (await post('/jobs/schedule', BODIES['POST /jobs/schedule']!(made)))['id'];
  await platform.sql.query(
    `WITH gone AS (DELETE FROM job_live WHERE id = $1 RETURNING *) INSERT INTO job_history SELECT * FROM gone`,
    [dead],
  );
  await platform.sql.query(`UPDATE job_history SET status = 'DEAD' WHERE id = $1`, [dead]);
  await platform.sql.query(
    `INSERT INTO dead_letter (id, tenant_id, job_id, name, hotel_id, data, error, reason, attempts)
     SELECT $1, tenant_id, id, name, $3, data, '{"message":"x"}', 'exhausted', 3 FROM job WHERE id = $2`,
    [made.deadLetter, dead, made.hotel],
  );
  return made;
}

/** A file of bookings that waits for a worker. */
async function bookingImport(platform: Platform, tenant: Tenant, made: Owned): Promise<string> {
  const { id: jobId } = (
    await platform.sql.query<{ id: string }>('SELECT id FROM job WHERE tenant_id = $1 LIMIT 1', [tenant.id])
  ).rows[0]!;
  const id = randomUUID();
  await platform.sql.query(
    `INSERT INTO booking_import (id, tenant_id, hotel_id, source_hotel, room_types, sha256, job_id)
     VALUES ($1, $2, $3, 'Matrix', '{"types": {}, "fallback": null}', repeat('0', 64), $4)`,
    [id, tenant.id, made.hotel, jobId],
  );
  return id;
}
