import { readJson } from './paths.mjs';
import { Stop } from './print.mjs';
import { pause } from './processes.mjs';

const LIMIT_MS = 10 * 60_000;
/** The demo group whose hotels get a first sweep and a first night audit. */
const GROUP = 'seaside';

/**
 * The admin of a demo tenant on the public API: a body is sent as JSON, a form as multipart, a Blob as it is.
 * @returns {((method: string, path: string, body?: object | FormData | Blob) => Promise<object>) | undefined} undefined without that tenant
 */
export function demoClient(baseUrl, credentialsFile, tenant = GROUP) {
  const { users } = readJson(credentialsFile, { users: [] });
  const admin = users.find((user) => user.role === 'ADMIN' && user.tenant === tenant);
  return admin && client(baseUrl, admin.apiKey, credentialsFile);
}

/** A user of a demo tenant, logged in: what belongs to a person alone no API key reaches. */
export async function userClient(baseUrl, credentialsFile, tenant, role) {
  const { users } = readJson(credentialsFile, { users: [] });
  const user = users.find((one) => one.role === role && one.tenant === tenant);
  if (!user) return undefined;
  const logIn = client(baseUrl, undefined, credentialsFile);
  const { accessToken } = await logIn('POST', '/api/v1/auth/login', { email: user.email, password: user.password });
  return client(baseUrl, accessToken, credentialsFile);
}

function client(baseUrl, token, credentialsFile) {
  return async (method, path, body) => {
    const json = body && !(body instanceof FormData || body instanceof Blob);
    const answer = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(json && { 'content-type': 'application/json' }),
      },
      body: json ? JSON.stringify(body) : body,
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
  return endOfJob(call, started.jobId ?? started.job.id, started.job);
}

/** Waits for a job's end, however long that takes. @returns its result @throws Stop */
export async function endOfJob(call, id, job) {
  for (const deadline = performance.now() + LIMIT_MS; job?.status !== 'completed'; await pause(100)) {
    if (job?.status === 'failed' || job?.status === 'cancelled')
      throw new Stop(
        `${job.type}, job ${id}, ${job.status}: ${job.error?.message ?? job.error ?? 'see the server log'}`,
      );
    if (performance.now() > deadline) throw new Stop(`job ${id} has not ended after ${LIMIT_MS / 60_000} minutes`);
    job = await call('GET', `/api/v1/jobs/${id}`);
  }
  return job.result;
}
