import type { Readable } from 'node:stream';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { PartFileError } from '../part-file-error.js';

const MOST_MEMBERS = 1000;
/** What a member may be unpacked to, times what it takes in the archive. Real 3MF files have 5 to 8. */
const MOST_RATIO = 100;
/** Below so many bytes the ratio says nothing: a few repeated lines of XML pack very well. */
const RATIO_FROM = 1 << 20;
const PACKED = /\.(?:zip|3mf|7z|rar|gz|tgz|xz|bz2|zst|jar)$/i;

/**
 * A zip archive of which members are read one by one, with bounds that hold while bytes come, whatever its headers say (rules quoting
 * D, 3MF archives). Names that lead out of the archive are refused.
 */
export class Archive {
  /** Of members that have been read, as far as they have. */
  packedBytesRead = 0;
  private unpacked = 0;

  private constructor(
    private readonly zip: ZipFile,
    private readonly members: Map<string, Entry>,
    private readonly maxInflatedBytes: number,
  ) {}

  /** @throws PartFileError */
  static async use<T>(path: string, maxInflatedBytes: number, work: (archive: Archive) => Promise<T>): Promise<T> {
    const zip = await open(path);
    try {
      return await work(new Archive(zip, await membersOf(zip), maxInflatedBytes));
    } finally {
      zip.close();
    }
  }

  has(name: string): boolean {
    return this.members.has(key(name));
  }

  names(): string[] {
    return [...this.members.keys()];
  }

  /** Gives the bytes of a member piece by piece. @throws PartFileError, also what `take` throws */
  async read(name: string, take: (bytes: Buffer) => void): Promise<void> {
    const entry = this.members.get(key(name));
    if (!entry) throw new PartFileError('bad_archive', `The archive has no member ${name.slice(0, 100)}.`);
    const stream = await this.stream(entry);
    let bytes = 0;
    try {
      for await (const piece of stream as AsyncIterable<Buffer>) {
        bytes += piece.length;
        this.unpacked += piece.length;
        if (bytes > RATIO_FROM && bytes > MOST_RATIO * entry.compressedSize) throw tooMuch();
        if (this.unpacked > this.maxInflatedBytes) throw tooMuch();
        this.packedBytesRead += (piece.length / Math.max(1, entry.uncompressedSize)) * entry.compressedSize;
        take(piece);
      }
    } catch (error) {
      stream.destroy();
      throw asPartFileError(error);
    }
  }

  private async stream(entry: Entry): Promise<Readable> {
    try {
      return await this.zip.openReadStreamPromise(entry);
    } catch (error) {
      throw asPartFileError(error);
    }
  }
}

/** Names of members are compared without case, as Office and 3MF packages do. */
function key(name: string): string {
  return name.replace(/^\/+/, '').toLowerCase();
}

async function open(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { autoClose: false, lazyEntries: true, validateEntrySizes: true });
  } catch (error) {
    throw asPartFileError(error);
  }
}

async function membersOf(zip: ZipFile): Promise<Map<string, Entry>> {
  const members = new Map<string, Entry>();
  try {
    let count = 0;
    for await (const entry of zip.eachEntry()) {
      if (++count > MOST_MEMBERS) {
        throw new PartFileError('bad_archive', `The archive has more than ${MOST_MEMBERS} members.`);
      }
      if (PACKED.test(entry.fileName)) throw new PartFileError('bad_archive', 'The archive has an archive in it.');
      if (entry.isEncrypted()) throw new PartFileError('bad_archive', 'The archive is encrypted.');
      if (members.has(key(entry.fileName))) throw new PartFileError('bad_archive', 'The archive has a member twice.');
      members.set(key(entry.fileName), entry);
    }
  } catch (error) {
    throw asPartFileError(error);
  }
  return members;
}

function tooMuch(): PartFileError {
  return new PartFileError('archive_bomb', 'The archive unpacks to far more than a part needs.');
}

/** What the zip reader and zlib find wrong is wrong with the file; what the disk says is not. */
function asPartFileError(error: unknown): unknown {
  if (error instanceof PartFileError || !(error instanceof Error)) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code !== undefined && !code.startsWith('Z_') && !code.startsWith('ERR_')) return error;
  if (/too many bytes in the stream/.test(error.message)) return tooMuch();
  return new PartFileError('bad_archive', `The archive is broken: ${error.message.slice(0, 200)}`);
}
