import { demoClient, endOfJob, userClient } from './demo-client.mjs';
import { addDays, todayIn } from './demo-days.mjs';
import { DEMO_PEOPLE } from './demo-people.data.mjs';
import { dim, Stop, table } from './print.mjs';
import { pause } from './processes.mjs';

const WAIT_MS = 60_000;

/**
 * The first digest of one user of each demo tenant, over the public API, as she would do it herself: her calendars at Google connected,
 * her number verified, five people named; calendars read, suggestions made, and one digest sent. Not done for a user who has people
 * already. What an interrupted start has left is used, not made twice.
 * @param {{ baseUrl: string, credentials: string, googleUrl: string, smsUrl: string }} demo
 * @returns {Promise<{ tenant: string, suggestions: object[], text: string }[]>}
 */
export async function firstDigests({ baseUrl, credentials, googleUrl, smsUrl }) {
  if (!googleUrl || !smsUrl) return [];
  const told = [];
  for (const person of DEMO_PEOPLE) {
    const admin = demoClient(baseUrl, credentials, person.tenant);
    const call = await userClient(baseUrl, credentials, person.tenant, 'MANAGER');
    if (!admin || !call) continue;
    if ((await call('GET', '/api/v1/catchup/notifications')).notifications.length > 0) continue;
    await prefer(call, person);
    await connect(call, person);
    await verify(call, person, smsUrl);
    await name(call, person);
    await endOfJob(call, (await call('POST', '/api/v1/catchup/calendars/sync')).jobId);
    await endOfJob(admin, (await admin('POST', '/api/v1/jobs', { type: 'suggestion-generation', data: {} })).id);
    const { suggestions } = await call('GET', '/api/v1/catchup/suggestions?state=open');
    told.push({ tenant: person.tenant, suggestions, text: await digest(call) });
  }
  return told;
}

/** By SMS, at any hour, since somebody starts the demo in the evening. */
async function prefer(call, { timeZone }) {
  const { updatedAt: _, ...preferences } = await call('GET', '/api/v1/catchup/preferences');
  await call('PUT', '/api/v1/catchup/preferences', {
    ...preferences,
    timezone: timeZone,
    quiet: null,
    channels: ['sms'],
  });
}

/** What her browser does: to Google, and back. */
async function connect(call, { email }) {
  const { accounts } = await call('GET', '/api/v1/catchup/accounts');
  if (!accounts.some((account) => account.name === email && account.state === 'active')) {
    const { authorizationUrl } = await call('POST', '/api/v1/catchup/google/connect', {});
    const page = new URL(authorizationUrl);
    page.searchParams.set('login_hint', email);
    const answer = await fetch(page, { signal: AbortSignal.timeout(WAIT_MS) });
    if (!answer.ok) throw new Stop(`Google's page led to ${answer.status}: ${await answer.text()}`);
  }
  await endOfJob(call, (await call('POST', '/api/v1/catchup/calendars/sync')).jobId);
  const { calendars } = await call('GET', '/api/v1/catchup/calendars');
  await call('PUT', '/api/v1/catchup/calendars', { selected: calendars.map(({ id }) => id) });
}

/** The code comes as an SMS, which the stand-in of the provider has taken. */
async function verify(call, { phone }, smsUrl) {
  if ((await call('GET', '/api/v1/catchup/phone').catch(() => ({}))).verified) return;
  const newest = async () => {
    const messages = await (await fetch(`${smsUrl}/control/messages`)).json();
    return /\b\d{6}\b/.exec(messages.filter(({ to }) => to === phone).at(-1)?.body ?? '')?.[0];
  };
  let code = await newest();
  if (!code) await call('PUT', '/api/v1/catchup/phone', { number: phone });
  for (const deadline = performance.now() + WAIT_MS; !code; code = await newest()) {
    if (performance.now() > deadline) throw new Stop('the code has not come');
    await pause(200);
  }
  await call('PUT', '/api/v1/catchup/phone/code', { code });
}

async function name(call, { contacts, timeZone }) {
  const there = (await call('GET', '/api/v1/catchup/contacts?limit=100')).contacts;
  for (const { email, days, ...contact } of contacts)
    if (!there.some((one) => one.name === contact.name))
      await call('POST', '/api/v1/catchup/contacts', {
        ...{ ...contact, emails: [email], lastContactOn: addDays(todayIn(timeZone), -days) },
      });
}

/** Her digest, now and not on Sunday. @returns its text */
async function digest(call) {
  const { jobId, notificationId } = await call('POST', '/api/v1/catchup/digest/test');
  await endOfJob(call, jobId);
  return (await call('GET', `/api/v1/catchup/notifications/${notificationId}`)).messages[0]?.text ?? '';
}

export function printDigests(told) {
  for (const { tenant, suggestions, text } of told ?? []) {
    const zone = suggestions[0]?.timezone ?? 'UTC';
    const when = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });
    console.log('');
    table(
      [
        { title: `Whom to meet, ${tenant}`, value: ({ contact }) => contact.name },
        { title: `When, ${zone}`, value: ({ startsAt }) => when.format(new Date(startsAt)) },
        { title: 'Why', value: ({ reason }) => reason },
      ],
      suggestions,
    );
    console.log(`  SMS sent: ${text.replaceAll('\n', ' ')} ${dim(`(manager@${tenant}.test)`)}`);
  }
}
