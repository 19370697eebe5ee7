import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
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
/** After so many files in a row that could not be deleted a look ends: the storage is away, and each of the others would be waited for. */
const AWAY_AFTER = 20;
/** The place in the list is noted each time so many objects have been listed. */
const LISTED_AT_ONCE = 1_000;

const EXPIRE = `
  UPDATE stored_file SET state = 'removed', changed_at = clock_timestamp() WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM stored_file WHERE state = 'kept' AND keep_until < now() ORDER BY keep_until LIMIT $1::int
    FOR UPDATE SKIP LOCKED))`;

/** Its writer finds it removed, should it still come to an end. */
const GIVE_UP = `
  UPDATE stored_file SET state = 'removed', changed_at = clock_timestamp() WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM stored_file WHERE state = 'writing' AND changed_at < now() - make_interval(secs => $2::float8 / 1000)
    ORDER BY changed_at LIMIT $1::int FOR UPDATE SKIP LOCKED))`;

/** $2: since when this look is under way; what it could not delete was changed after that. */
const REMOVED = `
  SELECT tenant_id AS "tenantId", id FROM stored_file WHERE state = 'removed' AND changed_at <= $2::timestamptz ORDER BY changed_at LIMIT $1`;

/** Other files are deleted before it is tried again. */
const TRY_LATER = `
  UPDATE stored_file SET changed_at = clock_timestamp() WHERE tenant_id = $1 AND id = $2 AND state = 'removed'`;

/**
 * Only of tenants that this database knows. What a client has put there by itself (DirectUploads) belongs to a file that is still to be
 * taken over; its form may be sent again after that.
 */
const ORPHANS = `
  SELECT key FROM unnest($1::text[]) AS k(key)
  WHERE EXISTS (SELECT FROM tenant t WHERE t.id = split_part(key, '/', 1)::uuid)
    AND NOT EXISTS (
      SELECT FROM stored_file f
      WHERE f.tenant_id = split_part(key, '/', 1)::uuid AND f.id = left(split_part(key, '/', 2), 36)::uuid
        AND (f.state = 'writing' OR key NOT LIKE '%.upload'))`;

/** Deletes files whose time is over, what was never written whole, and objects that no row knows. */
@Injectable()
export class StorageSweep implements OnModuleInit {
  private readonly logger = new Logger('Storage');
  private listedAt = -Infinity;
  /** The last key of a list that was cut off: a large bucket is listed in several looks. */
  private after?: string;

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
    // As text: a Date has no microseconds, and what was marked just now would be after it.
    const { now } = (await this.db.first<{ now: string }>('SELECT clock_timestamp()::text AS now'))!;
    let gone = 0;
    let failed = 0;
    for (;;) {
      const removed = await this.db.rows<{ tenantId: string; id: string }>(REMOVED, [AT_ONCE, now]);
      for (const { tenantId, id } of removed) {
        signal.throwIfAborted();
        const key = keyOf(tenantId, id);
        if (!((await this.deleted(key)) && (await this.deleted(`${key}.upload`)))) {
          await this.db.run(TRY_LATER, [tenantId, id]);
          if (++failed < AWAY_AFTER) continue;
          this.logger.error(`${AWAY_AFTER} files in a row could not be deleted; the others are left to the next look`);
          return gone;
        }
        failed = 0;
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

  /** False when the storage does not let it go: others must not wait for that. */
  private async deleted(key: string): Promise<boolean> {
    try {
      await this.driver.delete(key);
      return true;
    } catch (error) {
      this.logger.warn({ msg: 'An object could not be deleted; it is tried again', key, err: error as Error });
      return false;
    }
  }

  /** Answers how many objects were deleted. Cut off by the signal, the next call goes on where this one was. */
  async objects(signal: AbortSignal, youngMs = YOUNG_MS, everyMs = LIST_EVERY_MS): Promise<number> {
    if (performance.now() - this.listedAt < everyMs) return 0;
    let gone = 0;
    let keys: string[] = [];
    const before = Date.now() - youngMs;
    let listed = 0;
    const look = async (): Promise<void> => {
      const orphans = keys.length > 0 ? await this.db.rows<{ key: string }>(ORPHANS, [keys]) : [];
      for (const { key } of orphans) if (await this.deleted(key)) gone++;
      keys = [];
    };
    for await (const { key, modifiedAt } of this.driver.list(this.after)) {
      signal.throwIfAborted();
      // What a client puts there has its row before its form is given out, so that it is never too young to be judged.
      if (isKey(key) && (key.endsWith('.upload') || modifiedAt.getTime() <= before)) keys.push(key);
      if (++listed % LISTED_AT_ONCE > 0 && keys.length < AT_ONCE) continue;
      await look();
      this.after = key;
    }
    await look();
    gone += (await this.driver.deleteUnfinished?.(new Date(before))) ?? 0;
    this.after = undefined;
    this.listedAt = performance.now();
    return gone;
  }
}
