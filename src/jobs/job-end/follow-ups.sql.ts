/**
 * A step of the statement that ends jobs: a mail whose job was cancelled, or died in a way that its handler did not live to see, is
 * still to be sent by its row, and whoever asked for it waits. So its job is followed by one that gives the mail up and tells. What the
 * handler itself has settled (refused, no data, given up at the last attempt) needs none. Here are only the names of the two
 * kinds and the attempts of the second: `messages/sending` declares both.
 */
export const MAIL_FOLLOW_UPS = `mail_follow_ups AS (
    INSERT INTO job_live (id, tenant_id, name, data, max_attempts)
    SELECT ledger_id(), tenant_id, 'mail-outcome', jsonb_build_object('jobId', id), 5 FROM finished
    WHERE name = 'email-notification' AND status <> 'COMPLETED'
      AND coalesce(error ->> 'code', '') NOT IN ('MAIL_REFUSED', 'MAIL_DATA', 'MAIL_GONE', 'MailError'))`;
