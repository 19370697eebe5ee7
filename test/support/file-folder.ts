import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for the files of one application; the storage makes it when it is needed. */
export function newFileFolder(): string {
  return join(tmpdir(), `nightshift-files-${randomUUID()}`);
}

export function removeFileFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}
