import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AlertsService } from '../../src/jobs/alerts/alerts.service.js';
import { DeliveriesService } from '../../src/jobs/webhooks/deliveries.service.js';
import { signatureHeaders } from '../../src/jobs/webhooks/signature.js';
import { WebhooksService } from '../../src/jobs/webhooks/webhooks.service.js';
import { SealedColumns } from '../../src/platform/secrets/sealed-columns.js';
import { HookReceiver } from '../support/hook-receiver.js';
import { type JobsProcess, JobsWorld } from './harness.js';

const key = () => randomBytes(32).toString('base64');
const [OLD, NEW] = [`old:${key()}`, `new:${key()}`];
const SEALED = /^v1\.[a-z]+\.[\w-]{80,}$/;

let world: JobsWorld;
let hook: HookReceiver;
let node: JobsProcess | undefined;

beforeAll(async () => {
  world = await JobsWorld.create();
  hook = await HookReceiver.start();
});
afterEach(async () => {
  await node?.stop();
  node = undefined;
  hook.received.length = 0;
});
afterAll(async () => {
  await world?.close();
  await hook?.stop();
});

/** A process with these keys; deliveries that fail are tried again by hand only. */
async function start(keys: string): Promise<void> {
  await node?.stop();
  node = await world.start({ SECRET_KEYS: keys, ROLES: 'worker', OUTBOUND_ALLOW: '127.0.0.1' });
  // Stopped here, not by the world at its end.
  world.processes.length = 0;
}

const as = <T>(fn: () => Promise<T>, tenant = world.a) => node!.as(tenant, fn);
const webhooks = () => node!.app.get(WebhooksService, { strict: false });
const deliveries = () => node!.app.get(DeliveriesService, { strict: false });

async function kept(table: 'webhook' | 'alert_rule', id: string): Promise<string> {
  const column = table === 'webhook' ? 'secret' : 'webhook_secret';
  const { rows } = await world.db.query<{ text: string }>(`SELECT ${column} AS text FROM ${table} WHERE id = $1`, [id]);
  return rows[0]!.text;
}

/** Sends a ping and waits until it has been tried; answers its log's newest entry. */
async function ping(id: string): Promise<{ delivery: string; error: string | null }> {
  const { id: delivery } = await as(() => deliveries().test(id));
  await world.until(async () => (await as(() => deliveries().get(id, delivery))).attempts > 0);
  return { delivery, error: (await as(() => deliveries().get(id, delivery))).lastError };
}

/** Messages of one delivery that arrived: those of others, held up before, may come in between. */
const arrived = (delivery: string) => hook.received.filter(({ headers }) => headers['webhook-id'] === delivery);

/** True when the delivery's message was signed with exactly these secrets. */
function signedBy(delivery: string, ...secrets: string[]): boolean {
  const { headers, text } = arrived(delivery).at(-1)!;
  const at = new Date(Number(headers['webhook-timestamp']) * 1000);
  const wanted = signatureHeaders(String(headers['webhook-id']), text, secrets, at);
  return headers['webhook-signature'] === wanted['webhook-signature'];
}

