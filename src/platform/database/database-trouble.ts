/** An error of Postgres itself or of the connection to it, and not of the statement. */
export interface DatabaseTrouble {
  /** SQLSTATE, or Node's code of a broken connection; CONNECTION where there is neither. */
  code: string;
  /** A description without data, safe to show. */
  words: string;
  /** The statement itself may have caused it, and may cause it again at every try. */
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
/** SQLSTATE classes that count as a whole: connection, resources, the system that the server runs on. */
const CLASSES: Record<string, string> = {
  '08': 'the connection was lost',
  '53': 'the server lacks resources',
  '58': 'the system of the server failed',
};
/** A lost connection is among them: the session that made the server crash sees one, all other sessions see 57P02. */
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
/** Messages of pg and TypeORM that come without a code; the last for a transaction whose connection broke between two statements. */
const LOST =
  /^connection terminated|client has encountered a connection error|^timeout exceeded when trying to connect|^query runner already released/i;

const sockets = new WeakSet<object>();

/** Marks an error as one of a connection to Postgres, because codes such as ECONNRESET occur on any connection. */
export function onDatabaseSocket(error: object): void {
  sockets.add(error);
}

/**
 * The trouble with Postgres that an error, or an error it wraps, tells of; undefined for errors of other connections (mail,
 * HTTP) and for wrong SQL.
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
