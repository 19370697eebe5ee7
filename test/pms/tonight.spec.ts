import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, Platform } from '../platform/harness.js';
import { FakeNight, zoneAtTwo } from './fake-night.js';

interface Cell {
  kind: string;
  state: string;
  [member: string]: unknown;
}
interface Board {
  date: string;
  kinds: string[];
  total: number;
  hotels: { hotelId: number; date: string; from: string; to: string; businessDate: string | null; cells: Cell[] }[];
  needs: { what: string; hotelId: number | null; [member: string]: unknown }[];
  needsTotal: number;
  next: { kind: string; hotelId: number | null; at: string }[];
}

const at = (text: string) => new Date(text);
const minutes = (count: number, from = Date.now()) => new Date(from + count * 60_000);

describe('the board of a night', () => {
  let platform: Platform;
  let night: FakeNight;
  beforeAll(async () => {
    platform = await Platform.start();
    night = new FakeNight(platform, platform.a);
  });
  afterAll(() => platform?.stop());

  const get = (path: string, token = platform.a.STAFF.token): Promise<Answer> =>
    platform.call('GET', `/api/v1/nights/${path}`, { token });
  const board = async (path: string, token?: string) => {
    const { status, body } = await get(path, token);
    expect(status).toBe(200);
    return body as unknown as Board;
  };
  const states = ({ hotels }: Board, hotelId: number) =>
    Object.fromEntries(hotels.find((one) => one.hotelId === hotelId)!.cells.map(({ kind, state }) => [kind, state]));

  it('shows what became of each job of a past night, from noon to noon by the hotel’s clock', async () => {
    const lisbon = await night.hotel('Lisboa', 'Europe/Lisbon');
    const auckland = await night.hotel('Auckland', 'Pacific/Auckland');
    const job = { status: 'COMPLETED', startedAt: at('2026-03-03T02:00:05Z'), completedAt: at('2026-03-03T02:04:00Z') };
    const put = async (kind: string, more?: Parameters<FakeNight['slot']>[2], over: object = {}) =>
      night.slot(await night.schedule(lisbon, kind), at('2026-03-03T02:00:00Z'), more, over);
    const done = await put('k-done', job);
    await put('k-late', { ...job, startedAt: at('2026-03-03T02:40:00Z'), completedAt: at('2026-03-03T02:44:00Z') });
    await put('k-missed');
    await put('k-passed', undefined, { passedAt: at('2026-03-03T05:00:00Z') });
    await put('k-waived', undefined, { waiveReason: 'Closed for the winter' });
    await put('k-dead', { ...job, status: 'DEAD' });
    await put('k-failed', { ...job, status: 'FAILED' });
    await put('k-cancelled', { ...job, status: 'CANCELLED' });
    // Its edges: noon belongs to the night that begins.
    const edges = await night.schedule(lisbon, 'k-edges');
    const inTime = (time: Date) => ({ ...job, startedAt: time, completedAt: time });
    for (const time of ['2026-03-02T11:59:00Z', '2026-03-02T12:00:00Z', '2026-03-03T11:59:00Z', '2026-03-03T12:00:00Z'])
      await night.slot(edges, at(time), inTime(at(time)));
    // 02:00 of the 3rd in Auckland is the day before in UTC.
    const there = at('2026-03-02T13:00:00Z');
    await night.slot(await night.schedule(auckland, 'k-done'), there, inTime(there));

    const seen = await board('2026-03-02');
    expect(states(seen, lisbon)).toEqual({
      ...{ 'k-done': 'done', 'k-late': 'late', 'k-missed': 'missed', 'k-passed': 'missed', 'k-waived': 'waived' },
      ...{ 'k-dead': 'dead', 'k-failed': 'failed', 'k-cancelled': 'cancelled', 'k-edges': 'done' },
    });
    const cells = seen.hotels.find(({ hotelId }) => hotelId === lisbon)!.cells;
    expect(cells.find(({ kind }) => kind === 'k-edges')).toMatchObject({ slots: 2, done: 2 });
    expect(cells.find(({ kind }) => kind === 'k-done')).toMatchObject({
      jobId: done,
      startedAt: '2026-03-03T02:00:05.000Z',
      completedAt: '2026-03-03T02:04:00.000Z',
      atRisk: false,
    });
    expect(states(seen, auckland)).toEqual({ 'k-done': 'done' });
    expect(seen.hotels.find(({ hotelId }) => hotelId === auckland)).toMatchObject({
      ...{ date: '2026-03-02', from: '2026-03-01T23:00:00.000Z', to: '2026-03-02T23:00:00.000Z' },
    });
    expect(seen.kinds.at(-1)).toBe('k-edges');
    expect(states(await board('2026-03-03'), lisbon)).toEqual({ 'k-edges': 'done' });
    expect((await board('2026-03-02?limit=1&offset=1')).hotels.map(({ hotelId }) => hotelId)).toEqual([lisbon]);
  });

  it('says how long a job takes, and marks one that will not be done in time, before it starts', async () => {
    const zone = zoneAtTwo();
    const hotel = await night.hotel('Forecast', zone);
    const owed = async (kind: string, dueSeconds: number | null, inMinutes: number, tookMinutes: number[]) => {
      const id = await night.schedule(hotel, kind, { dueSeconds });
      const fireAt = minutes(inMinutes);
      await night.slot(id, fireAt);
      await night.runs(
        id,
        fireAt,
        tookMinutes.map((took) => took * 60_000),
      );
      return id;
    };
    const hour = [60, 60, 60, 60, 60];
    await owed('f-fits', 7_200, 20, hour);
    await owed('f-does-not', 1_800, 20, hour);
    await owed('f-too-early-to-tell', 1_800, 40, hour);
    await owed('f-no-time-set', null, 20, hour);
    await owed('f-new', 1_800, 20, [60, 60]);
    const running = async (kind: string, sinceMinutes: number, dueIn: number) => {
      const id = await night.schedule(hotel, kind);
      await night.runs(id, minutes(-5), [30 * 60_000, 30 * 60_000, 30 * 60_000]);
      const startedAt = minutes(-sinceMinutes);
      await night.slot(id, minutes(-5), { status: 'RUNNING', progress: 40, startedAt, dueBy: minutes(dueIn) });
    };
    await running('f-runs', 5, 26);
    await running('f-runs-late', 5, 24);
    await running('f-over', 5, -1);

    const cells = (await board(`current?hotelId=${hotel}`)).hotels[0]!.cells;
    const risk = Object.fromEntries(cells.map(({ kind, atRisk }) => [kind, atRisk]));
    expect(risk).toEqual({
      ...{ 'f-fits': false, 'f-does-not': true, 'f-too-early-to-tell': false, 'f-no-time-set': false, 'f-new': false },
      ...{ 'f-runs': false, 'f-runs-late': true, 'f-over': true },
    });
    const of = (kind: string) => cells.find((cell) => cell.kind === kind)!;
    expect(of('f-does-not')).toMatchObject({ state: 'owed', runs: 5, p50Ms: 3_600_000, p95Ms: 3_600_000 });
    expect(of('f-too-early-to-tell')['expectedEnd']).toBeNull();
    expect(of('f-runs')).toMatchObject({ state: 'running', progress: 40, jobStatus: 'RUNNING' });
  });

  it('a schedule says by when its jobs should be done, and they are', async () => {
    const { token } = platform.a.ADMIN;
    const hotelId = await night.hotel('Due', 'UTC');
    const body = { type: 'room-generation-sweep', data: { hotelId }, cron: '0 2 * * *', timezone: 'UTC' };
    const made = await platform.call('POST', '/api/v1/jobs/recurring', { token, body: { ...body, dueSeconds: 3_600 } });
    expect(made.body).toMatchObject({ dueSeconds: 3_600 });
    const id = String(made.body['id']);
    const run = await platform.call('POST', `/api/v1/schedules/${id}/run`, { token });
    const left = Date.parse(String(run.body['dueBy'])) - Date.now();
    expect(left).toBeGreaterThan(3_500_000);
    expect(left).toBeLessThanOrEqual(3_600_000);
    const edit = (change: object) => platform.call('PATCH', `/api/v1/schedules/${id}`, { token, body: change });
    expect((await edit({ misfire: 'skip' })).body).toMatchObject({ dueSeconds: 3_600 });
    expect((await edit({ dueSeconds: null })).body).toMatchObject({ dueSeconds: null });
    expect((await edit({ dueSeconds: 5 })).status).toBe(400);
  });

  it('lists what needs somebody, the worst first, and what comes next; a quiet night has nothing', async () => {
    const zone = zoneAtTwo();
    const hotel = await night.hotel('Needs', zone);
    const path = `current?hotelId=${hotel}`;
    expect(await board(path)).toMatchObject({ needs: [], needsTotal: 0, next: [] });

    const nightly = await night.schedule(hotel, 'n-nightly', { nextRunAt: minutes(60) });
    await night.slot(nightly, minutes(60));
    await night.schedule(hotel, 'n-of-tomorrow', { nextRunAt: minutes(24 * 60) });
    await night.slot(nightly, minutes(-60));
    const done = { startedAt: minutes(-40), completedAt: minutes(-30) };
    const dead = await night.job('n-dead', hotel, minutes(-50), { status: 'DEAD', ...done });
    const letterId = await night.deadLetter(dead, minutes(-30));
    const partly = await night.job('n-partly', hotel, minutes(-50), { status: 'COMPLETED', ...done });
    await night.item(partly, 'room-1', 'ok');
    await night.item(partly, 'room-2', 'failed');
    await night.item(partly, 'room-3', 'failed');
    // A night before.
    const old = await night.job('n-dead', hotel, minutes(-48 * 60), { status: 'DEAD', ...done });
    await night.deadLetter(old, minutes(-48 * 60));
    const seen = await board(path);
    const yesterday = seen.hotels[0]!.date;
    await platform.sql.query(
      `INSERT INTO business_day (tenant_id, hotel_id, business_date) VALUES ($1, $2, $3::date - 1)`,
      [platform.a.id, hotel, yesterday],
    );
    const withDay = await board(path);
    expect(withDay.needs).toMatchObject([
      {
        what: 'dead',
        kind: 'n-dead',
        letterId,
        fingerprint: expect.any(String),
        jobId: dead,
        error: { code: 'NO_RATE' },
      },
      { what: 'missed', kind: 'n-nightly', scheduleId: nightly },
      { what: 'failed-items', kind: 'n-partly', jobId: partly, items: 2 },
      { what: 'blockers', arrivals: 0, departures: 0, nightJobs: expect.arrayContaining(['invoice-generation']) },
    ]);
    expect(withDay.needsTotal).toBe(4);
    expect(seen.needsTotal).toBe(3);
    expect(withDay.hotels[0]!.businessDate! < yesterday).toBe(true);
    expect(withDay.next).toMatchObject([{ kind: 'n-nightly', hotelId: hotel, at: expect.any(String) }]);
    // Its jobs have run: then it only has to be closed.
    await platform.sql.query(
      `INSERT INTO night_run (tenant_id, hotel_id, job_name, business_date, job_id, as_of, result)
       SELECT $1, $2, name, $3::date, $5, now(), '{}' FROM unnest($4::text[]) AS name`,
      [platform.a.id, hotel, yesterday, withDay.needs.at(-1)!.nightJobs, partly],
    );
    const ready = await board(path);
    expect(ready.needs.at(-1)).toMatchObject({ what: 'closable', hotelId: hotel, nightJobs: [] });
    expect(ready.needsTotal).toBe(4);
    // Of all hotels: with it those of others, and what belongs to none.
    const common = await night.schedule(null, 'n-of-all');
    await night.slot(common, minutes(-90));
    const all = await board('current');
    expect(all.needs.filter(({ hotelId }) => hotelId === null)).toMatchObject([{ what: 'missed', kind: 'n-of-all' }]);
    expect(all.needs.filter(({ hotelId }) => hotelId === hotel)).toHaveLength(4);
  });

  it('a day may be closed from the same instant as the close itself says, also in a night whose hours come twice', async () => {
    const hotel = await night.hotel('Autumn', 'Europe/Madrid');
    await platform.sql.query(
      `INSERT INTO business_day (tenant_id, hotel_id, business_date) VALUES ($1, $2, '2026-10-24')`,
      [platform.a.id, hotel],
    );
    const { token } = platform.a.STAFF;
    const path = `/api/v1/hotels/${hotel}/business-days/current`;
    const { body } = await platform.call('GET', path, { token });
    expect((await board(`2026-10-24?hotelId=${hotel}`)).needs).toMatchObject([{ at: body['closableFrom'] }]);
    // Who only asks which day it is does not have all bills reckoned.
    const day = await platform.call('GET', `${path}?checks=false`, { token });
    expect(day.body).toEqual({ ...body, checks: null });
  });

  it('is of the tenant, and asks for a date of the calendar', async () => {
    expect(await board('current', platform.b.ADMIN.token)).toMatchObject({ hotels: [], needs: [], next: [], total: 0 });
    for (const date of ['today', '2026-02-30', '2026-3-1']) expect((await get(date)).status).toBe(400);
    expect((await get('current?hotelId=999999')).status).toBe(404);
    expect((await get('current', platform.operator.token)).status).toBe(403);
  });
});
