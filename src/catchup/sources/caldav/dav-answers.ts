import type { DAVResponse } from 'tsdav';
import { SourceError } from '../calendar-source.js';

/** Members of an answer, read without trust: whatever is not as it should be is as if it were not there. */
export function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

export function list(value: unknown): unknown[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}

/** Names of the elements in one. */
export function names(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

/** A text of an answer; tsdav makes numbers and truth values of what looks like them. */
export function textOf(value: unknown): string | undefined {
  const inner = member(value, '_cdata') ?? member(value, '_text') ?? value;
  if (typeof inner === 'string') return inner.trim() || undefined;
  return typeof inner === 'number' || typeof inner === 'boolean' ? String(inner) : undefined;
}

export function syncTokenOf(responses: readonly DAVResponse[]): string | undefined {
  return textOf(member(member(responses[0]?.raw, 'multistatus'), 'syncToken'));
}

/** An absolute address without a fragment; undefined where it is none. */
export function addressOf(href: unknown, base: string): string | undefined {
  const text = textOf(href);
  if (text === undefined || !URL.canParse(text, base)) return undefined;
  const url = new URL(text, base);
  url.hash = '';
  return url.href;
}

/** The path of an object, decoded where it can be, so that two spellings of it are one. */
export function pathOf(href: unknown, base: string): string | undefined {
  const address = addressOf(href, base);
  if (address === undefined) return undefined;
  const { pathname } = new URL(address);
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

/** The answers of a multistatus. @throws SourceError for an answer that is none */
export function multistatus(responses: readonly DAVResponse[]): DAVResponse[] {
  const [first] = responses;
  if (!first) throw notDav();
  if (member(first.raw, 'multistatus') !== undefined) return responses.filter(({ href }) => href !== undefined);
  if (first.status === 401)
    throw new SourceError('needs_reauth', 'The server does not accept the user name and password');
  if (first.status === 403 || first.status === 404 || first.status === 410)
    throw new SourceError('calendar_lost', `The server answered ${first.status}`);
  if (first.ok) throw notDav();
  throw new SourceError('refused', `The server answered ${first.status}`);
}

function notDav(): SourceError {
  return new SourceError('refused', 'What the server answers is not WebDAV');
}
