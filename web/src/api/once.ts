import { uuid } from '../lib/uuid.js';

/** A POST whose outcome is not known yet. */
interface Open {
  /** The server does what comes with this key once, and answers it again with the first answer. */
  key: string;
  until: number;
  /** While it is under way. */
  answer?: Promise<Response>;
  /** Of whoever asked: a question of a page that was left is given up. */
  signal: AbortSignal;
}

/** Who presses again so much later means another thing, ms. */
const FORGOTTEN_AFTER_MS = 600_000;
/** How often and how long, ms, an answer is waited for that the server is still working on. */
const TRIES = 20;
const WAIT_MS = 1_000;

const open = new Map<string, Open>();

/** Requests of somebody else have keys of their own. */
export const forgetRequests = (): void => open.clear();

/**
 * Sends a POST so that it is done once, whatever happens on the way: a second press before the first answer gets that answer; one after
 * an answer that was lost, or told of trouble at the server, carries the key of the first. Once the outcome is known, the same body
 * is another thing that is meant.
 */
export async function sendOnce(request: Request): Promise<Response> {
  if (request.method !== 'POST' || isForm(request)) return fetch(request);
  const what = `${request.url}\n${await request.clone().text()}`;
  const now = Date.now();
  for (const [other, { until, answer }] of open) if (until < now && !answer) open.delete(other);
  const before = open.get(what);
  const known = before?.signal.aborted ? undefined : before;
  const one = known ?? { key: uuid(), until: 0, signal: request.signal };
  one.until = now + FORGOTTEN_AFTER_MS;
  open.set(what, one);
  // Each caller reads a copy: the body of an answer can be read once.
  if (one.answer) return (await one.answer).clone();
  one.signal = request.signal;
  request.headers.set('Idempotency-Key', one.key);
  one.answer = known ? answerToSame(request) : fetch(request);
  try {
    const answer = await one.answer;
    if (isKnown(answer, known !== undefined) && open.get(what) === one) open.delete(what);
    return answer.clone();
  } finally {
    delete one.answer;
  }
}

/** Of a request that was sent before. */
async function answerToSame(request: Request): Promise<Response> {
  for (let left = TRIES; ; left--) {
    const answer = await fetch(request.clone());
    if (!isUnderWay(answer) || left === 0) return answer;
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
}

/** The first request with this key, whose connection has broken, is still being carried out. */
const isUnderWay = (answer: Response): boolean => answer.status === 409 && answer.headers.has('Retry-After');

/** Whether the answer says what became of the request; after trouble at the server it may have been done, or will be. */
const isKnown = (answer: Response, again: boolean): boolean =>
  answer.status < 500 && answer.status !== 429 && !(again && isUnderWay(answer));

function isForm(request: Request): boolean {
  return request.headers.get('Content-Type')?.startsWith('multipart/') === true;
}
