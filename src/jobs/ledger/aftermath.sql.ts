import { TELL_WEBHOOKS } from '../webhooks/webhook-rows.sql.js';

/**
 * What follows from a job's end inside the statement that ends it: CTEs that read `finished`, each beginning with a
 * comma. Whatever else must happen exactly when a job becomes final belongs here.
 */
export const TELL = TELL_WEBHOOKS;
