export const ITEM_OUTCOMES = ['ok', 'skipped', 'failed'] as const;
/** ok: done. skipped: rightly not done, the code says why. failed: to be done again by a retry. */
export type ItemOutcome = (typeof ITEM_OUTCOMES)[number];

export interface ItemDetails {
  /** Stable reason code, e.g. NO_AGREEMENT; at most 100 characters. */
  code?: string;
  /** For people; cut after 1,000 characters. */
  message?: string;
  /** What belongs to the result of this item, at most MAX_DATA_BYTES of JSON; more is replaced by a note of its size. */
  data?: Record<string, unknown>;
}

/** Items of a job by outcome. */
export interface ItemCounts {
  ok: number;
  skipped: number;
  failed: number;
}

/** One item as it goes to the table. */
export interface ItemRecord {
  key: string;
  outcome: ItemOutcome;
  code: string | null;
  message: string | null;
  /** JSON text. */
  data: string | null;
  /** Place within its attempt. */
  ord: number;
}

const MAX_KEY = 200;
const MAX_CODE = 100;
const MAX_MESSAGE = 1_000;
export const MAX_DATA_BYTES = 8 * 1024;

/**
 * The record of an item. Long texts are cut rather than refused: one talkative item must not stop the job.
 * @throws RangeError for a key that is empty or longer than 200 characters.
 */
export function itemRecord(key: string, outcome: ItemOutcome, details: ItemDetails, ord: number): ItemRecord {
  if (key.length < 1 || key.length > MAX_KEY || key.includes('\0'))
    throw new RangeError(`The key of an item has 1 to ${MAX_KEY} characters; got ${key.length}`);
  return {
    key,
    outcome,
    code: details.code === undefined ? null : clean(details.code).slice(0, MAX_CODE),
    message: details.message === undefined ? null : cut(clean(details.message)),
    data: details.data === undefined ? null : boundedJson(details.data, MAX_DATA_BYTES),
    ord,
  };
}

/** JSON text that Postgres takes as jsonb; a value of more bytes is replaced by a note of its size. */
export function boundedJson(value: unknown, maxBytes: number): string {
  const json = JSON.stringify(value ?? null, (_, part: unknown) => (typeof part === 'string' ? clean(part) : part));
  const bytes = Buffer.byteLength(json);
  return bytes > maxBytes ? JSON.stringify({ truncated: true, bytes }) : json;
}

/** Postgres knows neither NUL nor half a character. */
function clean(text: string): string {
  return Buffer.from(text.replaceAll('\0', '')).toString();
}

function cut(text: string): string {
  return text.length > MAX_MESSAGE ? clean(`${text.slice(0, MAX_MESSAGE)}…`) : text;
}
