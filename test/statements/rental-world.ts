import { parseLocalDate as d } from '../../src/platform/dates/index.js';
import { RequestContext } from '../../src/platform/tenancy/context.js';
import { type Answer, Platform } from '../platform/harness.js';

export type Body = Record<string, unknown>;

/** The whole application, with a tenant that lets houses. */
export let platform: Platform;
export async function start(): Promise<void> {
  platform = await Platform.start();
}
export const stop = () => platform?.stop();

export const call = (method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> =>
  platform.call(method, `/api/v1${path}`, { token: platform.a.MANAGER.token, body, headers });

export async function ask<T = Body>(method: string, path: string, body?: unknown, status?: number): Promise<T> {
  const answer = await call(method, path, body);
  if (status ? answer.status !== status : answer.status >= 300)
    throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
  return answer.body as T;
}
export const refused = async (method: string, path: string, body?: unknown) => {
  const { status, body: problem } = await call(method, path, body);
  const paths = ((problem['errors'] as { path: string }[] | undefined) ?? []).map((one) => one.path);
  return [status, ...new Set(paths)];
};

/** Runs as a job of the tenant would. */
export const service = <T, R>(type: new (...args: never[]) => T, fn: (one: T) => Promise<R>): Promise<R> =>
  platform.app
    .get(RequestContext)
    .asTenant(platform.a.id, () => fn(platform.app.get(type as never, { strict: false })));

let made = 0;
/** A number that no other call has. */
export const next = () => made++;
export const owner = async (over: Body = {}) =>
  (await ask<{ id: number }>('POST', '/owners', { name: 'Ana', currency: 'EUR', ...over })).id;
export const listing = async (over: Body = {}) =>
  (
    await ask<{ id: number }>('POST', '/listings', {
      ...{ name: 'Loft', code: `L-${next()}`, currency: 'EUR', timezone: 'Europe/Lisbon' },
      ...over,
    })
  ).id;
export const owned = async () => {
  const [ownerId, listingId] = [await owner(), await listing()];
  await ask('PUT', `/listings/${listingId}/ownership`, { from: '2025-01-01', shares: [{ ownerId, shareBp: 10_000 }] });
  return { ownerId, listingId };
};
export const MARCH = { from: d('2026-03-01'), to: d('2026-03-31') };
