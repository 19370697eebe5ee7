import { randomUUID } from 'node:crypto';
import { NIGHT_JOBS } from '../../src/pms/nights/night-job.js';
import '../../src/pms/index.js';
import { type Platform, type Tenant, PASSWORD } from './harness.js';
import { finishedReport, ownPartFile } from './isolation-files.js';
import { NOTHING, type Owned } from './isolation-kinds.js';
import { PACK } from './isolation-pack.js';
import { CALENDAR_BODIES, CALENDAR_QUERIES, ownBlock } from './isolation-calendars.js';
import { DELIVERY_BODIES, DELIVERY_QUERIES } from './isolation-deliveries.js';
import { GOOGLE_BODIES, ownCalendarAccount } from './isolation-google.js';
import { CONNECTION_BODIES, ownConnection } from './isolation-connections.js';
import { IMPORT_BODIES, IMPORT_QUERIES, IMPORT_STREAMED, ownImports } from './isolation-imports.js';
import { ownParties, PARTY_BODIES, PARTY_QUERIES, PARTY_STREAMED } from './isolation-parties.js';
import { ownStatement, STATEMENT_BODIES, STATEMENT_QUERIES } from './isolation-statements.js';
import { ownRuns, RUN_BODIES } from './isolation-runs.js';
import { ownPeople, PEOPLE_BODIES, PEOPLE_STREAMED } from './isolation-people.js';
import { DIGEST_BODIES, DIGEST_STREAMED, ownNotification } from './isolation-digest.js';
import { ownQuotes, QUOTING_BODIES } from './isolation-quoting.js';

export * from './isolation-kinds.js';

