import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** A request as it came: what is signed is all of it. */
export interface SignedRequest {
  /** Under which the sender called us: the public address, not that of a server behind a proxy. */
  url: string;
  contentType: string;
  /** Untouched. */
  body: string;
}

/**
 * Base64 of HMAC-SHA1 over the URL and, for a form, its members sorted by name, name and value without anything between.
 * A member that comes several times counts with each of its values once, sorted.
 */
export function twilioSignature(token: string, url: string, form: URLSearchParams = new URLSearchParams()): string {
  const names = [...new Set(form.keys())].sort();
  const text = names.map((name) =>
    [...new Set(form.getAll(name))]
      .sort()
      .map((value) => name + value)
      .join(''),
  );
  return createHmac('sha1', token)
    .update(url + text.join(''), 'utf8')
    .digest('base64');
}

/**
 * Whether Twilio made the request. It is not consistent about the port that a scheme has anyway, so both forms count; of a
 * body that is no form the address holds the hash (bodySHA256). (rules sms 5)
 */
export function isFromTwilio(request: SignedRequest, signature: string | undefined, token: string): boolean {
  if (!signature || !URL.canParse(request.url)) return false;
  const isForm = request.contentType.split(';', 1)[0]!.trim().toLowerCase() === 'application/x-www-form-urlencoded';
  const form = isForm ? new URLSearchParams(request.body) : undefined;
  const hash = new URL(request.url).searchParams.get('bodySHA256');
  if (!isForm && request.body !== '' && hash === null) return false;
  if (hash !== null && !equal(hash.toLowerCase(), createHash('sha256').update(request.body).digest('hex')))
    return false;
  // All are compared, so that the time does not tell which was the right one.
  return addresses(request.url).filter((url) => equal(signature, twilioSignature(token, url, form))).length > 0;
}

/** The address with and without the port of its scheme, and as it was given. */
function addresses(text: string): string[] {
  const url = new URL(text);
  const credentials = url.username ? `${url.username}${url.password && `:${url.password}`}@` : '';
  const [, rest = ''] = /^[a-z]+:\/\/[^/?#]*(.*)$/i.exec(text) ?? [];
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const host = (some: string) => `${url.protocol}//${credentials}${url.hostname}${some}${rest}`;
  return [...new Set([text, host(''), host(`:${port}`)])];
}

function equal(a: string, b: string): boolean {
  const [x, y] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(x!, y!);
}
