import { workerData } from 'node:worker_threads';
import pg from 'pg';
import { HEARTBEAT } from '../ledger/heartbeat.sql.js';
import { LeaseTable } from './lease-table.js';

/** What the process gives its lease thread. */
export interface LeaseThreadData {
  memory: SharedArrayBuffer;
  connection: { connectionString: string; options: string };
  leaseMs: number;
  /** Silence of the process's own loop after which its leases are no longer kept, ms. */
  blockedMs: number;
}

/**
 * Keeps the leases of a process whose own loop is blocked, by a long computation or a flood of requests. It has a loop and
 * a connection of its own, and does nothing while the process extends its leases itself. It does not keep the leases of a
 * process that hangs: when its loop has been silent for blockedMs, they run out.
 */
class LeaseThread {
  private readonly table: LeaseTable;
  private client?: pg.Client;
  private busy = false;
  private signs = -1;
  private beats = -1;
  private signedAt = performance.now();
  private beatenAt = performance.now();

  constructor(private readonly data: LeaseThreadData) {
    this.table = new LeaseTable(data.memory);
    setInterval(() => void this.look(), data.leaseMs / 6);
  }

  private async look(): Promise<void> {
    const now = performance.now();
    if (this.table.signs !== this.signs) this.signedAt = now;
    if (this.table.beats !== this.beats) this.beatenAt = now;
    this.signs = this.table.signs;
    this.beats = this.table.beats;
    // The process extends its leases every third of one.
    const kept = now - this.beatenAt < this.data.leaseMs * 0.4;
    if (kept || this.busy || now - this.signedAt > this.data.blockedMs) return;
    const held = this.table.list();
    if (held.length === 0) return;
    this.busy = true;
    try {
      const client = (this.client ??= await this.connect());
      const values = [held.map(({ id }) => id), held.map(({ token }) => token), this.data.leaseMs];
      await client.query({ name: 'beat', text: HEARTBEAT, values });
      this.beatenAt = performance.now();
    } catch {
      // The process itself warns when Postgres cannot be reached; this thread only tries again at its next look.
      await this.client?.end().catch(() => undefined);
      this.client = undefined;
    } finally {
      this.busy = false;
    }
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client({
      ...this.data.connection,
      application_name: 'nightshift:leases',
      connectionTimeoutMillis: 5_000,
      query_timeout: this.data.leaseMs,
      keepAlive: true,
    });
    client.on('error', () => (this.client = undefined));
    await client.connect();
    return client;
  }
}

new LeaseThread(workerData as LeaseThreadData);
