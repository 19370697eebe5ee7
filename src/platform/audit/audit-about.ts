/** Routes without a parameter that make a thing of another collection than the one their last word names. */
const MAKES: Record<string, string> = {
  '/jobs/schedule': 'jobs',
  '/jobs/batches': 'jobs',
  '/jobs/recurring': 'schedules',
};
/** Routes with a parameter that run a job again, whose answer is that job. */
const ANSWERS_JOB = new Set(['/jobs/dead-letters/:id/requeue']);
/** Members of a body that name what the request is about beside its path. */
const NAMED: Record<string, string> = { statementIds: 'statements', runJobId: 'jobs' };
/** Collections that a MANAGER reads. The trail of the others (accounts, keys, secrets) is an ADMIN's. */
const OF_MANAGERS = new Set([
  ...['jobs', 'dead-letters', 'schedules', 'effects', 'reports', 'files'],
  ...[
    'hotels',
    'room-categories',
    'rooms',
    'closures',
    'bookings',
    'no-show-records',
    'folios',
    'invoices',
    'tasks',
    'work-orders',
    'equipment',
  ],
  ...['owners', 'listings', 'agreements', 'reservations', 'expenses', 'payouts', 'statements', 'statement-imports'],
  ...['quotes', 'orders', 'customers', 'booking-imports'],
]);
/** Answers that are longer are lists or texts, which name nothing that was made. */
const ANSWER_CHARS = 65_536;
const MOST = 500;
const ID_CHARS = 320;

export interface ChangingRequest {
  method: string;
  /** Without prefix and version, e.g. `/jobs/:id/retry`. */
  route: string;
  params: unknown;
  body: unknown;
  /** The answer as it is sent. */
  answer: unknown;
  status: number;
}

/**
 * What a request is about, each as `collection/id` with the names that the API's paths have: what its path and its body name, what it
 * has made, and the job it has started or belongs to.
 */
export function auditAbout({ method, route, params, body, answer, status }: ChangingRequest): string[] {
  const values = membersOf(params);
  const about = [...route.matchAll(/\/([^/:]+)\/:(\w+)/g)].map(([, of, name]) => [of!, values[name!]] as const);
  const named = membersOf(body);
  const inBody = Object.entries(NAMED).flatMap(([member, of]) => [named[member]].flat().map((id) => [of, id] as const));
  const made = method === 'POST' && status < 300 ? madeBy(route, parsed(answer)) : [];
  const texts = [...about, ...inBody, ...made].flatMap(([of, id]) => (isId(id) ? [`${of}/${id}`] : []));
  return [...new Set(texts)].slice(0, MOST);
}

function madeBy(route: string, answer: Record<string, unknown>): (readonly [string, unknown])[] {
  const job = ['jobs', answer['jobId'] ?? membersOf(answer['data'])['jobId']] as const;
  if (ANSWERS_JOB.has(route)) return [['jobs', answer['id']]];
  if (route.includes(':')) return [job];
  const [of = '', last = of] = route.split('/').slice(1);
  // Several at once are a list with the collection's name, e.g. of POST /bookings/groups.
  const several = [answer[of] ?? []]
    .flat()
    .map((one) => [of, membersOf(one)['id'] ?? membersOf(one)['statementId']] as const);
  return [[MAKES[route] ?? last, answer['id']], ...several, job];
}

function parsed(answer: unknown): Record<string, unknown> {
  if (typeof answer !== 'string' || answer.length > ANSWER_CHARS || !answer.startsWith('{')) return {};
  try {
    return membersOf(JSON.parse(answer));
  } catch {
    return {};
  }
}

function membersOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Nothing that Postgres refuses in a text, nor longer than any id there is. */
function isId(value: unknown): value is string | number {
  return (
    typeof value === 'number' || (typeof value === 'string' && value.length <= ID_CHARS && /^[\x20-\x7e]+$/.test(value))
  );
}

/** Whether a MANAGER may ask who did what to this, `collection/id`. */
export function managerMayAsk(target: string): boolean {
  return OF_MANAGERS.has(target.split('/')[0]!);
}
