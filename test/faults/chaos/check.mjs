/**
 * Holds the ledger and the effects against what clients were told. The same for every run, the fence's control included.
 *
 * @param book what was promised: acked Map(key → { id, type, expected effects }), unknown and refused Set(key),
 *   slots Map(key → { id, fireAt }); scope: which keys are looked at, a LIKE pattern
 * @returns lists of keys, all empty when all is well except the last:
 *   lost (acked or owed, and no row, no end, or no effect), doubled (an effect or a job or a slot twice), unfinished
 *   (not final), wrong (an end it should not have), poison (not quarantined), acceptedRefused (told that
 *   nothing was changed, and it was); acceptedUnknown
 */
export async function check(db, { acked, unknown = new Set(), refused = new Set(), slots = new Map(), scope = '%' }) {
  const { rows: jobs } = await db.query(
    `SELECT id, name, status, data ->> 'key' AS key, crashes, schedule_id, scheduled_for FROM job
     WHERE name LIKE 'chaos-%' AND data ->> 'key' LIKE $1`,
    [scope],
  );
  const { rows: effects } = await db.query(
    'SELECT key, step, count(*)::int AS times FROM chaos_effect WHERE key LIKE $1 GROUP BY 1, 2',
    [scope],
  );
  const { rows: fired } = await db.query(
    'SELECT schedule_id AS id, fire_at AS "fireAt", job_id AS "jobId" FROM schedule_slot WHERE job_id IS NOT NULL',
  );
  const jobsOf = groupBy(jobs, 'key');
  const effectsOf = groupBy(effects, 'key');
  const found = {
    lost: [],
    doubled: [],
    unfinished: [],
    wrong: [],
    poison: [],
    acceptedUnknown: [],
    acceptedRefused: [],
  };

  /** One key whose job is there: it has ended well and its effects are each there once. */
  const whole = (key, expected) => {
    const [job] = jobsOf.get(key);
    const steps = effectsOf.get(key) ?? [];
    if (steps.some(({ times }) => times > 1) || steps.length > expected) found.doubled.push(key);
    if (['PENDING', 'QUEUED', 'RUNNING'].includes(job.status)) found.unfinished.push(key);
    else if (job.status !== 'COMPLETED') found.wrong.push(`${key} ${job.status}`);
    else if (steps.length < expected) found.lost.push(`${key} (${steps.length} of ${expected} effects)`);
  };
  const single = (key) => {
    const rows = jobsOf.get(key) ?? [];
    if (rows.length > 1) found.doubled.push(`${key} (${rows.length} jobs)`);
    return rows.length > 0;
  };

  for (const [key, { id, type, expected }] of acked) {
    const job = jobsOf.get(key)?.find((row) => row.id === id);
    if (!job) found.lost.push(`${key} (no row)`);
    else if (type === 'chaos-poison') {
      // Three crashes; one more for each that it shared with another suspect, which proves nothing against either.
      if (job.status !== 'DEAD' || job.crashes < 3 || job.crashes > 5)
        found.poison.push(`${key} ${job.status} ${job.crashes}`);
    } else {
      single(key);
      whole(key, expected);
    }
  }
  for (const [keys, accepted] of [
    [unknown, found.acceptedUnknown],
    [refused, found.acceptedRefused],
  ])
    for (const key of keys) {
      if (single(key)) {
        accepted.push(key);
        // How many effects make it whole is not known here: no step twice is what counts.
        whole(key, effectsOf.get(key)?.length || 1);
      } else if (effectsOf.has(key)) found.doubled.push(`${key} (effects without a job)`);
    }

  const firedOf = groupBy(fired, 'id');
  for (const [key, { id, fireAt }] of slots) {
    const firings = firedOf.get(id) ?? [];
    const [slot] = firings;
    if (firings.length > 1) found.doubled.push(`${key} (${firings.length} slots)`);
    if (!slot || slot.fireAt.getTime() !== fireAt.getTime() || !jobsOf.has(key)) found.lost.push(`${key} (slot)`);
    else {
      single(key);
      whole(key, 1);
    }
  }
  // Nothing but what is in the book may have run.
  const known = (key) => acked.has(key) || unknown.has(key) || refused.has(key) || slots.has(key);
  for (const { key } of effects) if (!known(key)) found.doubled.push(`${key} (nobody asked for it)`);
  return found;
}

/** True when a check found nothing that must not be. */
export function holds(found) {
  return ['lost', 'doubled', 'unfinished', 'wrong', 'poison', 'acceptedRefused'].every(
    (kind) => found[kind].length === 0,
  );
}

function groupBy(rows, column) {
  const groups = new Map();
  for (const row of rows) groups.set(row[column], [...(groups.get(row[column]) ?? []), row]);
  return groups;
}
