import { createHash, randomBytes } from 'node:crypto';

/** What a server asks with "WWW-Authenticate: Digest" (RFC 7616). */
export interface DigestChallenge {
  realm: string;
  nonce: string;
  opaque?: string;
  algorithm: 'MD5' | 'MD5-sess' | 'SHA-256' | 'SHA-256-sess';
  /** Whether it takes qop=auth; older servers name none. */
  qop: boolean;
  stale: boolean;
}

const HASHES = { MD5: 'md5', 'MD5-sess': 'md5', 'SHA-256': 'sha256', 'SHA-256-sess': 'sha256' } as const;
const PAIR = /([a-z-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/gi;

/** The strongest Digest challenge of a header that can be answered; undefined: there is none. */
export function digestChallenge(header: string | undefined): DigestChallenge | undefined {
  const challenges = (header ?? '').split(/(?=\bDigest\s)/i).filter((part) => /^Digest\s/i.test(part));
  const read = challenges.flatMap((part) => {
    const values = new Map<string, string>();
    for (const [, name, quoted, plain] of part.slice(7).matchAll(PAIR))
      values.set(name!.toLowerCase(), quoted?.replaceAll(/\\(.)/g, '$1') ?? plain!);
    const algorithm = algorithmOf(values.get('algorithm') ?? 'MD5');
    const qops = values
      .get('qop')
      ?.split(',')
      .map((one) => one.trim().toLowerCase());
    if (!algorithm || !values.has('nonce') || (qops && !qops.includes('auth'))) return [];
    const challenge: DigestChallenge = {
      ...{ realm: values.get('realm') ?? '', nonce: values.get('nonce')!, opaque: values.get('opaque') },
      ...{ algorithm, qop: qops !== undefined, stale: values.get('stale')?.toLowerCase() === 'true' },
    };
    return [challenge];
  });
  return read.find(({ algorithm }) => algorithm.startsWith('SHA')) ?? read[0];
}

function algorithmOf(name: string): DigestChallenge['algorithm'] | undefined {
  return (Object.keys(HASHES) as DigestChallenge['algorithm'][]).find(
    (one) => one.toLowerCase() === name.toLowerCase(),
  );
}

export interface DigestRequest {
  method: string;
  /** Path with its query. */
  uri: string;
  username: string;
  password: string;
  /** How many requests have used this nonce, this one counted. */
  count: number;
  /** Only tests give it. */
  cnonce?: string;
}

/** The value of "Authorization" that answers a challenge. */
export function digestAnswer(challenge: DigestChallenge, request: DigestRequest): string {
  const { realm, nonce, opaque, algorithm, qop } = challenge;
  const { method, uri, username, password, count, cnonce = randomBytes(12).toString('hex') } = request;
  const hash = (text: string) => createHash(HASHES[algorithm]).update(text).digest('hex');
  const login = hash(`${username}:${realm}:${password}`);
  const key = algorithm.endsWith('-sess') ? hash(`${login}:${nonce}:${cnonce}`) : login;
  const times = count.toString(16).padStart(8, '0');
  const asked = hash(`${method}:${uri}`);
  const response = hash(qop ? `${key}:${nonce}:${times}:${cnonce}:auth:${asked}` : `${key}:${nonce}:${asked}`);
  const quoted = {
    username,
    realm,
    nonce,
    uri,
    response,
    ...(opaque !== undefined && { opaque }),
    ...(qop && { cnonce }),
  };
  const parts = Object.entries(quoted).map(([name, value]) => `${name}="${value.replaceAll(/["\\]/g, '\\$&')}"`);
  return `Digest ${[...parts, `algorithm=${algorithm}`, ...(qop ? ['qop=auth', `nc=${times}`] : [])].join(', ')}`;
}
