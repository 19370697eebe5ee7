import { containing } from '../../platform/database/like-pattern.js';
import { FINAL, type LedgerStatus, statusFilter } from '../ledger/job-row.js';

/** Which jobs are meant; all that is given must fit. */
export interface JobFilter {
  jobNames?: readonly string[];
  /** Words of either vocabulary, already checked; a job has one of them. */
  statuses?: readonly string[];
  hotelId?: number;
  batchId?: string;
  /** Created at or after. */
  startDate?: Date;
  /** Created before. */
  endDate?: Date;
  /** Ended at or after. */
  finishedFrom?: Date;
  /** Ended before. */
  finishedTo?: Date;
  /** Part of the error's code or message, case-insensitive. */
  error?: string;
  /** What the job's data contains: members and values at any depth from the root. */
  data?: Record<string, unknown>;
  /** What somebody typed, read already: an id or how it begins, or hotels and part of an error. */
  search?: Search;
  /** Only those that can be cancelled, or retried. */
  able?: 'cancel' | 'retry';
  /** Not of these kinds. */
  except?: readonly string[];
  /** Made at this instant or before. */
  madeUntil?: Date;
}

/** Beginning of an id as the range of ids that have it; else the hotels whose names have the text, or the text in an error. */
export type Search = { from: string; to: string } | { hotelIds: readonly number[]; error: string };

export type Source = 'job' | 'job_live' | 'job_history';

/** A filter as SQL. */
export interface Condition {
  source: Source;
  condition: string;
  values: unknown[];
}

const ERROR_TEXT = `error IS NOT NULL AND (error ->> 'code') || ' ' || (error ->> 'message') ILIKE ?`;

const ABLE = {
  // One that has been told to stop needs not be told again.
  cancel: `status IN ('PENDING', 'QUEUED', 'RUNNING') AND cancel_requested_at IS NULL`,
  retry: `status IN ('FAILED', 'DEAD', 'CANCELLED') AND status <> 'COMPLETED'`,
};

/** Collects conditions whose `?` stand for one value each. */
class Conditions {
  private readonly parts: string[] = [];
  readonly values: unknown[] = [];

  /** Every `?` in it stands for this value. */
  add(condition: string, value: unknown): void {
    this.parts.push(this.bind(condition, value));
  }

  bind(condition: string, value: unknown): string {
    return condition.replaceAll('?', `$${this.values.push(value)}`);
  }

  say(condition: string): void {
    this.parts.push(condition);
  }

  get sql(): string {
    return this.parts.join(' AND ');
  }
}

/** Whose jobs: a tenant's by its id, those of the tenant that a column of the query names, or everybody's (for operators alone). */
export type Whose = string | { column: string } | typeof EVERYBODY;
/** No text, so that nothing that comes from a request can mean it. */
export const EVERYBODY = Symbol('everybody');

/**
 * The jobs that fit.
 * @param source reads that part of the ledger, where the caller knows more than the filter's states tell
 */
export function conditionOf(whose: Whose, filter: JobFilter, source?: Source): Condition {
  const conditions = new Conditions();
  if (whose === EVERYBODY) conditions.say('true');
  else if (typeof whose === 'string') conditions.add('tenant_id = ?', whose);
  else conditions.say(`tenant_id = ${whose.column}`);
  const { jobNames, statuses } = filter;
  // One alone is said so: rows of an index are in the order of ids for one name, and not for several.
  if (jobNames) conditions.add(jobNames.length === 1 ? 'name = ?' : 'name = ANY(?::text[])', oneOf(jobNames));
  if (filter.hotelId !== undefined) conditions.add('hotel_id = ?', filter.hotelId);
  if (filter.batchId) conditions.add('batch_id = ?', filter.batchId);
  // The id tells the month's partition; its clock may differ from Postgres's a little, so created_at decides.
  if (filter.startDate)
    conditions.add(`created_at >= ? AND id >= ledger_floor(?::timestamptz - interval '1 hour')`, filter.startDate);
  if (filter.endDate)
    conditions.add(`created_at < ? AND id < ledger_floor(?::timestamptz + interval '1 hour')`, filter.endDate);
  if (filter.finishedFrom) conditions.add('completed_at >= ?', filter.finishedFrom);
  // A job that had ended by then had been made by then.
  if (filter.finishedTo)
    conditions.add(`completed_at < ? AND id < ledger_floor(?::timestamptz + interval '1 hour')`, filter.finishedTo);
  addStatuses(conditions, statuses);
  if (filter.error) conditions.add(ERROR_TEXT, containing(filter.error));
  if (filter.data) conditions.add('data @> ?::jsonb', JSON.stringify(filter.data));
  if (filter.search) addSearch(conditions, filter.search);
  if (filter.able) conditions.say(ABLE[filter.able]);
  if (filter.except) conditions.add('name <> ALL(?::text[])', filter.except);
  // An instant of ours has no microseconds.
  if (filter.madeUntil) conditions.add(`created_at < ?::timestamptz + interval '1 millisecond'`, filter.madeUntil);
  return { source: source ?? sourceOf(filter), condition: conditions.sql, values: conditions.values };
}

function addStatuses(conditions: Conditions, words: readonly string[] | undefined): void {
  if (!words) return;
  const wanted = words.flatMap((word) => statusFilter(word) ?? []);
  // A rung job is waiting, whatever its run_at: `due` tells pending ones apart only.
  const parts = [undefined, true, false].flatMap((due) => {
    const names = [...new Set(wanted.filter((one) => one.due === due).flatMap(({ statuses }) => statuses))];
    if (names.length === 0) return [];
    const named = conditions.bind('status = ANY(?::text[])', names);
    return due === undefined ? named : `(${named} AND due = ${due})`;
  });
  conditions.say(parts.length === 0 ? 'false' : `(${parts.join(' OR ')})`);
  // Said outright, so that the index of what did not go well can answer.
  if (!statusesOf(words).includes('COMPLETED')) conditions.say(`status <> 'COMPLETED'`);
}

function addSearch(conditions: Conditions, search: Search): void {
  if ('from' in search) {
    conditions.add('id >= ?::uuid', search.from);
    conditions.add('id <= ?::uuid', search.to);
    return;
  }
  const text = conditions.bind(ERROR_TEXT, containing(search.error));
  if (search.hotelIds.length === 0) return conditions.say(text);
  conditions.say(`(${conditions.bind('hotel_id = ANY(?::int[])', search.hotelIds)} OR (${text}))`);
}

/** The ledger's words for what the filter asks for. */
export function statusesOf(words: readonly string[] = []): LedgerStatus[] {
  return [...new Set(words.flatMap((word) => statusFilter(word)?.statuses ?? []))];
}

/** The part of the ledger that can hold what is asked for. */
function sourceOf({ statuses, finishedFrom, finishedTo, able }: JobFilter): Source {
  if (able) return able === 'cancel' ? 'job_live' : 'job_history';
  const names = statusesOf(statuses);
  if (finishedFrom || finishedTo) return 'job_history';
  if (!statuses) return 'job';
  const final = names.filter((status) => FINAL.includes(status)).length;
  return final === names.length ? 'job_history' : final === 0 ? 'job_live' : 'job';
}

const oneOf = (values: readonly string[]): unknown => (values.length === 1 ? values[0] : values);