const RANGE = { from: '2030-03-01', to: '2030-03-03' };
const DATES = { startDate: '2030-03-01', endDate: '2030-03-03' };
const EVERY_NIGHT = { cron: '0 2 * * *', timezone: 'UTC' };
const PLAN = { name: 'Service', mode: 'fixed', everyN: 1, unit: 'month', anchorDate: '2030-03-01' };
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
  'POST /auth/session': () => ({ email: 'nobody@example.test', password: 'wrong' }),
  'PATCH /auth/session': () => ({ locale: 'de-AT' }),
  'POST /views': () => ({ page: 'jobs', name: code(), search: 'status=FAILED' }),
  'PATCH /views/{id}': () => ({ name: 'Taken over' }),
  'POST /auth/password': () => ({ currentPassword: 'wrong', newPassword: 'matrix matrix matrix' }),
  'POST /api-keys': () => ({ name: 'matrix' }),
  'POST /tenants': () => ({ slug: code().toLowerCase(), name: 'Matrix' }),
  'PATCH /tenants/{id}': () => ({ name: 'Taken over' }),
  'POST /tenants/{id}/invitations': () => ({ email: `${code()}@example.test`, role: 'STAFF' }),
  'PATCH /tenants/{id}/users/{userId}': () => ({ role: 'STAFF' }),
  'POST /users/invitations': () => ({ email: `${code()}@example.test`, role: 'STAFF' }),
  'PATCH /users/{id}': () => ({ role: 'STAFF' }),
  'POST /invitations/accept': () => ({ token: 'nobodys', password: 'matrix matrix matrix' }),
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
  'POST /mail/suppressions': () => ({ address: `${code()}@example.test` }),
  'PUT /mail/sender': () => ({ name: 'Matrix' }),
  'POST /mail/templates/{name}/preview': () => ({}),
  'POST /effects/{id}/settle': () => ({ outcome: 'not-done', note: 'matrix' }),
  'POST /jobs/trigger/{jobName}': (own) => job(own).data,
  'POST /jobs/dead-letters/requeue': () => ({ dryRun: true }),
  'POST /jobs/dead-letters/discard': (own) => ({ hotelId: own.hotel, dryRun: true }),
  'POST /jobs/dead-letters/requeue-many': (own) => ({ hotelId: own.hotel, dryRun: true }),
  'POST /jobs/cancel': (own) => ({ hotelId: own.hotel, dryRun: true }),
  'POST /jobs/retry': (own) => ({ hotelId: own.hotel, dryRun: true }),
  'POST /jobs/dead-letters/{id}/requeue': () => ({}),
  'POST /webhooks': () => ({ url: 'https://hooks.example.test/x', events: ['job.failed'] }),
  'PATCH /webhooks/{id}': () => ({ description: 'Taken over' }),
  'POST /webhooks/{id}/redeliver': () => ({ since: '2020-01-01T00:00:00Z' }),
  'POST /webhooks/deliveries/redeliver': () => ({ since: '2020-01-01T00:00:00Z' }),
  'POST /reports': () => ({ reportType: 'invoices', format: 'csv', range: RANGE }),
  'PUT /reports/settings': () => ({ timezone: 'UTC' }),
  'POST /alerts': () => ({ ...ALERT, name: 'Matrix' }),
  'PATCH /alerts/{id}': () => ({ name: 'Taken over' }),
  'POST /hotels': () => ({ name: 'Matrix', timezone: 'Europe/Lisbon', currency: 'EUR' }),
  'PATCH /hotels/{id}': () => ({ name: 'Taken over' }),
  'POST /room-categories': (own) => ({ hotelId: own.hotel, code: code(), name: 'Matrix', basePrice: '100.00' }),
  'PATCH /room-categories/{id}': () => ({ name: 'Taken over' }),
  'POST /room-categories/{id}/price-overrides': () => ({ ...RANGE, price: '1.00' }),
  'PATCH /room-categories/{id}/inventory': () => ({ ...RANGE, stopSell: true }),
  'POST /rooms': (own) => ({ roomCategoryId: own.category, number: code() }),
  'POST /rooms/bulk': (own) => ({ roomCategoryId: own.category, firstNumber: 1, count: 2, prefix: `${code()}-` }),
  'PATCH /rooms/{id}': () => ({ number: code() }),
  'POST /rooms/{id}/closures': () => ({ kind: 'OOO', from: '2031-01-01', to: '2031-01-02' }),
  'POST /room-generation': (own) => ({ roomCategoryId: own.category, ...DATES, scheduleType: 'immediate' }),
  'POST /cron-room-generation/start': () => ({ daysAhead: 5 }),
  'POST /cron-room-generation/execute': () => ({}),
  'POST /cron-room-generation/execute/{roomCategoryId}': () => ({}),
  'PUT /hotels/{id}/job-settings': () => ({ jobs: [{ jobName: 'no-show-check', enabled: false }] }),
  'PUT /hotels/{id}/tax-categories/{code}': () => ({ name: 'Matrix', treatment: 'taxable', rate: '10' }),
  'PATCH /hotels/{id}/policy': () => ({ holdUntil: '17:00' }),
  'POST /penalty-rules': (own) => ({ hotelId: own.hotel, name: code(), percent: '100', nights: 1 }),
  'PATCH /penalty-rules/{id}': () => ({ name: 'Taken over' }),
  'POST /city-taxes': (own) => ({ hotelId: own.hotel, name: code(), amount: '2.88', validFrom: '2031-01-01' }),
  'PATCH /city-taxes/{id}': () => ({ name: code() }),
  'POST /bookings': booking,
  'POST /bookings/groups': (own) => ({ bookings: [booking(own)] }),
  'PATCH /bookings/{id}': () => ({ guestName: 'Taken over' }),
  'POST /bookings/{id}/check-in': () => ({}),
  'POST /bookings/{id}/confirm': () => ({}),
  'POST /bookings/{id}/reinstate': () => ({}),
  'POST /bookings/{id}/cancel': () => ({ reason: 'matrix' }),
  'POST /bookings/{id}/move': () => ({ reason: 'matrix' }),
  'POST /bookings/{id}/swap-rooms': (own) => ({ bookingId: own.booking, reason: 'matrix' }),
  'POST /bookings/{id}/undo-check-in': () => ({ reason: 'matrix' }),
  'POST /bookings/{id}/undo-check-out': () => ({ reason: 'matrix' }),
  'POST /folios/{id}/charges': () => ({ description: 'Matrix', amount: '1.00' }),
  'POST /folios/{id}/payments': () => ({ method: 'cash', amount: '1.00' }),
  'POST /folios/{id}/deposits': () => ({ method: 'cash', amount: '1.00' }),
  'POST /folios/{id}/deposits/apply': () => ({ window: 1 }),
  'POST /folios/{id}/windows': () => ({ name: 'Taken over' }),
  'PATCH /folios/{id}/windows/{number}': () => ({ name: 'Taken over' }),
  'POST /folios/{id}/lines/{lineId}/move': () => ({ window: 2 }),
  'POST /folios/{id}/lines/{lineId}/correct': () => ({ reason: 'matrix' }),
  'POST /hotels/{id}/business-days/{date}/close': () => ({}),
  'POST /housekeeping/attendants': (own) => ({ hotelId: own.hotel, name: code() }),
  'PATCH /housekeeping/attendants/{id}': () => ({ name: 'Taken over' }),
  'PUT /housekeeping/attendants/{id}/shifts': () => ({ dates: ['2030-03-01'], capacityMinutes: 400 }),
  'PUT /housekeeping/rules': (own) => ({ hotelId: own.hotel, taskType: 'deep', minutes: 90 }),
  'PATCH /housekeeping/rooms/{id}': () => ({ condition: 'dirty' }),
  'POST /housekeeping/tasks': (own) => ({ roomId: own.room, type: 'deep', date: '2031-03-01' }),
  'PATCH /housekeeping/tasks/{id}': () => ({ note: 'Taken over' }),
  'POST /housekeeping/tasks/{id}/cancel': () => ({ reason: 'matrix' }),
  'POST /housekeeping/tasks/{id}/inspect': () => ({ passed: true }),
  'POST /housekeeping/tasks/{id}/assign': () => ({ attendantId: null }),
  'POST /housekeeping/tasks/{id}/postpone': () => ({ reason: 'matrix' }),
  'POST /housekeeping/tasks/{id}/reopen': () => ({ reason: 'matrix' }),
  'POST /equipment': (own) => ({ hotelId: own.hotel, name: code(), meterUnit: 'h' }),
  'PATCH /equipment/{id}': () => ({ name: code() }),
  'POST /equipment/{id}/readings': () => ({ value: 1 }),
  'POST /equipment/{id}/schedules': () => PLAN,
  'PATCH /maintenance-schedules/{id}': () => ({ leadDays: 3 }),
  'POST /work-orders': (own) => ({ hotelId: own.hotel, roomId: own.room, title: 'Matrix' }),
  'POST /work-orders/{id}/complete': () => ({}),
  'POST /work-orders/{id}/cancel': () => ({ reason: 'matrix' }),
  ...Object.fromEntries(NIGHT_JOBS.map(({ route }) => [`POST /cron/${route}`, () => ({})])),
  'POST /legal-entities': () => ({ name: code(), address: '1 High Street', country: 'GB', vatNumber: 'GB123456789' }),
  'PATCH /legal-entities/{id}': () => ({ address: 'Taken over' }),
  'PUT /hotels/{id}/invoicing': (own) => ({ legalEntityId: own.legalEntity, invoiceCode: 'INV', creditCode: 'CN' }),
  'POST /invoices': (own) => ({ folioId: own.invoiceFolio, window: 1 }),
  'POST /files/uploads': () => ({ name: 'matrix.stl' }),
  'POST /files/uploads/{id}/complete': () => ({}),
  'POST /files/{id}/analyse': () => ({ performDfm: false }),
  'PATCH /files/{id}': () => ({ unit: 'cm' }),
  'POST /invoices/{id}/credit-notes': () => ({ reason: 'matrix', amount: '0.01' }),
  ...QUOTING_BODIES,
  ...PARTY_BODIES,
  ...DELIVERY_BODIES,
  ...STATEMENT_BODIES,
  ...CONNECTION_BODIES,
  ...GOOGLE_BODIES,
  ...IMPORT_BODIES,
  ...RUN_BODIES,
  ...CALENDAR_BODIES,
  ...PEOPLE_BODIES,
  ...DIGEST_BODIES,
};

