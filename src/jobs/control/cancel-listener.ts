import { Injectable, Logger } from '@nestjs/common';
import pg from 'pg';
import { Config } from '../../platform/config/config.js';
import { SYSTEM_ROLE } from '../../platform/database/data-source.js';
import { RunningJobs } from '../runner/running-jobs.js';

export const CANCEL_CHANNEL = 'nightshift_cancel';
const RECONNECT_MS = 1_000;

/** Learns of cancelled jobs by NOTIFY, at once; the heartbeat would find them some seconds later. */
@Injectable()
export class CancelListener {
  private readonly logger = new Logger('Cancel');
  private client?: pg.Client;
  private stopped = true;
  private again?: NodeJS.Timeout;

  constructor(
    private readonly running: RunningJobs,
    private readonly config: Config,
  ) {}

  start(): void {
    this.stopped = false;
    void this.listen();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.again);
    await this.client?.end().catch(() => undefined);
  }

  private async listen(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.config.systemDatabaseUrl,
      application_name: 'nightshift:listen',
      options: `-c role=${SYSTEM_ROLE}`,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    this.client = client;
    client.on('notification', (message) => message.payload && this.running.cancel(message.payload));
    client.on('error', (error) => this.logger.warn(error.message));
    client.once('end', () => this.reconnect());
    try {
      await client.connect();
      await client.query(`LISTEN ${CANCEL_CHANNEL}`);
    } catch (error) {
      this.logger.warn((error as Error).message);
      await client.end().catch(() => undefined);
      this.reconnect();
    }
  }

  private reconnect(): void {
    if (this.stopped) return;
    clearTimeout(this.again);
    this.again = setTimeout(() => void this.listen(), RECONNECT_MS);
  }
}
