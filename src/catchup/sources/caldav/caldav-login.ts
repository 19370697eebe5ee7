import { fetchHomeUrl, fetchPrincipalUrl, propfind, serviceDiscovery } from 'tsdav';
import { SourceError } from '../calendar-source.js';
import { list, member, textOf } from './dav-answers.js';
import type { DavHttp, DavLogin } from './dav-http.js';

/** What is kept of a CalDAV account, sealed in two columns. */
export interface CalDavLogin extends DavLogin {
  /** As the user gave it. */
  serverUrl: string;
  /** Where her calendars are listed. */
  home: string;
  /** Addresses by which she is invited, in lower case. */
  own: string[];
}

export function sealedParts({ serverUrl, home, own, username, password }: CalDavLogin) {
  return {
    server_url: JSON.stringify({ serverUrl, home, own }),
    password: JSON.stringify({ username, password }),
  };
}

/** @throws Error where something is missing: a row of ours is broken */
export function openedParts(secrets: { server_url?: string; password?: string }): CalDavLogin {
  if (!secrets.server_url || !secrets.password) throw new Error('a CalDAV account has no log-in');
  return {
    ...(JSON.parse(secrets.server_url) as Pick<CalDavLogin, 'serverUrl' | 'home' | 'own'>),
    ...(JSON.parse(secrets.password) as DavLogin),
  };
}

/** Her addresses, of what is kept in the column of the server's address. */
export function ownIn(serverUrl: string): string[] {
  const { own = [] } = JSON.parse(serverUrl) as Partial<Pick<CalDavLogin, 'own'>>;
  return own;
}

/**
 * Finds where a user's calendars are: by /.well-known/caldav, and at the address itself where that leads nowhere.
 * @throws SourceError
 */
export async function discover(
  http: DavHttp,
  serverUrl: string,
  username: string,
): Promise<Pick<CalDavLogin, 'home' | 'own'>> {
  const { fetch } = http;
  const account = { serverUrl, accountType: 'caldav' as const };
  const found = await serviceDiscovery({ account, fetch });
  const { rootUrl, principalUrl } = await principal(http, [...new Set([found, serverUrl])]);
  const full = { ...account, rootUrl, principalUrl };
  const home = await asSourceError(fetchHomeUrl({ account: full, fetch }));
  return { home, own: await ownAddresses(http, principalUrl, username) };
}

async function principal(http: DavHttp, roots: string[]): Promise<{ rootUrl: string; principalUrl: string }> {
  let last: unknown;
  for (const rootUrl of roots) {
    const account = { serverUrl: rootUrl, accountType: 'caldav' as const, rootUrl };
    try {
      return { rootUrl, principalUrl: await asSourceError(fetchPrincipalUrl({ account, fetch: http.fetch })) };
    } catch (error) {
      if (error instanceof SourceError && error.trouble !== 'refused') throw error;
      last = error;
    }
  }
  throw last;
}

async function ownAddresses(http: DavHttp, url: string, username: string): Promise<string[]> {
  const [answer] = await propfind({ url, depth: '0', props: { 'c:calendar-user-address-set': {} }, fetch: http.fetch });
  const hrefs = list(member(member(answer?.props, 'calendarUserAddressSet'), 'href'));
  const addresses = hrefs.flatMap((href) => /^mailto:(\S+@\S+)$/i.exec(textOf(href) ?? '')?.[1] ?? []);
  return [...new Set([...addresses, ...(username.includes('@') ? [username] : [])].map((one) => one.toLowerCase()))];
}

/** tsdav's own errors say that a server is not CalDAV; the words are ours, since theirs hold addresses. */
async function asSourceError<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof SourceError) throw error;
    throw Object.assign(new SourceError('refused', 'There is no CalDAV server at this address'), { cause: error });
  }
}
