import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Config, ConfigError } from '../config/config.js';
import { exchange } from '../outbound/exchange.js';
import { refusal, SmsError } from './sms-error.js';

/** A message as the provider tells it. */
export interface ProviderMessage {
  id: string;
  to: string;
  from: string | null;
  body: string;
  status: string;
  errorCode: number | null;
  createdAt: Date;
}

export interface OutgoingSms {
  to: string;
  body: string;
  /** Where the provider tells what becomes of it. */
  statusUrl: string;
}

interface Account {
  id: string;
  token: string;
  from: string;
}

const HERE: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** A page of recent messages, each with up to 1,600 characters. */
const LIST_BYTES = 1_048_576;
const RECENT = 50;

/**
 * The provider's REST API, in Twilio's form. The operator names its address, so that it may be a private one; nothing of it, of numbers
 * or of texts is logged.
 */
@Injectable()
export class SmsClient {
  private readonly account?: Account;
  private nextStart = 0;

  constructor(private readonly config: Config) {
    const { SMS_ACCOUNT_SID: id, SMS_AUTH_TOKEN: token, SMS_FROM: from } = config;
    const given = [id, token, from].filter((one) => one !== undefined).length;
    if (given !== 0 && given !== 3)
      throw new ConfigError('SMS_ACCOUNT_SID, SMS_AUTH_TOKEN and SMS_FROM belong together: set all three, or none');
    if (id && token && from) this.account = { id, token, from };
    if (config.SMS_STAND_IN && !HERE.has(new URL(config.SMS_BASE_URL).hostname))
      throw new ConfigError('SMS_STAND_IN is for a stand-in on this machine, and SMS_BASE_URL names another one');
  }

  /** Whether messages come to telephones. A code that did not proves nothing about a number. */
  get reachesTelephones(): boolean {
    return this.configured && !this.config.SMS_STAND_IN;
  }

  /** False without an account: then SMS go to the local inbox. */
  get configured(): boolean {
    return this.account !== undefined;
  }

  /** With which callbacks are signed. */
  get signingToken(): string | undefined {
    return this.account?.token;
  }

  /** Resolves when the sender may hand over its next message. @throws the signal's reason */
  async turn(signal: AbortSignal): Promise<void> {
    if (this.config.SMS_RATE_PER_SECOND === 0 || !this.account) return;
    const now = performance.now();
    const start = Math.max(now, this.nextStart);
    this.nextStart = start + 1_000 / this.config.SMS_RATE_PER_SECOND;
    if (start > now) await sleep(start - now, undefined, { signal });
  }

  /** Hands a message over; answers the provider's id and status of it. @throws SmsError */
  async send({ to, body, statusUrl }: OutgoingSms, signal: AbortSignal): Promise<ProviderMessage> {
    const { from } = this.known();
    const sender: [string, string] = from.startsWith('MG') ? ['MessagingServiceSid', from] : ['From', from];
    const form = new URLSearchParams([['To', to], sender, ['Body', body], ['StatusCallback', statusUrl]]);
    const answer = await this.ask('POST', 'Messages.json', signal, form);
    const message = answer.status === 201 ? messageOf(parsed(answer.body)) : undefined;
    if (!message) throw refusal(answer.status, answer.body, answer.retryAfterMs);
    return message;
  }

  /**
   * The latest messages to a number, newest first. Without a date: what waits at the provider has none yet. @throws SmsError
   */
  async recent(to: string, signal: AbortSignal): Promise<ProviderMessage[]> {
    const query = new URLSearchParams({ To: to, PageSize: String(RECENT) });
    const answer = await this.ask('GET', `Messages.json?${query.toString()}`, signal);
    const list = answer.status === 200 ? (parsed(answer.body) as { messages?: unknown } | undefined)?.messages : [];
    if (answer.status !== 200 || !Array.isArray(list)) throw refusal(answer.status, answer.body, answer.retryAfterMs);
    return list.flatMap((one) => messageOf(one) ?? []).filter((one) => one.to === to);
  }

  /** Whether a message can be one that this server has sent. */
  isOurs({ from }: ProviderMessage): boolean {
    const own = this.known().from;
    return own.startsWith('MG') || from === null || from === own;
  }

  private async ask(method: 'GET' | 'POST', path: string, stop: AbortSignal, form?: URLSearchParams) {
    const { id, token } = this.known();
    const url = new URL(`${this.config.SMS_BASE_URL.replace(/\/+$/, '')}/2010-04-01/Accounts/${id}/${path}`);
    const body = form?.toString();
    const headers = {
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'Nightshift',
      authorization: `Basic ${Buffer.from(`${id}:${token}`).toString('base64')}`,
      ...(body !== undefined && {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': Buffer.byteLength(body),
      }),
    };
    const signal = AbortSignal.any([stop, AbortSignal.timeout(this.config.SMS_TIMEOUT_MS)]);
    let sent = false;
    try {
      const options = { method, headers, agent: false as const, signal };
      return await exchange(url, options, body, () => (sent = true), LIST_BYTES);
    } catch (error) {
      // The message of an error may hold the address with the number in it.
      const { name, code = name } = error as { name: string; code?: string };
      const words = signal.aborted ? 'the provider did not answer in time' : `no connection to the provider (${code})`;
      throw new SmsError(sent && method === 'POST' ? 'unknown' : 'transient', words);
    }
  }

  private known(): Account {
    if (!this.account) throw new SmsError('misconfigured', 'SMS are not configured: SMS_ACCOUNT_SID is not set');
    return this.account;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function messageOf(value: unknown): ProviderMessage | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  const { sid, to, from, body, status, error_code: code, date_created: created } = value as Record<string, unknown>;
  if (typeof sid !== 'string' || sid === '' || sid.length > 64 || typeof status !== 'string') return undefined;
  return {
    id: sid,
    to: typeof to === 'string' ? to : '',
    from: typeof from === 'string' ? from : null,
    body: typeof body === 'string' ? body : '',
    status,
    errorCode: typeof code === 'number' ? code : null,
    createdAt: new Date(typeof created === 'string' ? created : NaN),
  };
}
