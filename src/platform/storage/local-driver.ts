import { randomUUID } from 'node:crypto';
import { createWriteStream, type Dirent } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  type ByteRange,
  checkKey,
  ObjectMissingError,
  type StorageDriver,
  type StoredObject,
} from './storage-driver.js';

/** Folder of files that are being written. */
const INCOMING = 'incoming';

/** Files in a folder of this machine, or one that all processes share. */
export class LocalDriver implements StorageDriver {
  private readonly root: string;

  constructor(folder: string) {
    this.root = resolve(folder);
  }

  async put(key: string, body: Readable, { signal }: { signal?: AbortSignal }): Promise<void> {
    const path = this.pathOf(key);
    const incoming = join(this.root, INCOMING);
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    const temporary = join(incoming, randomUUID());
    try {
      // Flushed before it is closed: after the rename, no crash of the machine leaves a file with half its bytes.
      await pipeline(body, createWriteStream(temporary, { flags: 'wx', mode: 0o600, flush: true }), { signal });
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await rename(temporary, path);
      await syncFolder(dirname(path));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async get(key: string, range?: ByteRange): Promise<Readable> {
    let file: FileHandle;
    try {
      file = await open(this.pathOf(key));
    } catch (error) {
      if (isMissing(error)) throw new ObjectMissingError(key, { cause: error });
      throw error;
    }
    return file.createReadStream({ start: range?.from ?? 0, end: range?.to });
  }

  async head(key: string): Promise<number | undefined> {
    try {
      return (await stat(this.pathOf(key))).size;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true });
  }

  async *list(after = ''): AsyncIterable<StoredObject> {
    const [inFolder, file = ''] = after.split('/');
    for (const folder of await entries(this.root))
      if (folder.isDirectory() && folder.name !== INCOMING && folder.name >= inFolder!)
        yield* this.filesIn(folder.name, folder.name === inFolder ? file : '');
  }

  async deleteUnfinished(before: Date): Promise<number> {
    let gone = 0;
    for await (const { key, modifiedAt } of this.filesIn(INCOMING)) {
      if (modifiedAt >= before) continue;
      await rm(join(this.root, key), { force: true });
      gone++;
    }
    return gone;
  }

  private async *filesIn(folder: string, after = ''): AsyncIterable<StoredObject> {
    for (const file of await entries(join(this.root, folder))) {
      if (file.name <= after) continue;
      // It may be deleted meanwhile.
      const found = await stat(join(this.root, folder, file.name)).catch(() => undefined);
      if (found?.isFile()) yield { key: `${folder}/${file.name}`, modifiedAt: found.mtime };
    }
  }

  private pathOf(key: string): string {
    return join(this.root, checkKey(key));
  }
}

/** By name. */
async function entries(folder: string): Promise<Dirent[]> {
  try {
    const found = await readdir(folder, { withFileTypes: true });
    return found.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** The new name itself is on the disk only once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isMissing(error: unknown): boolean {
  return (error as { code?: string }).code === 'ENOENT';
}
