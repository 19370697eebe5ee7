import { Doorbell, type Ring } from '../../src/jobs/doorbell/doorbell.js';
import type { Engine, Handler } from './doorbell.conformance.js';

/** Ways to break a queue engine. Each breaks one promise of the port, and no other. */
export const FAULTS = [
  'drops one of many',
  'delivers one of many twice',
  'splits bundles',
  'loses the end of a bundle',
  'mixes up queues',
  'forgets first',
  'turns the first ones around',
  'knows no bell by its name',
  'rings again after a failure',
  'remembers answered bells',
  'forgets running bells',
  'claims nothing missing after a wipe',
  'keeps the mark through a wipe',
  'writes over the mark',
  'hands out before it is started',
  'hands out after it was stopped',
  'waits for what runs before it stops',
  'serves one consumer alone',
  'hangs while it is away',
  'pretends to have rung while it is away',
  'stops never while it is away',
  'does not come back',
] as const;
export type Fault = (typeof FAULTS)[number];

interface Message extends Ring {
  queue: string;
}

/** What all processes share. */
export class MemoryBroker {
  waiting: Message[] = [];
  readonly running = new Set<string>();
  readonly answered = new Set<string>();
  readonly consumers: MemoryEngine[] = [];
  mark: string | null = null;
  wiped = false;
  away = false;
  wasAway = false;

  constructor(readonly fault?: Fault) {}

  has(fault: Fault): boolean {
    return this.fault === fault;
  }

  knows(bell: string): boolean {
    return this.running.has(bell) || this.waiting.some((message) => message.bell === bell);
  }

  /** What missing() goes by. */
  holds(bell: string): boolean {
    if (this.has('claims nothing missing after a wipe') && this.wiped) return true;
    if (this.has('remembers answered bells') && this.answered.has(bell)) return true;
    if (this.has('forgets running bells') && this.running.has(bell)) return false;
    return this.knows(bell);
  }

  /** Hands out what can be handed out. */
  pump(): void {
    if (this.away || (this.has('does not come back') && this.wasAway)) return;
    for (const message of [...this.waiting]) {
      const taker = this.consumers.find((consumer) => consumer.takes(message.queue));
      if (!taker) continue;
      this.waiting.splice(this.waiting.indexOf(message), 1);
      // The next one goes to somebody else, if there is somebody else.
      if (!this.has('serves one consumer alone'))
        this.consumers.push(this.consumers.splice(this.consumers.indexOf(taker), 1)[0]!);
      taker.take(message);
    }
  }
}

/** The doorbell in memory: correct, but for the fault its broker has. */
export class MemoryEngine extends Doorbell implements Engine {
  readonly doorbell = this;
  readonly patience = 300;
  private readonly handlers = new Map<string, { handler: Handler; free: number }>();
  private started = false;
  private stopped = false;
  private busy: Promise<unknown>[] = [];

  constructor(readonly broker: MemoryBroker) {
    super();
    broker.consumers.push(this);
  }

  handle(queue: string, concurrency: number, handler: Handler): void {
    this.handlers.set(queue, { handler, free: concurrency });
  }

  another(): Promise<Engine> {
    return Promise.resolve(new MemoryEngine(this.broker));
  }

  wipe(): Promise<void> {
    this.broker.waiting = [];
    this.broker.wiped = true;
    if (!this.broker.has('keeps the mark through a wipe')) this.broker.mark = null;
    return Promise.resolve();
  }

  goAway(): Promise<void> {
    this.broker.away = this.broker.wasAway = true;
    return Promise.resolve();
  }

  comeBack(): Promise<void> {
    this.broker.away = false;
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.stopped = true;
    return Promise.resolve();
  }

  async ring(queue: string, rings: readonly Ring[]): Promise<void> {
    if (this.broker.away && this.broker.has('pretends to have rung while it is away')) return;
    await this.reach();
    for (const [index, ring] of rings.entries()) {
      const oneOfMany = index === 41;
      if (oneOfMany && this.broker.has('drops one of many')) continue;
      if (this.broker.knows(ring.bell) && !this.broker.has('knows no bell by its name')) continue;
      const to = this.broker.has('mixes up queues') && this.handlers.size > 1 ? 'conformance' : queue;
      const lost = this.broker.has('loses the end of a bundle') && ring.ids.length > 2;
      const message = { ...ring, queue: to, ids: lost ? ring.ids.slice(0, -1) : ring.ids };
      this.broker.waiting.splice(this.place(ring), 0, message);
      if (oneOfMany && this.broker.has('delivers one of many twice')) this.broker.waiting.push(message);
    }
    setImmediate(() => this.broker.pump());
  }

  async missing(_: string, bells: readonly string[]): Promise<string[]> {
    await this.reach();
    return bells.filter((bell) => !this.broker.holds(bell));
  }

  async generation(): Promise<string | null> {
    await this.reach();
    return this.broker.mark;
  }

  async markGeneration(mark: string): Promise<void> {
    await this.reach();
    if (this.broker.has('writes over the mark')) this.broker.mark = mark;
    else this.broker.mark ??= mark;
  }

  startConsuming(): void {
    this.started = true;
    setImmediate(() => this.broker.pump());
  }

  async stopConsuming(): Promise<void> {
    if (this.broker.away && this.broker.has('stops never while it is away')) await new Promise(() => undefined);
    if (this.broker.has('waits for what runs before it stops')) await Promise.all(this.busy);
    this.stopped = true;
  }

  check(): Promise<void> {
    return this.reach();
  }

  takes(queue: string): boolean {
    const started =
      this.started || (this.broker.has('hands out before it is started') && this.broker.consumers.length > 1);
    const stopped = this.stopped && !(this.broker.has('hands out after it was stopped') && this.started);
    if (!started || stopped || (this.handlers.get(queue)?.free ?? 0) < 1) return false;
    const served = this.broker.consumers.find((consumer) => consumer.started && !consumer.stopped);
    return !this.broker.has('serves one consumer alone') || served === this;
  }

  take(message: Message): void {
    const place = this.handlers.get(message.queue)!;
    const parts =
      this.broker.has('splits bundles') && message.ids.length > 2 ? message.ids.map((id) => [id]) : [message.ids];
    place.free--;
    this.broker.running.add(message.bell);
    const work = Promise.all(parts.map((ids) => place.handler(ids)))
      .then(() => undefined)
      .catch(() => {
        if (this.broker.has('rings again after a failure') && !this.broker.answered.has(message.bell))
          this.broker.waiting.push(message);
      })
      .finally(() => {
        place.free++;
        this.broker.running.delete(message.bell);
        this.broker.answered.add(message.bell);
        setImmediate(() => this.broker.pump());
      });
    this.busy.push(work);
  }

  /** Where a ring goes in the line. */
  private place({ first }: Ring): number {
    const { waiting } = this.broker;
    if (!first || this.broker.has('forgets first')) return waiting.length;
    const firsts = waiting.filter((message) => message.first).length;
    return this.broker.has('turns the first ones around') ? Math.min(firsts, 1) : firsts;
  }

  /** Rejects while the broker is away, or does not answer at all. */
  private reach(): Promise<void> {
    if (!this.broker.away) return Promise.resolve();
    if (this.broker.has('hangs while it is away')) return new Promise(() => undefined);
    return Promise.reject(new Error('the broker is away'));
  }
}
