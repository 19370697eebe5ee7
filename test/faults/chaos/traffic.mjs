import { pause } from '../../../scripts/lib/processes.mjs';
import { STYLES } from './effects.mjs';

/** Longest wait for an answer, ms. */
const ANSWER_MS = 15_000;
const CLIENTS = 6;
/** Nobody took the connection, so nothing was sent. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT']);

/** Clients that post jobs over HTTP to any of the APIs, and the book of what they were told. */
export class Traffic {
  /** Answered 201, by key: { id, style, expected }. */
  acked = new Map();
  /** Sent, and the answer never came, or was that nobody knows: it may or may not have been accepted. */
  unknown = new Set();
  /** Answered 503, nothing was changed. */
  refused = new Set();
  /** Not even connected. */
  unsent = 0;
  /** Answers nobody should ever get: { status, body, at }. */
  wrong = [];
  /** Every answered request: { at, ms, status, api }. */
  answers = [];
  #posted = 0;
  #on = true;

  constructor(world, random, { perSecond, prefix = 'job' }) {
    this.prefix = prefix;
    this.world = world;
    this.random = random;
    this.everyMs = 1000 / perSecond;
  }

  start() {
    this.#next = performance.now();
    this.clients = Array.from({ length: CLIENTS }, () => this.#client());
  }

  #next = 0;

  async stop() {
    this.#on = false;
    await Promise.all(this.clients);
  }

  /** Posts one job of a type; answers its id, or undefined when it was not accepted for sure. */
  async post(type, data, options) {
    const api = this.random.pick(this.world.of('api'));
    const at = Date.now();
    const sent = performance.now();
    let answer;
    let body;
    try {
      answer = await fetch(`${api.baseUrl}/api/v1/jobs`, {
        method: 'POST',
        headers: { authorization: `Bearer ${this.random.pick(this.world.keys)}`, 'content-type': 'application/json' },
        body: JSON.stringify({ type, data, options }),
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      body = await answer.json();
    } catch (error) {
      if (NEVER_SENT.has(error.cause?.code)) this.unsent++;
      else this.unknown.add(data.key);
      await pause(50);
      return undefined;
    }
    const { status } = answer;
    this.answers.push({ at, ms: performance.now() - sent, status, api: api.name });
    if (status === 201) {
      this.acked.set(data.key, { id: body.id, type, expected: STYLES[data.style] ?? 1 });
      return body.id;
    }
    if (status === 503 && answer.headers.get('retry-after'))
      (body.detail.includes('nothing was changed') ? this.refused : this.unknown).add(data.key);
    else {
      this.unknown.add(data.key);
      this.wrong.push({ status, body, at: new Date(at).toISOString() });
    }
    await pause(50);
    return undefined;
  }

  async #client() {
    while (this.#on) {
      // One clock for all: a burst after an outage makes up for it, up to a second's worth.
      const now = performance.now();
      this.#next = Math.max(this.#next + this.everyMs, now - 1000);
      if (this.#next > now) await pause(this.#next - now);
      if (!this.#on) return;
      const style = this.random.pick(['complete', 'complete', 'complete', 'steps', 'steps', 'last', 'flaky']);
      const options = this.random.chance(0.1) ? { delay: this.random.between(200, 3000) } : undefined;
      const ms = this.random.chance(0.02) ? 1500 : this.random.between(5, 60);
      await this.post('chaos-effect', { key: `${this.prefix}-${++this.#posted}`, style, ms }, options);
    }
  }
}
