import { readJson } from './paths.mjs';
import { Stop } from './print.mjs';
import { pause } from './processes.mjs';

const LIMIT_MS = 10 * 60_000;
/** The demo group whose hotels get a first sweep and a first night audit. */
const GROUP = 'seaside';

/**
 * The demo group's admin on the public API.
 * @returns {((method: string, path: string, body?: object) => Promise<object>) | undefined} undefined without a demo group
 */
export function demoClient(baseUrl, credentialsFile) {
  const { users } = readJson(credentialsFile, { users: [] });
  const admin = users.find(({ role, tenant }) => role === 'ADMIN' && tenant === GROUP);
  if (!admin) return undefined;
  return async (method, path, body) => {
    const answer = await fetch(`${baseUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${admin.apiKey}`, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
    const data = await answer.json().catch(() => ({}));
    if (answer.ok) return data;
    // The file belongs to an earlier database, or the key has been revoked.
    if (answer.status === 401) throw new Stop(`the key in ${credentialsFile} is not valid in this database`);
    throw new Stop(`${method} ${path}: ${answer.status} ${data.detail ?? data.title ?? ''}`);
  };
}

/**
 * What the demo still owes to the hotels it has made itself (src/cli/seed.ts wrote the file): steps that succeeded once
 * are not in it, and hotels that people made never were.
 * @returns {{ step: string, hotelId: number, hotel: string, businessDate: string }[]}
 */
export function owedSteps(stepsFile, step) {
  return readJson(stepsFile, { steps: [] }).steps.filter((one) => one.step === step && one.tenant === GROUP);
}

/** Runs a job and waits for its end, however long that takes. @returns its result @throws Stop */
export async function runJob(call, name, data) {
  const started = await call('POST', `/api/v1/jobs/trigger/${name}`, data);
  const id = started.jobId ?? started.job.id;
  let job = started.job;
  for (const deadline = Date.now() + LIMIT_MS; job?.status !== 'completed'; await pause(100)) {
    if (job?.status === 'failed' || job?.status === 'cancelled')
      throw new Stop(`${name}, job ${id}, ${job.status}: ${job.error?.message ?? job.error ?? 'see the server log'}`);
    if (Date.now() > deadline) throw new Stop(`${name}, job ${id}, has not ended after ${LIMIT_MS / 60_000} minutes`);
    job = await call('GET', `/api/v1/jobs/${id}`);
  }
  return job.result;
}
