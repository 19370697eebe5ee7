import type { Outcome } from './google-connections.js';

/** Nothing of anybody else, no script, and no referrer, because the address has held a code. */
export const PAGE_CSP =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

const AGAIN = 'Go back and connect the account again.';
const WORDS: Record<Exclude<Outcome['kind'], 'connected'>, { status: number; title: string; text: string }> = {
  state: {
    status: 400,
    title: 'This link does not work',
    text: `It was used already, is older than ten minutes, or was not made here, in this browser. Nothing was connected. ${AGAIN}`,
  },
  denied: {
    status: 400,
    title: 'Nothing was connected',
    text: 'You have not allowed it, so no calendar is read.',
  },
  scopes: {
    status: 400,
    title: 'Nothing was connected',
    text: `The box that allows your calendars to be seen was not ticked, and without it nothing can be read. ${AGAIN}`,
  },
  code: {
    status: 400,
    title: 'Nothing was connected',
    text: `Google does not take the code that you came back with: it is old, or was used already. ${AGAIN}`,
  },
  'no-lasting-permission': {
    status: 400,
    title: 'Nothing was connected',
    text: `Google gave a permission for one hour only. Remove our access at myaccount.google.com/connections first. ${AGAIN}`,
  },
  'too-many': {
    status: 409,
    title: 'Nothing was connected',
    text: 'You have as many calendar accounts as there may be. Remove one first.',
  },
  away: { status: 502, title: 'Google does not answer', text: `Nothing was connected. ${AGAIN}` },
  misconfigured: {
    status: 502,
    title: 'Nothing was connected',
    text: 'Google does not know this server. Whoever runs it has to mend its settings.',
  },
};

/** What the user sees when she comes back from Google. */
export function outcomePage(outcome: Outcome): { status: number; html: string } {
  if (outcome.kind !== 'connected') {
    const { status, title, text } = WORDS[outcome.kind];
    return { status, html: page(title, [text]) };
  }
  const { account, user, mayWrite } = outcome;
  const lines = [
    `The calendars of ${account} are read from now on, for ${user} and for nobody else. You can close this page.`,
    `If ${user} is not you, take the permission back at myaccount.google.com/connections.`,
    ...(mayWrite ? [] : ['Events cannot be written: you have not allowed that. All else works.']),
  ];
  return { status: 200, html: page('Your calendars are connected', lines) };
}

function page(title: string, lines: string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${escape(title)}</title>
<style>body{font:17px/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1rem;color:#1b2330;background:#fff}
h1{font-size:1.5rem}@media(prefers-color-scheme:dark){body{color:#e8ebf0;background:#14181f}a{color:#8fb6ff}}</style>
</head>
<body>
<main><h1>${escape(title)}</h1>
${lines.map((line) => `<p>${escape(line)}</p>`).join('\n')}
<p><a href="/catchup/calendars">To your calendars</a></p>
</main>
</body>
</html>
`;
}

/** Text between tags or in an attribute. */
function escape(text: string): string {
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (sign) => names[sign]!);
}
