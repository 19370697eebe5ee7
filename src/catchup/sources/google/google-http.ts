import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type Rate, RatesAwayError, SharedRates } from '../../../jobs/index.js';
import { Config } from '../../../platform/config/config.js';
import type { OutboundAnswer } from '../../../platform/outbound/exchange.js';
import { OutboundClient, OutboundError } from '../../../platform/outbound/outbound.client.js';
import { CalendarAccounts } from '../accounts/calendar-accounts.js';
import { type SourceAccount, SourceError } from '../calendar-source.js';
import { backoffMs, callTrouble, type GoogleTrouble, REAUTH_WORDS } from './google-errors.js';
import { GoogleTokens } from './google-tokens.js';

export interface GoogleCall {
  method?: 'GET' | 'POST';
  /** Below GOOGLE_CALENDAR_URL, its parts encoded. */
  path: string;
  query?: Record<string, string>;
  body?: object;
  /** Answered as undefined, not thrown: what the caller takes for an answer. */
  accepts?: 'duplicate' | 'calendar_lost';
}

/** How often a call is made before its trouble is the caller's. */
const TRIES = 3;
/** Longer waits are left to a later attempt of the job, which keeps no worker waiting. */
const LONGEST_WAIT_MS = 10_000;
/** A page of 2,500 events, with many guests each. */
const ANSWER_BYTES = 32 * 1024 * 1024;

/** Calls to Google's calendars as an account: its token, the quotas of all processes, patience when Google asks for it. */
@Injectable()
export class GoogleHttp {
  constructor(
    private readonly outbound: OutboundClient,
    private readonly config: Config,
    private readonly tokens: GoogleTokens,
    private readonly rates: SharedRates,
    private readonly accounts: CalendarAccounts,
  ) {}

  /** The object that is answered. @throws SourceError; the signal's reason */
  async json(
    account: SourceAccount,
    call: GoogleCall,
    signal: AbortSignal,
  ): Promise<Record<string, unknown> | undefined> {
    let refused: string | undefined;
    for (let attempt = 1; ; attempt++) {
      const token = await this.tokens.access(account, signal, refused);
      await this.turn(account, signal);
      const answer = await this.once(token, call, signal);
      const trouble = answer instanceof OutboundError ? unreachable(answer) : troubleOf(answer);
      if (!trouble) return bodyOf(answer as OutboundAnswer);
      if (trouble.trouble === 'unauthorized' && refused === undefined) {
        // A new token is not a new attempt: this one may be the first that Google takes.
        refused = token;
        attempt--;
        continue;
      }
      if (trouble.trouble === call.accepts) return undefined;
      await this.wait(account, trouble, attempt, signal);
    }
  }

  /** Waits before the next try. @throws SourceError when there is none */
  private async wait(account: SourceAccount, trouble: GoogleTrouble, attempt: number, signal: AbortSignal) {
    // A new token that is not taken either is Google's trouble, not the user's: her permission was renewed a moment ago.
    const kind = trouble.trouble === 'unauthorized' ? 'away' : trouble.trouble;
    if (kind === 'duplicate') throw new SourceError('refused', trouble.words);
    const waitMs = trouble.retryAfterMs ?? backoffMs(this.config.GOOGLE_RETRY_MS, attempt);
    if (kind === 'busy') await this.holdBack(trouble.ofTheProject ? this.project : this.ofUser(account), waitMs);
    if (kind === 'needs_reauth') await this.accounts.markNeedsReauth(account, REAUTH_WORDS.scopes);
    const again = kind === 'busy' || (kind === 'away' && trouble.trouble !== 'unauthorized');
    if (!again || attempt >= TRIES || waitMs > LONGEST_WAIT_MS) {
      const words = kind === 'needs_reauth' ? REAUTH_WORDS.scopes : trouble.words;
      throw new SourceError(kind, words, kind === 'busy' || kind === 'away' ? waitMs : undefined);
    }
    await pause(waitMs, signal);
  }

  /** Waits for a turn within the project's quota and the account's. @throws SourceError busy */
  private async turn(account: SourceAccount, signal: AbortSignal): Promise<void> {
    const turn = await this.rates
      .reserve([this.project, this.ofUser(account)], LONGEST_WAIT_MS)
      .catch((error: unknown) => {
        if (error instanceof RatesAwayError) throw new SourceError('away', error.message);
        throw error;
      });
    if (!turn.granted) throw new SourceError('busy', 'the quota of calls to Google is used up', turn.waitMs);
    if (turn.waitMs > 0) await pause(turn.waitMs, signal);
  }

  /** Nobody asks within the quota that is used up before it has room again. */
  private async holdBack(rate: Rate, waitMs: number): Promise<void> {
    await this.rates.hold(rate, waitMs).catch(() => undefined);
  }

  private get project(): Rate {
    return { key: 'google:project', perMinute: this.config.GOOGLE_PROJECT_PER_MINUTE };
  }

  private ofUser({ id }: SourceAccount): Rate {
    return { key: `google:account:${id}`, perMinute: this.config.GOOGLE_USER_PER_MINUTE };
  }

  private async once(
    token: string,
    { method = 'GET', path, query = {}, body }: GoogleCall,
    signal: AbortSignal,
  ): Promise<OutboundAnswer | OutboundError> {
    const url = new URL(this.config.GOOGLE_CALENDAR_URL.replace(/\/+$/, '') + path);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    try {
      return await this.outbound.request(url.href, {
        method,
        headers: {
          accept: 'application/json',
          'accept-encoding': 'identity',
          authorization: `Bearer ${token}`,
          ...(body && { 'content-type': 'application/json' }),
        },
        body: body && JSON.stringify(body),
        timeoutMs: this.config.GOOGLE_TIMEOUT_MS,
        limitBytes: ANSWER_BYTES,
        httpsOnly: true,
        signal,
      });
    } catch (error) {
      if (error instanceof OutboundError) return error;
      throw error;
    }
  }
}

function unreachable(error: OutboundError): GoogleTrouble {
  const words = `Google cannot be reached: ${error.kind}`;
  return { trouble: error.kind === 'refused' ? 'misconfigured' : 'away', words };
}

function troubleOf({ status, body, retryAfterMs }: OutboundAnswer): GoogleTrouble | undefined {
  if (status < 200 || status > 299) return callTrouble(status, body, retryAfterMs);
  // A body that was cut off, or a page of a proxy between us and Google.
  return status === 204 || bodyOf({ status, body }) ? undefined : { trouble: 'away', words: 'Google answered no JSON' };
}

function bodyOf({ status, body }: Pick<OutboundAnswer, 'status' | 'body'>): Record<string, unknown> | undefined {
  if (status === 204) return {};
  try {
    const value = JSON.parse(body) as unknown;
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch((error: unknown) => {
    throw signal.aborted ? signal.reason : error;
  });
}
