import { randomUUID } from 'node:crypto';

/**
 * Schedules that fall due during the run, each once: some alone, some together. Their cron fires next on a New Year's
 * Day, so that any second firing within the run is one too many.
 * @returns Map(key → { id, fireAt })
 */
export async function planSlots(db, random, { count, withinMs }) {
  const { rows: tenants } = await db.query('SELECT id FROM tenant ORDER BY slug');
  const slots = new Map();
  const start = Date.now() + 1_000;
  let fireAt;
  for (let n = 0; n < count; n++) {
    // Every other one shares its instant with the one before.
    if (n % 2 === 0) fireAt = new Date(start + random.between(0, withinMs));
    slots.set(`slot-${n}`, { id: randomUUID(), fireAt, tenantId: random.pick(tenants).id });
  }
  const all = [...slots].map(([key, slot]) => ({ key, ...slot }));
  await db.query(
    `INSERT INTO schedule (id, tenant_id, key, name, data, cron, timezone, next_run_at)
     SELECT id, tenant_id, key, 'chaos-slot', jsonb_build_object('key', key), '0 0 1 1 *', 'UTC', at
     FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[]) AS s(id, tenant_id, key, at)`,
    [all.map((s) => s.id), all.map((s) => s.tenantId), all.map((s) => s.key), all.map((s) => s.fireAt)],
  );
  // Slots are rows before they are due: owed.
  await db.query(
    `INSERT INTO schedule_slot (tenant_id, schedule_id, fire_at)
     SELECT tenant_id, id, next_run_at FROM schedule WHERE name = 'chaos-slot'`,
  );
  return slots;
}
