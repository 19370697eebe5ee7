import type { Figures } from '../analysis/analyses.repository.js';

/** What is known of a part file. */
export interface PartState {
  fileId: string;
  name: string;
  /** Of the file's bytes. */
  sha256: string | null;
  state: 'done' | 'pending' | 'failed';
  /** Of a part that is done. */
  analysis: Figures | null;
  /** Of one that failed: in words for people. */
  error: string | null;
}

/** What a part looks like: in 3-D, or as a small picture. */
export type PartView = 'mesh' | 'thumbnail';

/** Which of them there are. */
export type Looks = Record<PartView, boolean>;

/** The part files of the tenant, as far as quotes need them. */
export abstract class PartReader {
  /** Those of the files that there are, by id. */
  abstract read(fileIds: readonly string[]): Promise<Map<string, PartState>>;

  /** Id of the stored file that shows the part; null where there is none. */
  abstract view(fileId: string, which: PartView): Promise<string | null>;

  /** Of those of the files that there are, by id. */
  abstract looks(fileIds: readonly string[]): Promise<Map<string, Looks>>;

  /** A small picture of the part, PNG; null where there is none. */
  abstract thumbnail(fileId: string): Promise<Buffer | null>;
}
