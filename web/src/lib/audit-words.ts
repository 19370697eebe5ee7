/** What was done, in words, by the method and route that the audit trail notes. */
const SPECIAL: Record<string, string> = {
  'DELETE /jobs/:id': 'Cancelled',
  'POST /no-show-records/:bookingId/reported': 'Noted that the channel was told',
  'POST /jobs': 'Started',
  'POST /jobs/cancel': 'Cancelled, with others',
  'POST /jobs/retry': 'Run again, with others',
  'POST /jobs/dead-letters/discard': 'Discarded, with others',
  'POST /jobs/trigger/:jobName': 'Started',
  'POST /jobs/schedule': 'Planned',
  'POST /jobs/recurring': 'Planned, again and again',
  'POST /auth/login': 'Logged in',
  'POST /auth/session': 'Logged in',
  'POST /auth/board': 'Logged in to the queues',
  'GET /admin/queues': 'Logged in to the queues',
  'DELETE /auth/session': 'Logged out',
  'POST /auth/logout': 'Logged out',
  'PATCH /auth/session': 'Changed how things are shown',
  'POST /auth/password': 'Changed the own password',
  'POST /statements/generate': 'Generated statements',
  'POST /statements/send': 'Sent statements',
  'POST /statements/:id/review': 'Put to review',
  'POST /statements/:id/reopen': 'Made a draft again',
  'POST /statements/:id/finalize': 'Made final',
  'POST /statements/:id/send': 'Sent',
  'POST /users/invitations': 'Invited somebody',
  'PATCH /users/:id': 'Changed a user',
  'DELETE /users/:id/sessions': 'Ended the sessions of a user',
};
const VERBS: Record<string, string> = { PATCH: 'Changed', PUT: 'Set', DELETE: 'Removed', POST: 'Made' };

/** `POST /bookings/:id/check-in` → `Check in`; `PATCH /bookings/:id` → `Changed`; `POST /bookings` → `Made: bookings`. */
export function actionWords(action: string): string {
  if (SPECIAL[action]) return SPECIAL[action];
  const [method = '', route = ''] = action.split(' ');
  const parts = route.split('/').filter(Boolean);
  const last = parts.at(-1) ?? '';
  const verb = VERBS[method] ?? method;
  // A command line, or a route that is not understood.
  if (!last || !VERBS[method]) return action;
  if (last.startsWith(':')) return parts.length > 2 ? `${verb}: ${spoken(parts.at(-2)!)}` : verb;
  const before = parts.at(-2);
  // A last word in the plural is a collection, any other one says what was done.
  if (method !== 'POST' || before === undefined || last.endsWith('s')) return `${verb}: ${spoken(last)}`;
  return before.startsWith(':') ? spoken(last, true) : `${spoken(last, true)}: ${spoken(before)}`;
}

function spoken(part: string, first = false): string {
  const words = part.replaceAll('-', ' ');
  return first ? words.charAt(0).toUpperCase() + words.slice(1) : words;
}

/** Who acted, as far as it is known. */
export function actorWords({
  actorKind,
  actorName,
  actorSubject,
}: {
  actorKind: string;
  actorName: string | null;
  actorSubject: string | null;
}): { name: string; by?: string } {
  const name = actorName ?? actorSubject ?? (actorKind === 'cron' ? 'The cron caller' : 'Somebody without an account');
  if (actorKind === 'api-key') return { name: actorName ?? 'An API key', by: 'with a key' };
  if (actorKind === 'command') return { name, by: 'on the server' };
  if (actorKind === 'job') return { name: actorName ?? actorSubject ?? 'A job' };
  // The address in a provider's token may be another person's; her name at the provider is not.
  if (actorName !== null && actorSubject !== null) return { name, by: actorSubject };
  return { name };
}

/** Nothing for what was done; what became of it otherwise. */
export function outcomeWords(status: number): string | undefined {
  if (status < 400) return undefined;
  if (status === 403) return 'refused: not their right';
  if (status === 404) return 'refused: not found';
  if (status === 409) return 'refused: not possible then';
  return status < 500 ? `refused (${status})` : `failed (${status})`;
}

/** Pages of things, by their collections in the paths of the API. */
const PAGES: Record<string, string> = {
  jobs: '/jobs',
  'dead-letters': '/dead-letters',
  schedules: '/schedules',
  bookings: '/front-desk',
  'work-orders': '/work-orders',
  statements: '/statements',
  owners: '/owners',
  'statement-imports': '/imports',
  reservations: '/reservations',
  listings: '/listings',
  orders: '/orders',
  quotes: '/quotes',
  webhooks: '/admin/webhooks',
  alerts: '/admin/alerts',
  messages: '/admin/mail',
};

/** Where the console shows a thing, `collection/id`; undefined: it has no page of its own. */
export function pageOf(target: string): string | undefined {
  const [of = '', ...id] = target.split('/');
  return PAGES[of] && `${PAGES[of]}/${encodeURIComponent(id.join('/'))}`;
}
