/** Opens the file anew. */
export type OpenFile = () => Promise<AsyncIterable<Buffer>>;

/** The file cannot be read at all. The message is safe to show. */
export class UnreadableFileError extends Error {
  override readonly name = 'UnreadableFileError';
}