/** Bodies that are not JSON; keyed as those that are. */
export const STREAMED: Record<string, { type: string; body: string }> = {
  'POST /booking-imports': { type: 'text/csv', body: 'hotel\nMatrix\n' },
  'POST /files': {
    type: 'multipart/form-data; boundary=b',
    body: '--b\r\ncontent-disposition: form-data; name="file"; filename="a.stl"\r\n\r\nsolid matrix\r\n--b--\r\n',
  },
  ...PARTY_STREAMED,
  ...IMPORT_STREAMED,
  ...PEOPLE_STREAMED,
  ...DIGEST_STREAMED,
};

/** Query strings a route cannot do without, or that name somebody's things. */
export const QUERIES: Record<string, (own: Owned) => Record<string, string | number>> = {
  'GET /room-categories/{id}/inventory': () => DATES,
  'GET /room-generation/stats/{roomCategoryId}': () => DATES,
  'GET /room-generation/plan': (own) => ({ roomCategoryId: own.category, ...DATES }),
  'GET /hotels/{id}/inventory': () => DATES,
  'GET /hotels/{id}/room-timeline': () => RANGE,
  'GET /room-categories': (own) => ({ hotelId: own.hotel }),
  'GET /rooms': (own) => ({ hotelId: own.hotel, roomCategoryId: own.category }),
  'GET /jobs': (own) => ({ hotelId: own.hotel }),
  'GET /jobs/facets': (own) => ({ hotelId: own.hotel }),
  'GET /schedules': (own) => ({ hotelId: own.hotel }),
  'GET /schedules/slots': (own) => ({ hotelId: own.hotel }),
  'GET /nights/{date}': (own) => ({ hotelId: own.hotel }),
  'GET /events': () => ({ follow: 'false' }),
  'GET /schedules/preview': () => EVERY_NIGHT,
  'GET /jobs/dead-letters': (own) => ({ hotelId: own.hotel }),
  'GET /jobs/dead-letters/groups': (own) => ({ hotelId: own.hotel }),
  'GET /penalty-rules': (own) => ({ hotelId: own.hotel }),
  'GET /maintenance-schedules': (own) => ({ hotelId: own.hotel }),
  // Not one of the ids above: what this tenant has tried with another's is in its own trail. audit.spec.ts asks about those.
  'GET /audit/targets': () => ({ target: 'jobs/01900000-0000-7000-8000-0000000000aa' }),
  'GET /city-taxes': (own) => ({ hotelId: own.hotel }),
  'POST /booking-imports': (own) => ({ hotelId: own.hotel, sourceHotel: 'Matrix', roomTypes: 'A:MATRIX' }),
  'GET /booking-imports': (own) => ({ hotelId: own.hotel }),
  'GET /housekeeping/attendants': (own) => ({ hotelId: own.hotel }),
  'GET /housekeeping/shifts': (own) => ({ hotelId: own.hotel, from: '2030-03-01', to: '2030-03-02' }),
  'GET /housekeeping/rules': (own) => ({ hotelId: own.hotel }),
  'GET /housekeeping/rooms': (own) => ({ hotelId: own.hotel }),
  'GET /housekeeping/tasks': (own) => ({ hotelId: own.hotel }),
  'GET /equipment': (own) => ({ hotelId: own.hotel }),
  'GET /work-orders': (own) => ({ hotelId: own.hotel }),
  'GET /bookings': (own) => ({ hotelId: own.hotel, roomCategoryId: own.category }),
  'GET /no-show-records': (own) => ({ hotelId: own.hotel }),
  'GET /availability': (own) => ({ hotelId: own.hotel, from: '2030-03-01', to: '2030-03-02' }),
  'GET /business-days': (own) => ({ hotelId: own.hotel }),
  'GET /invoices': (own) => ({ hotelId: own.hotel, folioId: own.invoiceFolio }),
  'GET /invoices/chain': (own) => ({ legalEntityId: own.legalEntity }),
  'GET /invoice-series': (own) => ({ legalEntityId: own.legalEntity }),
  ...CALENDAR_QUERIES,
  ...PARTY_QUERIES,
  ...DELIVERY_QUERIES,
  ...STATEMENT_QUERIES,
  ...IMPORT_QUERIES,
  ...CALENDAR_QUERIES,
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
  const override = await post(`/room-categories/${made.category}/price-overrides`, { ...RANGE, price: '99.00' });
  made.override = ((override['data'] as { id?: number } | undefined)?.id ?? override['id']) as number;
  const closure = { kind: 'OOO', from: '2032-01-01', to: '2032-01-02' };
  made.closure = (await post(`/rooms/${made.room}/closures`, closure))['id'] as number;
  made.job = (await post('/jobs/schedule', BODIES['POST /jobs/schedule']!(made)))['id'] as string;
  made.apiKey = (await post('/api-keys', { name: 'fixture' }))['id'] as string;
  made.session = (await post('/auth/session', { email: tenant.ADMIN.email, password: PASSWORD }))[
    'sessionId'
  ] as string;
  made.view = (await post('/views', BODIES['POST /views']!(made)))['id'] as string;
  made.tenant = tenant.id;
  made.user = tenant.STAFF.id;
  made.invitation = (await post('/users/invitations', BODIES['POST /users/invitations']!(made)))['id'] as string;
  made.webhook = (await post('/webhooks', BODIES['POST /webhooks']!(made)))['id'] as string;
  made.delivery = (await post(`/webhooks/${made.webhook}/test`, {}))['id'] as string;
  made.schedule = (await post('/jobs/recurring', { ...job(made), ...EVERY_NIGHT }))['id'] as string;
  made.alert = (await post('/alerts', BODIES['POST /alerts']!(made)))['id'] as string;
  const rule = { hotelId: made.hotel, name: 'First night', percent: '100', nights: 1 };
  made.penaltyRule = (await post('/penalty-rules', rule))['id'] as number;
  made.cityTax = (await post('/city-taxes', BODIES['POST /city-taxes']!(made)))['id'] as number;
  made.booking = (await post('/bookings', booking(made)))['id'] as string;
  const { body: folio } = await platform.call('GET', `/api/v1/bookings/${made.booking}/folio`, {
    token: tenant.ADMIN.token,
  });
  made.folio = folio['id'] as string;
  const charged = await post(`/folios/${made.folio}/charges`, { description: 'Matrix', amount: '1.00' });
  made.folioLine = (charged['lines'] as { id: number }[])[0]!.id;
  made.attendant = (await post('/housekeeping/attendants', { hotelId: made.hotel, name: 'Rosa' }))['id'] as number;
  made.equipment = (await post('/equipment', BODIES['POST /equipment']!(made)))['id'] as number;
  made.maintenance = (await post(`/equipment/${made.equipment}/schedules`, PLAN))['id'] as number;
  const { rows: work } = await platform.sql.query<{ task: number; work_order: number }>(
    `WITH task AS (
       INSERT INTO hk_task (tenant_id, hotel_id, business_date, room_id, task_type, minutes, priority, source)
       VALUES ($1, $2, '2030-03-01', $3, 'departure', 40, 1, 'round') RETURNING id),
     work AS (
       INSERT INTO work_order (tenant_id, hotel_id, equipment_id, schedule_id, due_date, cause)
       VALUES ($1, $2, $4, $5, '2030-03-01', 'calendar') RETURNING id)
     SELECT task.id AS task, work.id AS work_order FROM task, work`,
    [tenant.id, made.hotel, made.room, made.equipment, made.maintenance],
  );
  made.task = work[0]!.task;
  made.workOrder = work[0]!.work_order;
  await platform.sql.query(
    `INSERT INTO no_show_record (tenant_id, hotel_id, booking_id, business_date, cutoff_at, outcome, guarantee, terms,
       penalty_minor, channel_report)
     VALUES ($1, $2, $3, '2030-03-01', now(), 'NO_SHOW', 'card', '{"name": "Matrix"}', 0, 'due')`,
    [tenant.id, made.hotel, made.booking],
  );
  await platform.sql.query(
    `INSERT INTO business_day (tenant_id, hotel_id, business_date, status, closed_at, checks, pack)
     VALUES ($1, $2, '2030-03-01', 'closed', now(), '[]', $3::jsonb)`,
    [tenant.id, made.hotel, JSON.stringify(PACK)],
  );
  made.bookingImport = await bookingImport(platform, tenant, made);
  made.mail = randomUUID();
  made.suppression = `gone.${tenant.slug}@example.test`;
  await platform.sql.query(
    `INSERT INTO mail_message (id, tenant_id, key, template, policy, to_address, subject, body_text, body_html, message_id,
       content_hash, state)
     VALUES ($1::uuid, $2, $1::text, 'mail-test', 'digest', 'a@b.test', 'x', 'x', 'x', '<x@b.test>', repeat('0', 64), 'sent')`,
    [made.mail, tenant.id],
  );
  await platform.sql.query(`INSERT INTO mail_suppression (tenant_id, address, reason) VALUES ($1, $2, 'added')`, [
    tenant.id,
    made.suppression,
  ]);
  made.report = await finishedReport(platform, tenant);
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
     SELECT $1, tenant_id, id, name, $3, data, '{"code":"X","message":"x"}', 'exhausted', 3 FROM job WHERE id = $2`,
    [made.deadLetter, dead, made.hotel],
  );
  await ownInvoice(platform, tenant, made);
  await ownQuotes(platform, tenant, made);
  await ownPartFile(platform, tenant, made);
  await ownParties(platform, tenant, made);
  await ownStatement(platform, tenant, made);
  await ownConnection(platform, tenant, made);
  await ownCalendarAccount(platform, tenant, made);
  await ownBlock(platform, tenant, made);
  await ownPeople(platform, tenant, made);
  await ownNotification(platform, tenant, made);
  await ownImports(platform, tenant, made);
  await ownRuns(platform, tenant, made);
  return made;
}

const NO_PENALTY = { ruleId: null, name: 'None', percent: '0', nights: null, flatMinor: 0, capToStay: true, tax: null };

/** A legal entity, and the invoice of a second window of a folio: it need not wait for the end of the stay. */
async function ownInvoice(platform: Platform, tenant: Tenant, made: Owned): Promise<void> {
  const send = async (method: string, path: string, body: object): Promise<Record<string, unknown>> => {
    const answer = await platform.call(method, `/api/v1${path}`, { token: tenant.ADMIN.token, body });
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  };
  made.legalEntity = (await send('POST', '/legal-entities', BODIES['POST /legal-entities']!(made)))['id'] as number;
  await send('PUT', `/hotels/${made.hotel}/invoicing`, BODIES['PUT /hotels/{id}/invoicing']!(made));
  const booking = randomUUID();
  await platform.sql.query(
    `INSERT INTO booking (id, tenant_id, hotel_id, category_id, code, status, arrival, departure, guest_name, guarantee,
       penalty, currency, night_prices_minor, total_minor)
     VALUES ($1, $2, $3, $4, $5, 'tentative', '2030-03-01', '2030-03-02', 'Matrix', 'none', $6, 'EUR', '{100}', 100)`,
    [booking, tenant.id, made.hotel, made.category, code(), JSON.stringify(NO_PENALTY)],
  );
  made.invoiceFolio = randomUUID();
  await platform.sql.query(
    `INSERT INTO folio (id, tenant_id, hotel_id, booking_id, currency) VALUES ($1, $2, $3, $4, 'EUR')`,
    [made.invoiceFolio, tenant.id, made.hotel, booking],
  );
  await platform.sql.query(
    `INSERT INTO folio_window (tenant_id, folio_id, number, payer)
     SELECT $1, $2, number, '{"name": "Matrix", "country": "GB"}' FROM generate_series(1, 2) AS number`,
    [tenant.id, made.invoiceFolio],
  );
  await send('POST', `/folios/${made.invoiceFolio}/charges`, { description: 'Matrix', amount: 100, window: 2 });
  made.invoice = (await send('POST', '/invoices', { folioId: made.invoiceFolio, window: 2 }))['id'] as string;
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
