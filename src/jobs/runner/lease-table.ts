import { parse, stringify } from 'uuid';
import type { Held } from '../ledger/ledger.js';

/** Most jobs a table holds; a process runs some hundreds. */
const PLACES = 16_384;
const ID_BYTES = 16;
const WORDS = 2;

/**
 * The jobs a process holds, in memory that its threads share: one thread writes, others read at any time without
 * locks. A reader may find an entry that is half written; its id and token then match no job.
 */
export class LeaseTable {
  /** The counters of sign() and of beaten(). */
  private readonly counters: Int32Array;
  private readonly taken: Int32Array;
  private readonly tokens: Int32Array;
  private readonly ids: Uint8Array;
  private readonly free: number[] = [];
  /** Places from here on have never been taken. */
  private fresh = 0;

  constructor(readonly memory = new SharedArrayBuffer(4 * WORDS + PLACES * (4 + 4 + ID_BYTES))) {
    this.counters = new Int32Array(memory, 0, WORDS);
    this.taken = new Int32Array(memory, 4 * WORDS, PLACES);
    this.tokens = new Int32Array(memory, 4 * WORDS + 4 * PLACES, PLACES);
    this.ids = new Uint8Array(memory, 4 * WORDS + 8 * PLACES);
  }

  /** Answers the place the job got; undefined when the table is full. */
  put({ id, token }: Held): number | undefined {
    const place = this.free.pop() ?? (this.fresh < PLACES ? this.fresh++ : undefined);
    if (place === undefined) return undefined;
    this.ids.set(parse(id), place * ID_BYTES);
    this.tokens[place] = token;
    Atomics.store(this.taken, place, 1);
    return place;
  }

  remove(place: number): void {
    Atomics.store(this.taken, place, 0);
    this.free.push(place);
  }

  list(): Held[] {
    const held: Held[] = [];
    for (let place = 0; place < PLACES; place++) {
      if (Atomics.load(this.taken, place) === 0) continue;
      // A copy, because shared bytes may change while they are read.
      const id = stringifyAny(this.ids.slice(place * ID_BYTES, (place + 1) * ID_BYTES));
      if (id) held.push({ id, token: this.tokens[place]! });
    }
    return held;
  }

  /** The writer's event loop still runs. */
  sign(): void {
    Atomics.add(this.counters, 0, 1);
  }

  /** The writer has extended the leases itself. */
  beaten(): void {
    Atomics.add(this.counters, 1, 1);
  }

  get signs(): number {
    return Atomics.load(this.counters, 0);
  }

  get beats(): number {
    return Atomics.load(this.counters, 1);
  }
}

/** Undefined for bytes that are no id because they are half of one id and half of another. */
function stringifyAny(bytes: Uint8Array): string | undefined {
  try {
    return stringify(bytes);
  } catch {
    return undefined;
  }
}
