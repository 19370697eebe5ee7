/** The tokens of a user who allows an application everything it asks for, as her browser would get them from Google's pages. */
import { createHash, randomBytes } from 'node:crypto';

const BACK = 'http://127.0.0.1/back';

/** @param {{ url: string, id: string, secret: string, scope: string }} application at which stand-in, and what it asks for */
export async function consent({ url, id, secret, scope }, email) {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const query = new URLSearchParams({
    ...{ client_id: id, redirect_uri: BACK, response_type: 'code', scope, login_hint: email },
    ...{ code_challenge: challenge, code_challenge_method: 'S256', access_type: 'offline', prompt: 'consent' },
  });
  const allowed = await fetch(`${url}/o/oauth2/v2/auth?${query}`, { redirect: 'manual' });
  const code = new URL(allowed.headers.get('location')).searchParams.get('code');
  const body = new URLSearchParams({
    ...{ grant_type: 'authorization_code', code, redirect_uri: BACK, code_verifier: verifier },
    ...{ client_id: id, client_secret: secret },
  });
  return (await fetch(`${url}/token`, { method: 'POST', body })).json();
}
