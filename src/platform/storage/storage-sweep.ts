import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { SystemDatabase } from '../database/system-database.js';
import { Retention } from '../retention/retention.js';
import { isKey, type StorageDriver } from './storage-driver.js';
import { STORAGE_DRIVER } from './storage.tokens.js';
import { keyOf } from './stored-file.js';

/** What is younger may still be written. No upload and no report takes as long. */
const YOUNG_MS = 86_400_000;
/** All objects are listed once in so long, ms: a list of a large bucket takes a while. */
const LIST_EVERY_MS = 86_400_000;
const AT_ONCE = 500;

const EXPIRE = `
  UPDATE stored_file SET state = 'removed', changed_at = clock_timestamp() WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM stored_file WHERE state = 'kept' AND keep_until < now() ORDER BY keep_until LIMIT $1::int
    FOR UPDATE SKIP LOCKED))`;

/** Its writer finds it removed, should it still come to an end. */
const GIVE_UP = `
  UPDATE stored_file SET state = 'removed', changed_at = clock_timestamp() WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM stored_file WHERE state = 'writing' AND changed_at < now() - make_interval(secs => $2::float8 / 1000)
    ORDER BY changed_at LIMIT $1::int FOR UPDATE SKIP LOCKED))`;

const REMOVED = `
  SELECT tenant_id AS "tenantId", id FROM stored_file WHERE state = 'removed' ORDER BY changed_at LIMIT $1`;

/** Only of tenants that this database knows. */
const ORPHANS = `
  SELECT key FROM unnest($1::text[]) AS k(key)
  WHERE EXISTS (SELECT FROM tenant t WHERE t.id = split_part(key, '/', 1)::uuid)
    AND NOT EXISTS (
      SELECT FROM stored_file f
      WHERE f.tenant_id = split_part(key, '/', 1)::uuid AND f.id = left(split_part(key, '/', 2), 36)::uuid)`;

/** Deletes files whose time is over, what was never written whole, and objects that no row knows. */
@Injectable()
export class StorageSweep implements OnModuleInit {
  private listedAt = -Infinity;

  constructor(
    @Inject(STORAGE_DRIVER) private readonly driver: StorageDriver,
    private readonly db: SystemDatabase,
    private readonly retention: Retention,
  ) {}

  onModuleInit(): void {
    this.retention.register({ what: 'stored_file', keep: (signal) => this.files(signal) });
    this.retention.register({ what: 'objects without a file', keep: (signal) => this.objects(signal) });
  }

  /** Answers how many files were deleted. */
  async files(signal: AbortSignal, youngMs = YOUNG_MS): Promise<number> {
    await this.retention.inBatches(signal, EXPIRE);
    await this.retention.inBatches(signal, GIVE_UP, [youngMs]);
    let gone = 0;
    for (;;) {
      const removed = await this.db.rows<{ tenantId: string; id: string }>(REMOVED, [AT_ONCE]);
      for (const { tenantId, id } of removed) {
        signal.throwIfAborted();
        await this.driver.delete(keyOf(tenantId, id));
        await this.driver.delete(`${keyOf(tenantId, id)}.upload`);
        // After its bytes: as long as there is a row, the bytes are found.
        await this.db.run(`DELETE FROM stored_file WHERE tenant_id = $1 AND id = $2 AND state = 'removed'`, [
          tenantId,
          id,
        ]);
        gone++;
      }
      if (removed.length < AT_ONCE) return gone;
    }
  }

  /** Answers how many objects were deleted. */
  async objects(signal: AbortSignal, youngMs = YOUNG_MS, everyMs = LIST_EVERY_MS): Promise<number> {
    if (performance.now() - this.listedAt < everyMs) return 0;
    let gone = 0;
    let keys: string[] = [];
    const before = Date.now() - youngMs;
    const look = async (): Promise<void> => {
      const orphans = await this.db.rows<{ key: string }>(ORPHANS, [keys]);
      for (const { key } of orphans) await this.driver.delete(key);
      gone += orphans.length;
      keys = [];
    };
    for await (const { key, modifiedAt } of this.driver.list()) {
      signal.throwIfAborted();
      if (!isKey(key) || modifiedAt.getTime() > before) continue;
      if (keys.push(key) === AT_ONCE) await look();
    }
    await look();
    gone += (await this.driver.deleteUnfinished?.(new Date(before))) ?? 0;
    this.listedAt = performance.now();
    return gone;
  }
}
