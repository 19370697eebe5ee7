/** What is wrong with Postgres, or with the way to it, rather than with what was asked of it. */
export interface DatabaseTrouble {
  /** SQLSTATE, or Node's code of a broken connection; CONNECTION where there is neither. */
  code: string;
  /** In words that anybody may read. */
  words: string;
  /** The statement itself may have brought this about: the same one may do so each time. */
  perhapsOwn: boolean;
}

const WORDS: Record<string, string> = {
  '57P01': 'the server shut down or failed over',
  '57P02': 'the server crashed',
  '57P03': 'the server is starting up or shutting down',
  '57P04': 'the database was dropped',
  '57P05': 'the session was idle for too long',
  '57014': 'a statement was cancelled or ran longer than the platform allows',
  '25P04': 'a transaction ran longer than the platform allows',
  '55P03': 'a lock could not be had in time',
  '53100': 'the disk of the server is full',
  '53200': 'the server is out of memory',
  '53300': 'the server has too many connections',
  '53400': 'a limit of the server was exceeded',
  '25006': 'the server takes no writes (a standby after a fail-over)',
};
/** Classes of SQLSTATE as a whole: connection, resources, the system the server runs on. */
const CLASSES: Record<string, string> = {
  '08': 'the connection was lost',
  '53': 'the server lacks resources',
  '58': 'the system of the server failed',
};
/** A crash looks like a lost connection to whoever caused it, and like 57P02 to all others. */
const PERHAPS_OWN = new Set([
  '57014',
  '25P04',
  '55P03',
  '53200',
  '53400',
  'CONNECTION',
  'ECONNRESET',
  'EPIPE',
  '08006',
]);
/** Words of pg and TypeORM that come without a code; the last for a transaction whose connection broke between two statements. */
const LOST =
  /^connection terminated|client has encountered a connection error|^timeout exceeded when trying to connect|^query runner already released/i;

const sockets = new WeakSet<object>();

/** Notes that an error came up on a connection to Postgres: its code alone may be that of any connection. */
export function onDatabaseSocket(error: object): void {
  sockets.add(error);
}

/**
 * The trouble behind an error, if there is any: looks through what wraps it. Errors of other connections (mail, HTTP) and of
 * SQL that is wrong are none.
 */
export function databaseTrouble(thrown: unknown): DatabaseTrouble | undefined {
  for (let error = thrown, depth = 0; isError(error) && depth < 6; depth++) {
    const { code, severity, driverError, cause } = error;
    if (typeof code === 'string' && typeof severity === 'string') return ofState(code);
    if (sockets.has(error) || LOST.test(error.message))
      return trouble(typeof code === 'string' ? code : 'CONNECTION', 'the connection was lost');
    error = driverError ?? cause;
  }
  return undefined;
}

/** Not by its class: errors of sockets come from Node itself, which in a VM context has an Error class of its own. */
function isError(thrown: unknown): thrown is Error & Record<string, unknown> {
  return typeof thrown === 'object' && thrown !== null && typeof (thrown as Partial<Error>).message === 'string';
}

function ofState(code: string): DatabaseTrouble | undefined {
  const words = WORDS[code] ?? CLASSES[code.slice(0, 2)];
  return words === undefined ? undefined : trouble(code, words);
}

function trouble(code: string, words: string): DatabaseTrouble {
  return { code, words, perhapsOwn: PERHAPS_OWN.has(code) };
}

/** Codes of trouble that a statement can bring about by itself. */
export const PERHAPS_OWN_CODES: readonly string[] = [...PERHAPS_OWN];
