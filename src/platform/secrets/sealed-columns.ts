import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Config } from '../config/config.js';
import { SystemDatabase } from '../database/system-database.js';
import { keyOf, SecretError } from './key-ring.js';
import { SecretBox } from './secret-box.js';

/** A text column, of a table with id and tenant_id, that holds secrets of one purpose. */
export interface SealedColumn {
  table: string;
  column: string;
  purpose: string;
  /** The table has a user_id, to which the secret is bound as well. */
  personal?: boolean;
}

/** What one pass over all columns found. */
export interface Resealed {
  /** Secrets that were plain or encrypted under another key, and are now encrypted under the first. */
  sealed: number;
  /** Secrets that cannot be read because their key is missing, by that key. */
  locked: Record<string, number>;
}

interface Row {
  id: string;
  tenant_id: string;
  user_id?: string;
  text: string;
}

const EVERY_MS = 600_000;
const AT_ONCE = 500;

/**
 * Encrypts every kept secret under the first key: after an upgrade those that were plain, after a change of keys those under
 * the old one. Runs before a process starts to work and, in schedulers, repeatedly, because a process that has not been
 * restarted yet may still write under the old key. A secret that cannot be read stays as it is.
 */
@Injectable()
export class SealedColumns implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Secrets');
  private readonly columns: SealedColumn[] = [];
  private timer?: NodeJS.Timeout;
  private running?: Promise<void>;
  private leaving = false;

  constructor(
    private readonly db: SystemDatabase,
    private readonly box: SecretBox,
    private readonly config: Config,
  ) {}

  /** Registers a column; called in the constructor of the service that keeps the secrets. */
  add(...columns: SealedColumn[]): void {
    this.columns.push(...columns);
  }

  async onModuleInit(): Promise<void> {
    await this.tell();
    if (this.config.has('scheduler')) this.timer = setInterval(() => void this.tell(), EVERY_MS);
  }

  async onModuleDestroy(): Promise<void> {
    this.leaving = true;
    clearInterval(this.timer);
    await this.running;
  }

  /** One pass; harmless to repeat and to run in several processes at once. */
  async reseal(): Promise<Resealed> {
    const found: Resealed = { sealed: 0, locked: {} };
    for (const column of this.columns) await this.pass(column, found);
    return found;
  }

  private tell(): Promise<void> {
    this.running ??= this.reseal()
      .then(({ sealed, locked }) => {
        if (sealed > 0) this.logger.log(`encrypted ${sealed} secrets with the key "${this.box.ring.current}"`);
        for (const [key, n] of Object.entries(locked))
          this.logger.error(`${n} secrets cannot be read: they need the key "${key}", as it was, in SECRET_KEYS`);
      })
      .catch((error: Error) => this.logger.warn(error.message))
      .finally(() => (this.running = undefined));
    return this.running;
  }

  private async pass({ table, column, purpose, personal }: SealedColumn, found: Resealed): Promise<void> {
    const mine = `v1.${this.box.ring.current}.`;
    let after = '00000000-0000-0000-0000-000000000000';
    for (let rows: Row[] = []; !this.leaving;) {
      rows = await this.db.rows<Row>(
        `SELECT id, tenant_id, ${personal ? 'user_id, ' : ''}${column} AS text FROM ${table}
         WHERE id > $1 AND NOT starts_with(${column}, $2) ORDER BY id LIMIT ${AT_ONCE}`,
        [after, mine],
      );
      if (rows.length === 0) return;
      const sealed = rows.flatMap((row) => this.sealed(row, purpose, found.locked) ?? []);
      // Only if the secret has not been replaced meanwhile.
      found.sealed += await this.db.run(
        `UPDATE ${table} t SET ${column} = s.sealed FROM unnest($1::uuid[], $2::text[], $3::text[]) AS s (id, was, sealed)
         WHERE t.id = s.id AND t.${column} = s.was`,
        [sealed.map((s) => s.id), sealed.map((s) => s.was), sealed.map((s) => s.sealed)],
      );
      after = rows.at(-1)!.id;
    }
  }

  private sealed({ id, tenant_id, user_id, text }: Row, purpose: string, locked: Record<string, number>) {
    const place = { purpose, tenantId: tenant_id, userId: user_id, id };
    const key = keyOf(text);
    try {
      const secret = key === undefined ? text : this.box.open(text, place);
      return { id, was: text, sealed: this.box.seal(secret, place) };
    } catch (error) {
      if (!(error instanceof SecretError)) throw error;
      locked[key!] = (locked[key!] ?? 0) + 1;
      return undefined;
    }
  }
}
