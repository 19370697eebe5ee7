import { setTimeout } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../config/config.js';
import { RequestContext } from '../tenancy/context.js';
import { OptOuts } from './opt-outs.js';
import { SmsClient, type ProviderMessage } from './sms.client.js';
import { reasonOf, SmsError } from './sms-error.js';
import { type OutboxSms, type SettledSms, type SmsClaim, SmsOutbox } from './sms-outbox.js';
import { stateOf, type SmsState } from './sms-status.js';

/** How the handing over ended, or for how long it has to wait. */
export type SmsDelivered = { state: SmsState; route: 'provider' | 'inbox' | null } | { state: 'sending'; ms: number };

/** Longest time of one handing over, ms: less than the outbox's lease and than the 30 s of the job. */
const SENDING_MS = 25_000;
/** A claim that was got later than this after it was asked for, ms, might be somebody else's before the message is out. */
const LATE_MS = 4_000;
/** How far the provider's clock may be behind, ms. */
const SKEW_MS = 300_000;
/** The receipt is written again and again, because without it the provider would have to be searched. */
const SETTLE_TRIES = 5;
const SETTLE_PAUSE_MS = 300;

type Claimed = Extract<SmsClaim, { step: 'send' }>;

/** Hands messages of the outbox to the provider, or lays them into the local inbox where there is none. */
@Injectable()
export class SmsDelivery {
  private readonly logger = new Logger('Sms');

  constructor(
    private readonly outbox: SmsOutbox,
    private readonly client: SmsClient,
    private readonly optOuts: OptOuts,
    private readonly config: Config,
    private readonly context: RequestContext,
  ) {}

  /**
   * Sends a message unless it is sent. Never in a transaction: what happens is committed step by step.
   * @throws SmsError when the provider did not take it, or may have; its state is written by then
   */
  async deliver(id: string, signal: AbortSignal): Promise<SmsDelivered | undefined> {
    // Before the claim, whose time runs.
    await this.client.turn(signal);
    const asked = performance.now();
    const claim = await this.outbox.claim(id);
    if (!claim) return undefined;
    if (claim.step === 'wait') return { state: 'sending', ms: claim.ms };
    if (claim.step === 'over') return { state: claim.state, route: null };
    const limit = AbortSignal.any([signal, AbortSignal.timeout(SENDING_MS)]);
    const settled = await this.handOver(claim, asked, limit).catch(async (error: unknown) => {
      if (!(error instanceof SmsError)) throw error;
      await this.failed(claim, error);
      throw error;
    });
    await this.settle(claim, settled);
    return { state: settled.state, route: settled.route ?? null };
  }

  private async handOver(claim: Claimed, asked: number, signal: AbortSignal): Promise<SettledSms> {
    const { message } = claim;
    if (!this.client.configured) return { state: 'delivered', route: 'inbox' };
    if (claim.lookUp) {
      const found = await this.find(message, signal);
      if (found) return taken(found);
      if (claim.otherwise === 'opted_out') return { state: 'opted_out' };
      if (claim.otherwise === 'failed') return { state: 'failed', error: 'it was too late to send it' };
    }
    if (!claim.lookUp && performance.now() - asked > LATE_MS)
      throw new SmsError('transient', 'the claim on the message came too late');
    return taken(await this.client.send({ ...message, statusUrl: this.statusUrl(message.id) }, signal));
  }

  /**
   * The message at the provider, if an attempt whose answer got lost did reach it: the same text to the same number, since then,
   * and no other message of ours. (rules sms 2) @throws SmsError of trouble unknown: not knowing stays
   */
  private async find({ id, to, body, triedAt }: OutboxSms, signal: AbortSignal): Promise<ProviderMessage | undefined> {
    const recent = await this.client.recent(to, signal).catch((error: unknown) => {
      if (!(error instanceof SmsError)) throw error;
      throw new SmsError('unknown', `it may have been sent, and could not be looked up: ${error.message}`);
    });
    const since = triedAt.getTime() - SKEW_MS;
    for (const one of recent.toReversed()) {
      const fits = one.body === body && this.client.isOurs(one) && one.createdAt.getTime() >= since;
      if (fits && !(await this.outbox.isTaken(one.id, id))) return one;
    }
    return undefined;
  }

  private async failed(claim: Claimed, error: SmsError): Promise<void> {
    const { trouble, code, message: words } = error;
    if (trouble === 'opted_out') await this.optOuts.add(claim.message.to, 'provider');
    const state = STATES[trouble];
    const isFinal = trouble === 'opted_out' || trouble === 'refused';
    await this.settle(claim, { state, errorCode: code, error: isFinal ? reasonOf(code) : words });
  }

  /** Whose message it is stands in the address, which the provider signs with all the rest. */
  private statusUrl(id: string): string {
    const { tenantId, userId } = this.context;
    const query = new URLSearchParams({ t: tenantId, u: userId, m: id });
    return `${this.config.publicUrl.replace(/\/+$/, '')}/api/v1/sms/twilio/status?${query.toString()}`;
  }

  private async settle({ claim, message }: Claimed, settled: SettledSms): Promise<void> {
    for (let left = SETTLE_TRIES; ; left--) {
      try {
        return await this.outbox.settle(message.id, claim, settled);
      } catch (error) {
        if (left === 1) throw error;
        this.logger.warn(`the end of an SMS (${settled.state}) waits for Postgres: ${(error as Error).message}`);
      }
      await setTimeout(SETTLE_PAUSE_MS);
    }
  }
}

const STATES = {
  opted_out: 'opted_out',
  refused: 'failed',
  transient: 'queued',
  misconfigured: 'queued',
  unknown: 'ambiguous',
} as const;

/** The provider has it: what it says of it now. */
function taken({ id, status, errorCode }: ProviderMessage): SettledSms {
  return { state: stateOf(status), route: 'provider', providerId: id, providerStatus: status, errorCode };
}
