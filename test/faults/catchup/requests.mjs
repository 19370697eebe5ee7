// What the log of Google's stand-in tells.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

const MINUTE_MS = 60_000;
/** Pages of one reading follow each other closer than that. */
const SAME_READING_MS = 5 * MINUTE_MS;

/** The most in any sixty seconds, of instants that come in any order. */
class Sliding {
  times = [];

  add(ms) {
    this.times.push(ms);
  }

  most() {
    const times = this.times.toSorted((a, b) => a - b);
    let [first, most] = [0, 0];
    for (const [at, ms] of times.entries()) {
      while (times[first] <= ms - MINUTE_MS) first++;
      most = Math.max(most, at - first + 1);
    }
    return most;
  }
}

/** @param ended accounts whose permission was taken back */
export async function requestsOf(file, ended) {
  const reads = new Map();
  const project = new Sliding();
  const accounts = new Map();
  const afterEnd = new Map(ended.map((account) => [account, { refused: 0, later: 0 }]));
  let [requests, faults] = [0, 0];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { at, ms, method, path, account, grant, status } = JSON.parse(line);
    if (grant === 'authorization_code' || path.startsWith('/o/')) continue;
    requests++;
    if (status !== 200 && status !== 204) faults++;
    if (path.startsWith('/calendar/')) {
      project.add(ms);
      if (!accounts.has(account)) accounts.set(account, new Sliding());
      accounts.get(account).add(ms);
    }
    const end = afterEnd.get(account);
    if (end && end.refused > 0) end.later++;
    if (end && path === '/token' && status === 400) end.refused++;
    if (method !== 'GET' || !path.endsWith('/events') || status !== 200) continue;
    const times = reads.get(account) ?? [];
    if (times.length === 0 || at - times.at(-1) > SAME_READING_MS) times.push(at);
    reads.set(account, times);
  }
  const user = Math.max(0, ...[...accounts.values()].map((one) => one.most()));
  return { reads, requests, faults, afterEnd, most: { project: project.most(), user } };
}
