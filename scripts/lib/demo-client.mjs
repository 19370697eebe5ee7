import { readJson } from './paths.mjs';
import { Stop } from './print.mjs';

/**
 * The demo group's admin on the public API.
 * @returns {((method: string, path: string, body?: object) => Promise<object>) | undefined} undefined without a demo group
 */
export function demoClient(baseUrl, credentialsFile) {
  const { users } = readJson(credentialsFile, { users: [] });
  const admin = users.find(({ role, tenant }) => role === 'ADMIN' && tenant === 'seaside');
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
    // A file that an earlier database left behind.
    if (answer.status === 401) throw new Stop(`the key in ${credentialsFile} is not known in this database`);
    throw new Stop(`${method} ${path}: ${answer.status} ${data.detail ?? data.title ?? ''}`);
  };
}
