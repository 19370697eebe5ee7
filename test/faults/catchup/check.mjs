// What must hold after the week, by plain SQL, by the providers' own logs and by the logs of the processes. Shares nothing with the
// product.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { requestsOf } from './requests.mjs';

const HOUR_MS = 3_600_000;
/** The Sunday of the week. */
const SUNDAY = '2027-03-14';
/** The first zone's digest is due so early in the outage that it is too late after it. */
const LATE_ZONE = 0;
/** A gap between two readings of a user, without the hours in which nothing ran, beside the mean. */
const LARGEST_GAP = 3;

const median = (sorted) => sorted[sorted.length >> 1];

export async function checked(run) {
  const people = await usersOf(run);
  const requests = await requestsOf(
    run.logFile,
    run.ended.map(({ user }) => emailOf(run, user)),
  );
  starvation(run, requests);
  quotas(run, requests);
  paused(run, requests);
  await slots(run);
  await digests(run, people);
  await messages(run, people);
  await events(run, people);
  await deadLetters(run);
  await leaks(run);
}

/** Map.groupBy, which Node 20 does not have. */
function byKey(all, keyOf) {
  const groups = new Map();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

const emailOf = ({ mark }, n) => `u${n}.${mark}@week.test`;

/** Users by their number: { id, account, digest, sms, email }. */
async function usersOf({ db }) {
  const { rows } = await db.query(
    `SELECT substring(u.email FROM '^u(\\d+)')::int AS n, u.id, a.state AS account FROM app_user u
     JOIN calendar_account a ON a.user_id = u.id ORDER BY 1`,
  );
  return rows;
}

/** Nobody waits much longer for a reading than the others. */
function starvation(run, { reads }) {
  const { from, to, outage, users, found, counts } = run;
  const whole = Array.from({ length: users }, (_, n) => n).filter((n) => !run.ended.some(({ user }) => user === n));
  const numbers = whole.map((n) => reads.get(emailOf(run, n))?.length ?? 0).toSorted((a, b) => a - b);
  counts.readings = { min: numbers[0], median: median(numbers), max: numbers.at(-1) };
  const out = outage.to - outage.from;
  const mean = (to - from - out) / median(numbers);
  let largest = 0;
  for (const n of whole) {
    const times = [from, ...(reads.get(emailOf(run, n)) ?? []), to];
    for (let at = 1; at < times.length; at++) {
      const covers = Math.max(0, Math.min(times[at], outage.to) - Math.max(times[at - 1], outage.from));
      const gap = times[at] - times[at - 1] - covers;
      largest = Math.max(largest, gap);
      if (gap > LARGEST_GAP * mean)
        found.starved.push(`user ${n} waited ${hours(gap)} h from ${new Date(times[at - 1]).toISOString()}`);
    }
  }
  counts['hours between readings'] = { mean: hours(mean), largest: hours(largest) };
}

/** The share of Google's answers that are faults, over the whole week. */
const LEAST_FAULTS = 0.045;
const hours = (ms) => Math.round((ms / HOUR_MS) * 10) / 10;

function quotas({ quota, found, counts }, { most, requests, faults }) {
  counts.requests = requests;
  counts.faults = `${((faults / requests) * 100).toFixed(1)} %`;
  if (faults / requests < LEAST_FAULTS) found.faults.push(`only ${faults} of ${requests} requests failed`);
  counts['most calls in a minute'] = most;
  counts.quota = quota;
  if (most.project > quota.project) found.quota.push(`${most.project} calls of the project in a minute`);
  if (most.user > quota.user) found.quota.push(`${most.user} calls of a user in a minute`);
}

/** Who took her permission back is asked about once more, and then left alone. */
function paused(run, { afterEnd }) {
  for (const { user } of run.ended) {
    const { refused = 0, later = 0 } = afterEnd.get(emailOf(run, user)) ?? {};
    if (refused !== 1 || later > 0)
      run.found.paused.push(`user ${user}: refused ${refused} times, ${later} calls after that`);
  }
  run.counts['permissions taken back'] = run.ended.length;
}

/** Each slot has one job, or was passed over on purpose; none is missing. */
async function slots({ db, found, counts }) {
  const { rows } = await db.query(
    `SELECT split_part(d.key, ':', 2) AS kind, count(*)::int AS slots, count(s.job_id)::int AS jobs,
       count(*) FILTER (WHERE s.job_id IS NULL AND s.passed_at IS NOT NULL)::int AS passed,
       count(*) FILTER (WHERE s.job_id IS NULL AND s.passed_at IS NULL AND s.fire_at < now() - interval '1 hour')::int AS lost
     FROM schedule d JOIN schedule_slot s ON s.schedule_id = d.id WHERE d.key LIKE 'catchup:%' GROUP BY 1`,
  );
  for (const { kind, ...of } of rows) {
    counts[`slots of ${kind}`] = of;
    if (of.lost > 0) found.slots.push(`${of.lost} slots of ${kind} have neither a job nor a reason`);
  }
  const { rows: holes } = await db.query(
    `SELECT d.key, count(*)::int AS slots, (extract(epoch FROM max(s.fire_at) - min(s.fire_at)) / 1800)::int + 1 AS wanted
     FROM schedule d JOIN schedule_slot s ON s.schedule_id = d.id WHERE d.key LIKE 'catchup:sync:%'
     GROUP BY d.key HAVING count(*) <> (extract(epoch FROM max(s.fire_at) - min(s.fire_at)) / 1800)::int + 1`,
  );
  found.slots.push(...holes.map((row) => `a user has ${row.slots} slots, not ${row.wanted}`));
  const { rows: doubled } = await db.query(
    `SELECT schedule_id FROM job WHERE schedule_id IS NOT NULL GROUP BY schedule_id, scheduled_for HAVING count(*) > 1`,
  );
  found.slots.push(...doubled.map((row) => `a slot of ${row.schedule_id} has several jobs`));
  const { rows: items } = await db.query(
    `SELECT outcome, coalesce(code, '') AS code, count(*)::int AS n FROM job_item i JOIN job j ON j.id = i.job_id
     WHERE j.name = 'calendar-sync' GROUP BY 1, 2 ORDER BY 3 DESC`,
  );
  counts['items of readings'] = Object.fromEntries(
    items.map(({ outcome, code, n }) => [`${outcome} ${code}`.trim(), n]),
  );
}

/** Each user has one digest of the Sunday: sent, or skipped with the reason. */
async function digests({ db, found, counts, zones }, people) {
  const { rows } = await db.query(
    `SELECT n.user_id AS id, n.local_date::text AS date, n.state, n.reason,
       coalesce(json_agg(json_build_object('channel', c.channel, 'state', c.state)) FILTER (WHERE c.channel IS NOT NULL), '[]') AS channels
     FROM notification n LEFT JOIN notification_channel c ON c.notification_id = n.id
     WHERE n.kind = 'digest' GROUP BY n.id, n.user_id, n.local_date, n.state, n.reason`,
  );
  const byUser = byKey(rows, ({ id }) => id);
  const states = {};
  for (const user of people) {
    const own = byUser.get(user.id) ?? [];
    user.digest = own[0];
    if (own.length !== 1 || own[0].date !== SUNDAY)
      found.digests.push(`user ${user.n} has ${own.length} digests: ${JSON.stringify(own)}`);
    if (own.length === 0) continue;
    const { state, reason, channels } = own[0];
    const words = `${state}${reason ? ` ${reason}` : ''}`;
    states[words] = (states[words] ?? 0) + 1;
    const isLate = reason === 'skipped_late';
    if (isLate !== (user.n % zones.length === LATE_ZONE))
      found.digests.push(`user ${user.n} (${zones[user.n % zones.length]}): ${words}`);
    const open = channels.some((one) => one.state === 'pending' || one.state === 'ambiguous');
    if (open || !['success', 'pending', 'skipped'].includes(state))
      found.digests.push(`user ${user.n}: ${JSON.stringify(own[0])}`);
  }
  counts.digests = states;
}

/** What came at telephones and in mailboxes is what the rows say, once each. */
async function messages({ providers, found, counts, mark }, people) {
  const taken = await providers.sms.control('GET', 'messages');
  const sms = byKey(taken, ({ to }) => Number(to.slice('+1555'.length)) - 1_000_000);
  const mails = byKey(providers.mails, ({ to }) => to);
  counts['SMS that came'] = taken.length;
  counts['mails that came'] = providers.mails.length;
  for (const { n, digest, account } of people) {
    const told = (channel) =>
      digest?.channels.some((one) => one.channel === channel && ['sent', 'success'].includes(one.state));
    const came = { sms: sms.get(n) ?? [], mail: mails.get(`u${n}.${mark}@week.test`) ?? [] };
    const ideas = came.mail.filter(({ subject }) => subject.includes('you could meet'));
    const rest = came.mail.length - ideas.length;
    if (came.sms.length !== (told('sms') ? 1 : 0))
      found.messages.push(`user ${n}: ${came.sms.length} SMS, ${JSON.stringify(digest)}`);
    if (ideas.length !== (told('email') ? 1 : 0))
      found.messages.push(`user ${n}: ${ideas.length} mails, ${JSON.stringify(digest)}`);
    if (rest !== (account === 'needs_reauth' ? 1 : 0))
      found.messages.push(`user ${n}: ${rest} mails about her account, which is ${account}`);
  }
}

/** Each user has the events of her calendar, those that were added during the week too, once each. */
async function events({ db, added, ended, found, counts }, people) {
  const { rows } = await db.query(
    'SELECT user_id AS id, array_agg(external_id) AS events FROM calendar_event GROUP BY 1',
  );
  const kept = new Map(rows.map(({ id, events: of }) => [id, of]));
  for (const { n, id } of people) {
    if (ended.some(({ user }) => user === n)) continue;
    const must = [
      ...Array.from({ length: 12 }, (_, k) => `seed${k}`),
      ...added.filter(({ user }) => user === n).map((one) => one.id),
    ];
    const have = kept.get(id) ?? [];
    if (have.toSorted().join() !== must.toSorted().join())
      found.events.push(`user ${n} has ${have.toSorted().join()}, not ${must.toSorted().join()}`);
  }
  counts['events added'] = added.length;
}

/** A provider that is away in all three attempts makes one; nothing else does. */
async function deadLetters({ db, found, counts }) {
  const { rows } = await db.query(
    `SELECT name, status, coalesce(error ->> 'code', '') AS code, count(*)::int AS n FROM job
     WHERE status IN ('DEAD', 'FAILED', 'CANCELLED') GROUP BY 1, 2, 3`,
  );
  counts['jobs given up'] = Object.fromEntries(
    rows.map(({ name, status, code, n }) => [`${name} ${status} ${code}`, n]),
  );
  for (const { name, status, code, n } of rows)
    if (name !== 'calendar-sync' || code !== 'AWAY') found.dead.push(`${n} ${name} ${status} ${code}`);
}

/** No token, number, address or name is in a log. */
async function leaks({ servers, env, mark, found, counts }) {
  const secrets = [mark, '+1555', '%2B1555', 'ya29.', '1//0', env.GOOGLE_CLIENT_SECRET, env.SMS_AUTH_TOKEN];
  let bytes = 0;
  for (const { name, logFile } of servers)
    for await (const line of createInterface({ input: createReadStream(logFile) })) {
      bytes += line.length;
      const met = secrets.find((text) => line.includes(text));
      if (met && found.leaks.length < 50) found.leaks.push(`${name}: ${line.slice(0, 300)}`);
    }
  counts['bytes of logs'] = bytes;
}
