import { databaseTrouble } from '../../platform/database/database-trouble.js';
import type { Tx } from '../../platform/database/tx.js';
import type { Held } from '../ledger/ledger.js';
import type { ItemDetails, ItemOutcome } from '../contract/item.js';
import { type ItemRecord, itemRecord } from './item-record.js';
import { WRITE_ITEMS } from './items.sql.js';

/** Items that go into one statement at most. */
const AT_ONCE = 200;
/** Longest time an item waits for others to be written with it, ms. */
const WAIT_MS = 500;

type Database = Pick<Tx, 'rows'>;

/**
 * The items of one attempt, on their way into the table: gathered, written by the batch, fenced by the attempt's token.
 * Items told inside ctx.transaction() are written by that transaction.
 */
export class ItemLog {
  private waiting = new Map<string, ItemRecord>();
  private underWay = new Map<string, ItemRecord>();
  private readonly gathering = new WeakMap<Tx, Map<string, ItemRecord>>();
  private flushing?: Promise<void>;
  private timer?: NodeJS.Timeout;
  private ord = 0;
  /** Nothing more is written: the lease is lost, or the attempt is over. */
  private over = false;

  /** @param onError called when a write in the background fails; the items are kept for the next one */
  constructor(
    private readonly held: Held,
    private readonly db: Database,
    private readonly onError: (error: Error) => void,
  ) {}

  /** @param tx the transaction that is open where the item is told, if any */
  add(key: string, outcome: ItemOutcome, details: ItemDetails, tx?: Tx): void {
    const record = itemRecord(key, outcome, details, ++this.ord);
    const within = tx && this.gathering.get(tx);
    if (within) {
      put(within, record);
      return;
    }
    if (this.over) return;
    put(this.waiting, record);
    if (this.waiting.size >= AT_ONCE) this.flushSoon(0);
    else this.flushSoon(WAIT_MS);
  }

  /** True inside a transaction that is gathering items. */
  isGathering(tx: Tx): boolean {
    return this.gathering.has(tx);
  }

  /** Runs fn; answers the items told inside it, to be written by the same transaction. */
  async gather<T>(tx: Tx, fn: (tx: Tx) => Promise<T>): Promise<{ result: T; items: ItemRecord[] }> {
    const items = new Map<string, ItemRecord>();
    this.gathering.set(tx, items);
    try {
      return { result: await fn(tx), items: [...items.values()] };
    } finally {
      this.gathering.delete(tx);
    }
  }

  /** Writes items in a transaction. False: the attempt does not hold the job any more, roll back. */
  write(tx: Tx, items: readonly ItemRecord[]): Promise<boolean> {
    return writeItems(tx, this.held, items);
  }

  /** All items that are perhaps not written yet, and these: for the transaction that ends the job. */
  all(items: readonly ItemRecord[]): ItemRecord[] {
    const all = new Map([...this.underWay, ...this.waiting]);
    for (const item of items) put(all, item);
    return [...all.values()];
  }

  /** Resolves when all items told before are written, or need not be because the lease was lost. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    return (this.flushing ??= this.empty().finally(() => (this.flushing = undefined)));
  }

  /** The last flush; items told afterwards are not written. After trouble with Postgres it may be called again. */
  async close(): Promise<void> {
    try {
      // Once more, because the first try may have joined one in the background that failed.
      await this.flush().catch(() => this.flush());
    } catch (error) {
      if (!databaseTrouble(error)) this.discard();
      throw error;
    }
    this.discard();
  }

  /** Discards the items that wait, because the transaction that ended the job has written them. */
  discard(): void {
    this.over = true;
    this.waiting.clear();
    clearTimeout(this.timer);
  }

  private flushSoon(ms: number): void {
    if (ms === 0) clearTimeout(this.timer);
    else if (this.timer) return;
    this.timer = setTimeout(() => void this.flush().catch(this.onError), ms);
  }

  private async empty(): Promise<void> {
    while (this.waiting.size > 0 && !this.over) {
      const batch = [...this.waiting].slice(0, AT_ONCE);
      for (const [key] of batch) this.waiting.delete(key);
      this.underWay = new Map(batch);
      try {
        const items = batch.map(([, item]) => item);
        if (!(await writeItems(this.db, this.held, items))) this.discard();
      } catch (error) {
        // A newer outcome of the same item replaces the one that was not written.
        this.waiting = new Map([...this.underWay, ...this.waiting]);
        throw error;
      } finally {
        this.underWay = new Map();
      }
    }
  }
}

async function writeItems(db: Database, held: Held, items: readonly ItemRecord[]): Promise<boolean> {
  const column = <K extends keyof ItemRecord>(name: K) => items.map((item) => item[name]);
  const rows = await db.rows(WRITE_ITEMS, [
    held.id,
    held.token,
    column('key'),
    column('outcome'),
    column('code'),
    column('message'),
    column('data'),
    column('ord'),
  ]);
  return rows.length === 1;
}

/** The latest outcome of a key counts, and gets the last place. */
function put(items: Map<string, ItemRecord>, item: ItemRecord): void {
  items.delete(item.key);
  items.set(item.key, item);
}
