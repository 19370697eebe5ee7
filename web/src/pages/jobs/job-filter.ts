import type { Schema } from '../../api/client';
import { day, instantOf, oneOf, someOf, text, texts } from '../../lib/url-state';

export const STATUSES = ['PENDING', 'QUEUED', 'RUNNING', 'COMPLETED', 'FAILED', 'DEAD', 'CANCELLED'] as const;
export type Status = (typeof STATUSES)[number];
export const SORTS = [
  '-createdAt',
  'createdAt',
  '-runAt',
  'runAt',
  '-finishedAt',
  'finishedAt',
  '-duration',
  'duration',
] as const;
/** Fewer letters would find nearly everything; the API takes no less. */
const MIN_SEARCH = 3;

/** What the address of the list says. */
export const ADDRESS = {
  q: text('', 200),
  status: someOf(STATUSES),
  job: texts(),
  batch: text('', 36),
  /** What is not running: whether its time has come. The figures of queues tell these apart, their states do not. */
  due: oneOf(['', 'waiting', 'delayed'], ''),
  from: day(),
  to: day(),
  /** Asked for at or after this instant; of the figures of queues, which are those of 24 hours. */
  made: instantOf(),
  /** Ended at or after, and before: of a point of a queue's chart. */
  ended: instantOf(),
  until: instantOf(),
  sort: oneOf(SORTS, '-createdAt'),
  cursor: text('', 300),
  /** Columns that are shown, in their order. */
  columns: text('', 300),
  /** The job that changes many of them, which is watched above the list. */
  many: text('', 36),
};

type Values = { [K in keyof typeof ADDRESS]: ReturnType<(typeof ADDRESS)[K]['read']> };
/** The members of the address that say which jobs. */
export type JobFilter = Pick<
  Values,
  'q' | 'status' | 'job' | 'batch' | 'due' | 'from' | 'to' | 'made' | 'ended' | 'until'
>;

export const NO_FILTER: JobFilter = {
  q: '',
  status: [],
  job: [],
  batch: '',
  due: '',
  from: '',
  to: '',
  made: '',
  ended: '',
  until: '',
};

/** The filter as bodies of the API have it. */
export type FilterBody = Omit<Schema<'CancelManyRequest'>, 'all' | 'dryRun' | 'data'>;

export function bodyOfFilter(filter: JobFilter, hotelId?: number): FilterBody {
  const { q, status, job, batch, due, from, to, made, ended, until } = filter;
  // The later one of both holds.
  const since = made > from ? made : from;
  return {
    ...(due ? { status: [due] } : status.length > 0 && { status: [...status] }),
    ...(job.length > 0 && { jobName: [...job] }),
    ...(batch && { batchId: batch }),
    ...(q.trim().length >= MIN_SEARCH && { search: q.trim() }),
    ...(since && { from: since }),
    ...(to && { to }),
    ...(ended && { finishedFrom: ended }),
    ...(until && { finishedTo: until }),
    ...(hotelId !== undefined && { hotelId }),
  };
}

/** The filter of an address, e.g. of a saved view's. */
export function filterOf(search: Record<string, string>): JobFilter {
  const read = <K extends keyof JobFilter>(name: K): JobFilter[K] => ADDRESS[name].read(search[name]) as JobFilter[K];
  return {
    q: read('q'),
    status: read('status'),
    job: read('job'),
    batch: read('batch'),
    due: read('due'),
    from: read('from'),
    to: read('to'),
    made: read('made'),
    ended: read('ended'),
    until: read('until'),
  };
}
