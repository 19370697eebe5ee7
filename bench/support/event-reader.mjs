import { get } from 'node:http';

/** Waits before a connection is tried again, ms. */
const AGAIN_MS = 200;

/** One reader of a tenant's events, which comes back after its last one, as a browser does, and notes what it has heard. */
export class EventReader {
  /** Ids of jobs whose end it has heard of. */
  ends = new Set();
  /** Ends that it has heard of twice, and events whose number does not follow on that before. */
  doubles = 0;
  gaps = 0;
  /** From the end of a job to its line, ms. */
  lags = [];
  /** Number of the last event. */
  last = undefined;
  open = false;
  #closed = false;
  #request;

  constructor(port, token) {
    this.address = { host: '127.0.0.1', port, headers: { authorization: `Bearer ${token}` } };
    this.#connect();
  }

  close() {
    this.#closed = true;
    this.#request.destroy();
  }

  #connect() {
    const again = () => {
      this.open = false;
      if (!this.#closed) setTimeout(() => this.#connect(), AGAIN_MS);
    };
    const path = this.last === undefined ? '/api/v1/events' : `/api/v1/events?after=${this.last}`;
    this.#request = get({ ...this.address, path, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk) => {
        const events = (text + chunk).split('\n\n');
        text = events.pop();
        for (const event of events) this.#hear(event);
      });
      answer.once('close', again);
      if (answer.statusCode !== 200) answer.destroy();
    });
    let told = false;
    this.#request.once('error', () => {
      if (!told) again();
      told = true;
    });
    this.#request.once('response', () => (told = true));
  }

  #hear(event) {
    const { event: kind, id, data } = Object.fromEntries(event.split('\n').map((line) => line.split(/: (.*)/s)));
    if (kind === 'ready') {
      // Where it was, or the events between have gone.
      if (this.last !== undefined && Number(id) !== this.last) this.gaps++;
      this.last = Number(id);
      this.open = true;
      return;
    }
    if (id === undefined) return;
    if (Number(id) !== this.last + 1) this.gaps++;
    this.last = Number(id);
    const job = JSON.parse(data);
    if (kind !== 'job' || job.status !== 'completed') return;
    if (this.ends.has(job.id)) this.doubles++;
    this.ends.add(job.id);
    this.lags.push(Date.now() - Date.parse(job.completedAt));
  }
}
