import { isIP } from 'node:net';
import type { Config } from '../config/config.js';

export interface SmtpServer {
  host: string;
  port: number;
  /** TLS from the first byte. */
  secure: boolean;
  auth?: { user: string; pass: string };
}

type Settings = Pick<Config, 'SMTP_URL' | 'SMTP_HOST' | 'SMTP_PORT' | 'SMTP_USER' | 'SMTP_PASS'>;

const IMPLICIT_TLS_PORT = 465;

/** The mail server of SMTP_URL, else of the SMTP_* parts, else none. */
export function smtpServer(settings: Settings): SmtpServer | undefined {
  if (settings.SMTP_URL !== undefined) return ofUrl(new URL(settings.SMTP_URL));
  const { SMTP_HOST: host, SMTP_PORT: port, SMTP_USER: user, SMTP_PASS: pass = '' } = settings;
  if (host === undefined) return undefined;
  return { host, port, secure: port === IMPLICIT_TLS_PORT, ...(user !== undefined && { auth: { user, pass } }) };
}

function ofUrl(url: URL): SmtpServer {
  const secure = url.protocol === 'smtps:';
  const auth = { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port ? Number(url.port) : secure ? IMPLICIT_TLS_PORT : 587,
    secure,
    ...(auth.user && { auth }),
  };
}

export function onThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
