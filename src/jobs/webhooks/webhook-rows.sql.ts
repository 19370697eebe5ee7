/** The events that a webhook can be called for. */
export const WEBHOOK_EVENTS = ['job.completed', 'job.failed', 'job.cancelled'] as const;

/** Name of the job kind that delivers; the ends of its own jobs are not reported to webhooks. */
export const WEBHOOK_DELIVERY = 'webhook-delivery';

/** Attempts before a delivery is given up. */
export const WEBHOOK_ATTEMPTS = 12;

/** A result larger than this, bytes, is left out: the receiver fetches it by the job's id. */
const RESULT_BYTES = 16_384;

const iso = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * A step of the statement that ends jobs: inserts a delivery, and a job to carry it out, for every webhook that asked for one
 * of the jobs in `finished`. It is part of the same transaction, so that no end is left without its delivery; where a tenant
 * has no webhook it costs one index look-up.
 * A webhook that is being removed is left out: waiting for it would delay all jobs that end in the same statement, and
 * then fail them because the webhook's row is gone. So nothing else may lock a webhook FOR UPDATE; FOR NO KEY UPDATE does
 * no harm.
 */
export const WEBHOOK_DELIVERIES = `webhook_deliveries AS (
    INSERT INTO webhook_delivery (id, tenant_id, webhook_id, event, job_id, body)
    SELECT ledger_id(), f.tenant_id, w.id, e.event, f.id, jsonb_build_object(
      'type', e.event,
      'timestamp', ${iso('f.completed_at')},
      'data', jsonb_build_object(
        'id', f.id, 'type', f.name, 'status', f.status, 'attempts', f.attempt, 'hotelId', f.hotel_id,
        'batchId', f.batch_id, 'error', f.error,
        'result', CASE WHEN pg_column_size(f.result) <= ${RESULT_BYTES} THEN f.result END,
        'createdAt', ${iso('f.created_at')}, 'startedAt', ${iso('f.started_at')}, 'completedAt', ${iso('f.completed_at')},
        'statusUrl', '/api/v1/jobs/' || f.id))
    FROM finished f
    JOIN webhook w ON w.tenant_id = f.tenant_id AND w.enabled
    CROSS JOIN LATERAL (SELECT CASE f.status WHEN 'COMPLETED' THEN 'job.completed' WHEN 'CANCELLED' THEN 'job.cancelled'
                               ELSE 'job.failed' END AS event) e
    WHERE f.name <> '${WEBHOOK_DELIVERY}' AND e.event = ANY(w.events)
      AND (w.job_names IS NULL OR f.name = ANY(w.job_names)) AND (w.hotel_id IS NULL OR w.hotel_id = f.hotel_id)
    FOR KEY SHARE OF w SKIP LOCKED
    RETURNING id, tenant_id
  ), webhook_jobs AS (
    INSERT INTO job_live (id, tenant_id, name, data, max_attempts, dedupe_key)
    SELECT ledger_id(), tenant_id, '${WEBHOOK_DELIVERY}', jsonb_build_object('deliveryId', id), ${WEBHOOK_ATTEMPTS}, id::text
    FROM webhook_deliveries
  )`;
