import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/**
 * A file that is read piece by piece. Synchronous reads, because the analysis has a process for itself and reads faster so.
 */
export class PartFile {
  private constructor(
    readonly path: string,
    private readonly fd: number,
    readonly size: number,
  ) {}

  static async use<T>(path: string, work: (file: PartFile) => T | Promise<T>): Promise<T> {
    const fd = openSync(path, 'r');
    try {
      return await work(new PartFile(path, fd, fstatSync(fd).size));
    } finally {
      closeSync(fd);
    }
  }

  /** Fills the buffer from the place on, as far as the file goes. @returns bytes read */
  read(buffer: Uint8Array, place: number): number {
    let got = 0;
    while (got < buffer.length) {
      const bytes = readSync(this.fd, buffer, got, buffer.length - got, place + got);
      if (bytes === 0) break;
      got += bytes;
    }
    return got;
  }

  /** The first bytes, fewer if the file is shorter. */
  head(length: number): Buffer {
    const buffer = Buffer.alloc(Math.min(length, this.size));
    return buffer.subarray(0, this.read(buffer, 0));
  }
}
