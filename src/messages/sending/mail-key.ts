import { createHash } from 'node:crypto';
import type { EmailNotificationPayload } from './email-notification.job.js';

/** Key of the mail that a job writes from its data. A job that was requeued with other data writes another mail. */
export function mailKeyOf(
  jobId: string,
  { type, recipientEmail, templateData = {} }: EmailNotificationPayload,
): string {
  const order = createHash('sha256')
    .update(JSON.stringify([type, recipientEmail, templateData]))
    .digest('hex');
  return `job:${jobId}:${order.slice(0, 16)}`;
}
