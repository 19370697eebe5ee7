import { choose } from './turns.sql.js';

const COLUMNS = `id, tenant_id AS "tenantId", name AS type, data, cron, timezone, dst, misfire, hotel_id AS "hotelId",
  jitter_seconds AS "jitterSeconds", due_seconds AS "dueSeconds", grace_seconds AS "graceSeconds", next_run_at AS "nextRunAt",
  counts_from AS "countsFrom", clock_timestamp() AS now`;

/**
 * Due schedules that no other transaction has locked, the oldest first, of the kinds $2, which this process knows; schedules
 * of other kinds are left to processes that know them. $1: how many at most.
 * (now(), because an index cannot be searched by clock_timestamp(), which changes during the statement. NO KEY, because a
 * transaction that writes slots of a schedule holds its key.)
 */
export const DUE = `
  SELECT ${COLUMNS} FROM schedule WHERE enabled AND next_run_at <= now() AND name = ANY($2::text[])
  ORDER BY next_run_at LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED`;

/** Due schedules of kinds $3 in turns by tenant: see choose(). */
export const DUE_IN_TURNS = choose(
  'schedule',
  'enabled AND next_run_at IS NOT NULL',
  'enabled AND next_run_at <= now() AND name = ANY($3::text[])',
  'next_run_at',
);

/** Those of the schedules $1 that are due and that no other transaction has locked. */
export const DUE_OF = `
  SELECT ${COLUMNS} FROM schedule WHERE id = ANY($1::uuid[]) AND enabled AND next_run_at <= now()
  FOR NO KEY UPDATE SKIP LOCKED`;
