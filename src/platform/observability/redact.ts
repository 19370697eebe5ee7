const NAMES = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'token',
  'accessToken',
  'refreshToken',
  'apiKey',
  'key',
  'hash',
  // Values of a failed statement, which TypeORM hangs on its errors.
  'parameters',
];

/** Members that never reach a log line, at the top and one or two levels down. */
export const REDACT: string[] = [
  ...['', '*.', '*.*.'].flatMap((prefix) => NAMES.map((name) => `${prefix}${name}`)),
  ...['', '*', '*.*'].map((prefix) => `${prefix}["set-cookie"]`),
];
