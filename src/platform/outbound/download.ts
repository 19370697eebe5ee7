import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

export interface DownloadRequest {
  /** Most bytes of the body, whatever the other side says of its length. */
  limitBytes: number;
  /** For everything from the first look-up of a name to the last byte, ms. */
  timeoutMs: number;
  /** Default: 3. */
  maxRedirects?: number;
  /** For the origin of the first address alone. */
  headers?: Record<string, string>;
  /** Plain http only to hosts of OUTBOUND_ALLOW. Default: http as well. */
  httpsOnly?: boolean;
  signal?: AbortSignal;
}

export interface Download {
  /** Where the file was found, after all redirects. */
  url: string;
  /** As the other side says; not to be trusted. */
  contentType?: string;
  /** Not to be trusted either. */
  headers: IncomingHttpHeaders;
  /** Fails when it is cut off, grows beyond the limit, or the time is up. */
  body: Readable;
}

/** The other side answered, but not with a file that can be taken. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  constructor(
    readonly kind: 'status' | 'redirects' | 'too-large' | 'encoded',
    message: string,
    /** HTTP status of the answer, where that is what is wrong. */
    readonly status?: number,
  ) {
    super(message);
  }
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Where an answer leads on to; undefined when it is the last. */
export function follow(url: string, answer: IncomingMessage): string | undefined {
  const { location } = answer.headers;
  if (!REDIRECTS.has(answer.statusCode ?? 0) || location === undefined) return undefined;
  // An address that is none is refused where all addresses are checked.
  return URL.canParse(location, url) ? new URL(location, url).href : location;
}

/**
 * The file of an answer. @param signal by which its request was made @param ends what an error of the connection means
 * @throws DownloadError
 */
export function fileOf(
  url: string,
  answer: IncomingMessage,
  limitBytes: number,
  signal: AbortSignal,
  ends: (error: unknown) => unknown,
): Download {
  const refuse = (kind: DownloadError['kind'], words: string, status?: number): never => {
    answer.destroy();
    throw new DownloadError(kind, words, status);
  };
  const { statusCode: status = 0, headers } = answer;
  if (status !== 200) refuse('status', `the server answered ${status}`, status);
  if ((headers['content-encoding'] ?? 'identity') !== 'identity')
    refuse('encoded', `the server sent it as ${headers['content-encoding']}, which was not asked for`);
  const tooLarge = `the file has more than ${limitBytes} bytes`;
  if (Number(headers['content-length'] ?? 0) > limitBytes) refuse('too-large', tooLarge);
  async function* bytes(): AsyncGenerator<Buffer> {
    let length = 0;
    try {
      for await (const chunk of answer as AsyncIterable<Buffer>) {
        length += chunk.length;
        if (length > limitBytes) throw new DownloadError('too-large', tooLarge);
        yield chunk;
      }
      // A body without a length that an abort cuts off looks as if it had ended.
      signal.throwIfAborted();
    } catch (error) {
      throw ends(error);
    } finally {
      answer.destroy();
    }
  }
  return { url, contentType: headers['content-type'], headers, body: Readable.from(bytes(), { objectMode: false }) };
}
