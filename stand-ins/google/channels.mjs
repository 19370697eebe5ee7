/** Watch channels and the messages on them, which have no body. */
import { badParameter, notFound, refuse } from './refusal.mjs';

const LIFE_SECONDS = 604_800;

export class Channels {
  open = new Map();
  /** Answers to messages: {channel, number, status}. */
  sent = [];

  create(email, calendarId, { id, type, address, token, expiration, params }) {
    if (typeof id !== 'string' || !/^[\w+/=-]{1,64}$/.test(id)) throw badParameter('id');
    if (type !== 'web_hook') throw badParameter('type');
    if (!URL.canParse(address ?? '')) throw badParameter('address');
    if (this.open.has(id)) throw refuse(400, 'global', 'channelIdNotUnique', 'Channel id not unique');
    const seconds = Math.min(Number(params?.ttl ?? LIFE_SECONDS), LIFE_SECONDS);
    const channel = {
      ...{ id, email, calendarId, address, token, number: 0 },
      resourceId: `res-${Buffer.from(`${email} ${calendarId}`).toString('base64url').slice(0, 32)}`,
      resourceUri: `https://www.googleapis.com/calendar/v3/calendars/${encodeURIComponent(calendarId)}/events`,
      expiration: String(expiration ?? Date.now() + seconds * 1_000),
    };
    this.open.set(id, channel);
    void this.send(channel, 'sync');
    const { resourceId, resourceUri } = channel;
    return { kind: 'api#channel', id, resourceId, resourceUri, token, expiration: channel.expiration };
  }

  stop(email, { id, resourceId }) {
    const channel = this.open.get(id);
    if (channel?.email !== email || channel.resourceId !== resourceId) throw notFound();
    this.open.delete(id);
  }

  /** A change in the calendar. @param numbers which messages, as numbers: repeated and in any order; default: the next one */
  async changed(email, calendarId, numbers) {
    const of = [...this.open.values()].filter((one) => one.email === email && one.calendarId === calendarId);
    for (const channel of of)
      for (const number of numbers ?? [channel.number + 1]) await this.send(channel, 'exists', number);
    return of.length;
  }

  async send(channel, state, number = channel.number + 1) {
    channel.number = Math.max(channel.number, number);
    const headers = {
      'X-Goog-Channel-ID': channel.id,
      ...(channel.token !== undefined && { 'X-Goog-Channel-Token': channel.token }),
      'X-Goog-Channel-Expiration': new Date(Number(channel.expiration)).toUTCString(),
      'X-Goog-Resource-ID': channel.resourceId,
      'X-Goog-Resource-URI': channel.resourceUri,
      'X-Goog-Resource-State': state,
      'X-Goog-Message-Number': String(number),
    };
    const status = await fetch(channel.address, { method: 'POST', headers })
      .then(async (answer) => (await answer.text(), answer.status))
      .catch(() => 0);
    this.sent.push({ channel: channel.id, state, number, status });
    if (this.sent.length > 10_000) this.sent.shift();
  }
}
