import type { ItemDetails, ItemOutcome } from '../contract/item.js';
import { boundedJson, storable } from '../ledger/bounded-json.js';

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
const MAX_DATA_BYTES = 8 * 1024;

/**
 * The record of an item. Long texts are cut rather than refused, so that one long message does not stop the job.
 * @throws RangeError for a key that is empty or longer than 200 characters.
 */
export function itemRecord(key: string, outcome: ItemOutcome, details: ItemDetails, ord: number): ItemRecord {
  if (key.length < 1 || key.length > MAX_KEY || key.includes('\0'))
    throw new RangeError(`The key of an item has 1 to ${MAX_KEY} characters; got ${key.length}`);
  return {
    key,
    outcome,
    code: details.code === undefined ? null : storable(details.code).slice(0, MAX_CODE),
    message: details.message === undefined ? null : cut(storable(details.message)),
    data: details.data === undefined ? null : boundedJson(details.data, MAX_DATA_BYTES),
    ord,
  };
}

function cut(text: string): string {
  return text.length > MAX_MESSAGE ? storable(`${text.slice(0, MAX_MESSAGE)}…`) : text;
}
