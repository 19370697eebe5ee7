import { withoutNumbers } from './phone-number.js';

/**
 * opted_out: the person has told the provider that she wants none · refused: this number never will · transient: later ·
 * misconfigured: our account or sender is wrong, no number's fault · unknown: the provider may have taken it
 */
export type SmsTrouble = 'opted_out' | 'refused' | 'transient' | 'misconfigured' | 'unknown';

/** Why a message was not handed over. The message holds no number and no text of the SMS. */
export class SmsError extends Error {
  override readonly name = 'SmsError';
  constructor(
    readonly trouble: SmsTrouble,
    message: string,
    readonly code: number | null = null,
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

const OPTED_OUT = 21610;
/** About our account, our sender or the request itself: another number would be answered the same. */
const OURS = new Set([20003, 20404, 21212, 21213, 21603, 21606, 21607, 21611, 21659, 21660, 21701, 21703, 21712]);
const LATER = new Set([20429, 14107, 30001, 30022, 63038]);

/** What an answer of the provider means that is no 201. (rules sms 3) */
export function refusal(status: number, body: string, retryAfterMs?: number): SmsError {
  const { code, message } = read(body);
  const words = withoutNumbers(`${status}${code === null ? '' : `, code ${code}`}: ${message}`).slice(0, 300);
  return new SmsError(trouble(status, code), words, code, retryAfterMs);
}

function trouble(status: number, code: number | null): SmsTrouble {
  if (code === OPTED_OUT) return 'opted_out';
  if (status === 429 || status === 408 || status === 503 || (code !== null && LATER.has(code))) return 'transient';
  // A server that fails, or stands before one that does, may have taken the message first.
  if (status >= 500) return 'unknown';
  if (status === 401 || status === 403 || status === 404 || (code !== null && OURS.has(code))) return 'misconfigured';
  // What is no answer of this API: a redirect, a page of a proxy.
  if (status < 400 || code === null) return status < 300 && status >= 200 ? 'unknown' : 'misconfigured';
  return 'refused';
}

function read(body: string): { code: number | null; message: string } {
  try {
    const { code, message } = JSON.parse(body) as { code?: unknown; message?: unknown };
    return {
      code: typeof code === 'number' ? code : null,
      message: typeof message === 'string' ? message : 'no reason given',
    };
  } catch {
    return { code: null, message: 'the answer is not of this API' };
  }
}

export function isOptOut(code: number | null): boolean {
  return code === OPTED_OUT;
}

/** Why a message was not delivered, in words for its reader. */
export function reasonOf(code: number | null): string {
  switch (code) {
    case OPTED_OUT:
      return 'this number has asked for no messages (STOP)';
    case 21211:
    case 30005:
      return 'there is no such number';
    case 21614:
    case 30006:
      return 'this number takes no SMS: a landline, or out of reach of the network';
    case 30003:
      return 'the handset is off or out of reach';
    case 30004:
    case 30007:
      return 'the network refused the message';
    default:
      return code === null ? 'no reason was given' : `code ${code}`;
  }
}
