import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DownloadError, OutboundClient } from '../../../platform/outbound/outbound.client.js';
import { SourceError } from '../calendar-source.js';
import { outboundTrouble } from '../outbound-trouble.js';

/** Most bytes of a feed, and longest time to get it, ms. */
const MOST_BYTES = 10 * 1024 * 1024;
const FEED_MS = 30_000;

/** By what one sees that a feed is the one of the last time: what its server says, and a hash of it. */
export interface FeedMark {
  etag?: string;
  modified?: string;
  hash: string;
}

export interface Feed {
  text: string;
  mark: FeedMark;
}

/** Subscribed calendars: files that are fetched again and again. Their addresses are secrets, and are neither logged nor told. */
@Injectable()
export class IcsFeed {
  constructor(private readonly outbound: OutboundClient) {}

  /**
   * The feed; undefined: it has not changed since the mark.
   * @throws SourceError
   */
  async fetch(url: string, signal: AbortSignal, since?: FeedMark): Promise<Feed | undefined> {
    const headers: Record<string, string> = { accept: 'text/calendar, */*;q=0.5' };
    if (since?.etag) headers['if-none-match'] = since.etag;
    if (since?.modified) headers['if-modified-since'] = since.modified;
    try {
      const file = await this.outbound.download(url, {
        ...{ limitBytes: MOST_BYTES, timeoutMs: FEED_MS, maxRedirects: 5, httpsOnly: true, headers, signal },
      });
      const chunks: Buffer[] = [];
      for await (const chunk of file.body as AsyncIterable<Buffer>) chunks.push(chunk);
      const text = Buffer.concat(chunks).toString('utf8');
      const { etag, 'last-modified': modified } = file.headers;
      const mark = { ...(etag && { etag }), ...(modified && { modified }), hash: hashOf(text) };
      return since?.hash === mark.hash ? undefined : { text, mark };
    } catch (error) {
      if (error instanceof DownloadError && error.status === 304 && since) return undefined;
      throw error instanceof DownloadError ? refusal(error) : outboundTrouble(error);
    }
  }
}

/** Without the instants at which programs say that they wrote it: Google's differ each time. */
function hashOf(text: string): string {
  return createHash('sha256')
    .update(text.replaceAll(/^DTSTAMP[:;].*$/gm, ''))
    .digest('base64url');
}

/** The message of the error names no address; it is not passed on all the same. */
function refusal({ kind, status = 0 }: DownloadError): SourceError {
  if (kind === 'too-large') return new SourceError('refused', `The calendar has more than ${MOST_BYTES} bytes`);
  if (kind === 'redirects') return new SourceError('refused', 'The address leads from one to the next without an end');
  if (kind === 'encoded')
    return new SourceError('refused', 'The server sends the calendar compressed, which was not asked for');
  if ([401, 403, 410].includes(status))
    return new SourceError(
      'needs_reauth',
      `The server answered ${status}: the address of the calendar is not valid any more`,
    );
  if (status === 429) return new SourceError('busy', 'The server asks to wait');
  return new SourceError(status >= 500 || status === 404 ? 'away' : 'refused', `The server answered ${status}`);
}
