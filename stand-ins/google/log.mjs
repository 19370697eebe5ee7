/** What was asked, by whom, and the most calls that came in any minute. */
import { createWriteStream } from 'node:fs';
import { ofFault } from './refusal.mjs';

const MINUTE_MS = 60_000;
/** Older requests are forgotten; the most of a minute is counted as they come. */
const MOST = 200_000;

/** Calls of the last minute, and the most there were in any. */
class Minute {
  times = [];
  first = 0;
  most = 0;

  add(now) {
    this.times.push(now);
    while (this.times[this.first] <= now - MINUTE_MS) this.first++;
    if (this.first > 1_000) {
      this.times = this.times.slice(this.first);
      this.first = 0;
    }
    this.most = Math.max(this.most, this.now);
  }

  get now() {
    return this.times.length - this.first;
  }
}

export class Log {
  requests = [];
  project = new Minute();
  accounts = new Map();

  /** Each request is also a line of the file once it is answered, because this process forgets them. */
  keepIn(file) {
    this.file = createWriteStream(file, { flags: 'a' });
  }

  /** `ms` is of a clock that nobody sets: calls in a minute can be counted although the other one jumps. */
  answered({ query, ...entry }) {
    const mode = query.syncToken === undefined ? undefined : 'changes';
    this.file?.write(`${JSON.stringify({ ...entry, mode })}\n`);
  }

  clear() {
    this.requests = [];
    this.project = new Minute();
    this.accounts.clear();
  }

  add(request) {
    const entry = { at: Date.now(), ms: Math.round(performance.now()), ...request, status: 0 };
    this.requests.push(entry);
    if (this.requests.length > MOST) this.requests.splice(0, MOST / 10);
    return entry;
  }

  /** Counts a call to Calendar against the quotas that the settings name, if they name any. */
  within({ projectPerMinute = Infinity, userPerMinute = Infinity }, path, account) {
    if (!path.startsWith('/calendar/')) return;
    // Of a clock that nobody sets.
    const now = performance.now();
    this.project.add(now);
    if (!this.accounts.has(account)) this.accounts.set(account, new Minute());
    const own = this.accounts.get(account);
    own.add(now);
    if (own.now > userPerMinute) throw ofFault({ status: 403, reason: 'userRateLimitExceeded' });
    if (this.project.now > projectPerMinute) throw ofFault({ status: 403, reason: 'rateLimitExceeded' });
  }

  read(account) {
    const requests = account === undefined ? this.requests : this.requests.filter((one) => one.account === account);
    let most = 0;
    for (const one of this.accounts.values()) most = Math.max(most, one.most);
    return { requests, most: { project: this.project.most, account: most } };
  }
}