describe('signing secrets', () => {
  it('lie encrypted, and sign what is sent', async () => {
    await start(OLD);
    const { id, secret } = await as(() => webhooks().create({ url: hook.url, events: ['job.completed'] }));
    expect(await kept('webhook', id)).toMatch(SEALED);
    expect(signedBy((await ping(id)).delivery, secret)).toBe(true);
    const rotated = await as(() => webhooks().rotate(id));
    expect(signedBy((await ping(id)).delivery, rotated.secret, secret)).toBe(true);
    const everything = await world.db.query<{ row: string }>('SELECT w::text AS row FROM webhook w');
    for (const { row } of everything.rows) expect(row).not.toContain('whsec_');
  });

  it('that were plain are encrypted before a process works, and go on signing', async () => {
    await start(OLD);
    const { id, secret } = await as(() => webhooks().create({ url: hook.url, events: ['job.completed'] }));
    const rule = await as(() =>
      node!.app
        .get(AlertsService, { strict: false })
        .create({ name: 'plain', kind: 'dead_letters', threshold: 1, webhookUrl: hook.url }),
    );
    await world.db.query(
      "UPDATE webhook SET secret = $2, previous_secret = $2, previous_until = now() + interval '1 day' WHERE id = $1",
      [id, secret],
    );
    await world.db.query('UPDATE alert_rule SET webhook_secret = $2 WHERE id = $1', [rule.id, rule.secret]);
    await start(OLD);
    expect(await kept('webhook', id)).toMatch(SEALED);
    expect(await kept('alert_rule', rule.id)).toMatch(SEALED);
    expect(signedBy((await ping(id)).delivery, secret, secret)).toBe(true);
  });

  it('that are plain while a process works are refused, not used', async () => {
    await start(OLD);
    const { id, secret } = await as(() => webhooks().create({ url: hook.url, events: ['job.completed'] }));
    await world.db.query('UPDATE webhook SET secret = $2 WHERE id = $1', [id, secret]);
    const { delivery, error } = await ping(id);
    expect(error).toContain('not encrypted');
    expect(arrived(delivery)).toEqual([]);
  });

  it('come under the new key when keys change, and the old key may go', async () => {
    await start(OLD);
    const { id, secret } = await as(() => webhooks().create({ url: hook.url, events: ['job.completed'] }));
    expect(await kept('webhook', id)).toMatch(/^v1\.old\./);
    await start(`${NEW},${OLD}`);
    expect(await kept('webhook', id)).toMatch(/^v1\.new\./);
    expect(await node!.app.get(SealedColumns, { strict: false }).reseal()).toMatchObject({ sealed: 0 });
    await start(NEW);
    expect(signedBy((await ping(id)).delivery, secret)).toBe(true);
  });

  it('without their key hold deliveries up by name, and lose none', async () => {
    await start(NEW);
    const { id, secret } = await as(() => webhooks().create({ url: hook.url, events: ['job.completed'] }));
    const before = await kept('webhook', id);
    await start(OLD);
    const { delivery, error } = await ping(id);
    expect(error).toMatch(/the key "new", which is not there/);
    expect(arrived(delivery)).toEqual([]);
    // The receiver is not to blame, and what is kept stays as it is.
    expect(await as(() => webhooks().get(id))).toMatchObject({ failures: 0, enabled: true });
    expect(await kept('webhook', id)).toBe(before);
    await start(`${OLD},${NEW}`);
    await as(() => deliveries().redeliver(id, delivery));
    await world.until(async () => (await as(() => deliveries().get(id, delivery))).state === 'delivered');
    expect(signedBy(delivery, secret)).toBe(true);
  });

  it('whose key is gone for good are replaced by rotating them', async () => {
    await start(NEW);
    const { id } = await as(() => webhooks().create({ url: hook.url, events: ['job.completed'] }));
    const rule = await as(() =>
      node!.app
        .get(AlertsService, { strict: false })
        .create({ name: 'lost', kind: 'dead_letters', threshold: 1, webhookUrl: hook.url }),
    );
    await start(`third:${key()}`);
    const { secret } = await as(() => webhooks().rotate(id));
    // The one before cannot be read, and signs nothing.
    expect(signedBy((await ping(id)).delivery, secret)).toBe(true);
    const alerts = node!.app.get(AlertsService, { strict: false });
    expect(await as(() => alerts.update(rule.id, { name: 'renamed' }))).not.toHaveProperty('secret');
    const again = await as(() => alerts.update(rule.id, { webhookUrl: hook.url }));
    expect(again.secret).toMatch(/^whsec_/);
  });

  it('open nowhere but in their own row', async () => {
    await start(OLD);
    const create = () => webhooks().create({ url: hook.url, events: ['job.completed'] });
    const [one, two] = [await as(create), await as(create)];
    const foreign = await as(create, world.b);
    for (const other of [two, foreign]) {
      await world.db.query('UPDATE webhook SET secret = $2 WHERE id = $1', [one.id, await kept('webhook', other.id)]);
      const { delivery, error } = await ping(one.id);
      expect(error).toContain('damaged');
      expect(arrived(delivery)).toEqual([]);
    }
  });
});
