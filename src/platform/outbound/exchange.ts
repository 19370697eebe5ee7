import http, { type IncomingHttpHeaders, type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';

/** Longest wait for a connection, TLS included, ms. */
const CONNECT_MS = 5_000;
/** Most of an answer that is read unless more is asked for, bytes. */
const BODY_BYTES = 64 * 1024;

export interface OutboundAnswer {
  status: number;
  /** As text, up to the limit; not to be trusted. */
  body: string;
  /** Not to be trusted either. */
  headers: IncomingHttpHeaders;
  /** What the other side asks to wait before the next try, ms. */
  retryAfterMs?: number;
}

/** No connection in time. */
export class ConnectTimeoutError extends Error {
  override readonly name = 'ConnectTimeoutError';
}

/**
 * One request on a new connection, which is closed afterwards. Settles at the latest when the signal in options aborts.
 * @param connected called once there is a connection: from then on the other side may have got the request
 */
export async function exchange(
  url: URL,
  options: RequestOptions,
  body: string | undefined,
  connected: () => void,
  limitBytes = BODY_BYTES,
): Promise<OutboundAnswer> {
  const answer = await ask(url, options, body, connected);
  const text = await read(answer, limitBytes);
  // A body without a length that an abort cuts off looks as if it had ended.
  options.signal?.throwIfAborted();
  return {
    ...{ body: text, status: answer.statusCode ?? 0 },
    ...{ headers: answer.headers, retryAfterMs: retryAfter(answer) },
  };
}

/** The same, up to the head of the answer. Its reader must read the body to its end, or destroy it. */
export function ask(
  url: URL,
  options: RequestOptions,
  body: string | undefined,
  connected: () => void,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const secure = url.protocol === 'https:';
    let answered = false;
    const request = (secure ? https : http).request(url, options, (answer) => {
      answered = true;
      resolve(answer);
    });
    const connecting = setTimeout(
      () => request.destroy(new ConnectTimeoutError(`no connection within ${CONNECT_MS} ms`)),
      CONNECT_MS,
    );
    request.once('socket', (socket) =>
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        clearTimeout(connecting);
        connected();
      }),
    );
    request.on('error', reject);
    request.once('close', () => {
      clearTimeout(connecting);
      // An unrequested switch of protocols would end the connection with neither an answer nor an error.
      if (!answered) reject(new Error('the connection was closed without an answer'));
    });
    request.end(body);
  });
}

async function read(answer: IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= limit) break;
  }
  answer.destroy();
  return Buffer.concat(chunks).subarray(0, limit).toString('utf8');
}

/** Seconds or a date, as RFC 9110 has it. */
function retryAfter(answer: IncomingMessage): number | undefined {
  const value = answer.headers['retry-after'];
  if (!value) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
