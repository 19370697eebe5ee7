/** What nodemailer tells about a failure. */
export interface Failure extends Error {
  code?: string;
  responseCode?: number;
  response?: string;
  /** The command that failed, e.g. `RCPT TO`. */
  command?: string;
  permanent?: boolean;
  originalCode?: string;
  timeoutType?: string;
}

/** What a failure means for the mail. */
export interface Verdict {
  permanent: boolean;
  unsent: boolean;
  badAddress: boolean;
}

/** Failures before the server could have seen the mail. */
const BEFORE = new Set(['EDNS', 'ETLS', 'EAUTH', 'ENOAUTH', 'EENVELOPE', 'ECONFIG']);
const REFUSED = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH']);
const EARLY = new Set(['CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT']);
/** Errors in the mail itself, which the next try would repeat. */
const OURS = new Set(['EENVELOPE', 'ENOAUTH', 'ECONFIG']);

/** @param begun whether a byte of the mail itself may have left: before that no server can have taken it */
export function verdict(error: Failure, begun: boolean): Verdict {
  const { code = '', responseCode, originalCode = '', timeoutType = '' } = error;
  // A server that answered has decided; one that was never reached has seen nothing.
  const unsent =
    !begun || responseCode !== undefined || BEFORE.has(code) || REFUSED.has(originalCode) || EARLY.has(timeoutType);
  const permanent = error.permanent ?? (responseCode === undefined && OURS.has(code));
  return { permanent, unsent, badAddress: isBadAddress(error) };
}

/** Words of refusals that are about us: without an enhanced code, providers say 550 to these as well. */
const ABOUT_US =
  /block|black|listed|spam|polic|reputation|spf|dkim|dmarc|relay|auth|denied|not allowed to send|rate|grey|quota|full|too (many|large)|tls/i;
const ENHANCED = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/;

/**
 * Whether a refusal is about the mailbox. Only the answer to RCPT TO can be: others are about the sender, the password or the
 * text. With an enhanced code (RFC 3463) 5.1.x (but 5.1.7 and 5.1.8: the sender's) and 5.2.0/5.2.1 say that the mailbox is not there; 5.2.2 (full) and 5.7.x
 * (refused by policy, e.g. because of our address) say nothing of the kind. (rules mail 3)
 */
function isBadAddress({ responseCode, response = '', command }: Failure): boolean {
  if (command !== 'RCPT TO' || responseCode === undefined || responseCode < 500) return false;
  const enhanced = ENHANCED.exec(response)?.[1];
  if (enhanced !== undefined) return /^5\.(1\.[0-6]|1\.10|2\.[01])$/.test(enhanced);
  return [550, 551, 553].includes(responseCode) && !ABOUT_US.test(response);
}
