import { Injectable } from '@nestjs/common';
import { MailClient } from '../../platform/mail/mail.client.js';
import { MailError } from '../../platform/mail/mail.error.js';
import { OutboundClient, OutboundError } from '../../platform/outbound/outbound.client.js';
import { NotSentError } from '../contract/effect.js';
import { signatureHeaders } from '../webhooks/signature.js';

const WEBHOOK_TIMEOUT_MS = 15_000;
/** Statuses, besides all 5xx, after which the same message may be accepted on a later try. */
const LATER = new Set([408, 425, 429]);

/** The channel certainly did not accept the message. */
export class RefusedError extends NotSentError {
  constructor(
    message: string,
    /** Trying again cannot help. */
    readonly permanent: boolean,
    options?: ErrorOptions,
    /** How long the receiver asks to wait, ms. */
    readonly retryAfterMs?: number,
  ) {
    super(message, options);
  }
}

/**
 * Sends messages by webhook and by e-mail. Both throw RefusedError when the message was certainly not accepted, and any
 * other error when that is not known.
 */
@Injectable()
export class AlertChannels {
  constructor(
    private readonly outbound: OutboundClient,
    private readonly mail: MailClient,
  ) {}

  /** @param id the webhook-id, the same on every try */
  async webhook(url: string, secret: string, id: string, body: string): Promise<{ status: number }> {
    const headers = signatureHeaders(id, body, [secret], new Date());
    const { status, retryAfterMs } = await this.outbound
      .post(url, { headers, body, timeoutMs: WEBHOOK_TIMEOUT_MS })
      .catch((error: unknown) => {
        throw webhookFailure(error);
      });
    if (status >= 200 && status < 300) return { status };
    const asked = status === 429 || status === 503 ? retryAfterMs : undefined;
    throw new RefusedError(`The receiver answered ${status}`, status < 500 && !LATER.has(status), {}, asked);
  }

  /** @param id the same on every try: becomes the Message-ID */
  async email(
    to: string,
    { subject, text }: { subject: string; text: string },
    id: string,
    signal: AbortSignal,
  ): Promise<{ messageId: string; response: string }> {
    return this.mail.send({ to, subject, text, idempotencyKey: id }, signal).catch((error: unknown) => {
      if (error instanceof MailError && error.unsent) throw new RefusedError(error.message, error.permanent);
      throw error;
    });
  }
}

function webhookFailure(error: unknown): unknown {
  if (!(error instanceof OutboundError) || !error.unsent) return error;
  return new RefusedError(error.message, error.kind === 'refused', { cause: error });
}
