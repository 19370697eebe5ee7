import { filled, wordsOf } from '../../documents/words/words.js';
import type { OwnerPortal } from './owner-portal.service.js';

/** Text between tags or in an attribute. */
export function escape(text: string | number): string {
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return String(text).replace(/[&<>"']/g, (sign) => names[sign]!);
}

/** Nothing of anybody else, no script, and no referrer, because the address is the key to the statements. */
export const PAGE_CSP =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/** The page of an owner's link, in the owner's language. @param token part of the addresses of the PDFs */
export function ownerPage({ owner, manager, statements, agreements }: OwnerPortal, token: string): string {
  const words = wordsOf(owner.locale);
  const { labels } = words;
  const rows = statements.map(
    ({ id, number, version, from, to, currency, netMinor, closingMinor, payableMinor }) =>
      `<tr><td><a href="${escape(token)}/statements/${escape(id)}/pdf">${escape(number)}${version > 1 ? ` (${version})` : ''}</a></td><td>${escape(words.period(from, to))}</td>${[netMinor, closingMinor, payableMinor].map((minor) => `<td class="amount">${escape(words.money(minor, currency))}</td>`).join('')}</tr>`,
  );
  const head = [labels.number, labels.period].map((name) => `<th scope="col">${escape(name)}</th>`).join('');
  const amounts = [labels.net, labels.closing, labels.payable]
    .map((name) => `<th scope="col" class="amount">${escape(name)}</th>`)
    .join('');
  const agreed = agreements.map(({ listing, feePercent, feeBase, from, to }) => {
    const base = (labels.bases as Record<string, string>)[feeBase] ?? feeBase;
    const time =
      to === null ? filled(labels.from, words.date(from)) : filled(labels.fromTo, words.date(from), words.date(to));
    return `<li><b dir="auto">${escape(listing)}</b>: ${escape(filled(labels.feeOf, words.percent(feePercent), base))}, ${escape(time)}</li>`;
  });
  return page(
    words.lang,
    labels.all,
    `<p class="manager" dir="auto">${escape(manager)}</p>
<h1>${escape(labels.all)}</h1>
<p dir="auto">${escape(owner.name)}</p>
<div class="scroll"><table><thead><tr>${head}${amounts}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table></div>
${agreed.length > 0 ? `<h2>${escape(labels.agreement)}</h2>\n<ul>${agreed.join('\n')}</ul>` : ''}`,
  );
}

/** For every link that opens nothing: made up, over, or taken back. */
export function deadLinkPage(): string {
  return page(
    'en',
    'This link does not work',
    '<h1>This link does not work</h1>\n<p>It may be over, or was taken back. Ask your manager for a new one.</p>',
  );
}

function page(lang: string, title: string, body: string): string {
  return `<!doctype html>
<html lang="${escape(lang)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

const STYLE = `
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; background: #f2f4f7; color: #1b2330 }
main { max-width: 56rem; margin: 0 auto; padding: 1.5rem 1rem 4rem }
h1 { font-size: 1.6rem; margin: 0 } h2 { font-size: 1.1rem }
.manager { margin: 0; color: #5d6675 } .scroll { overflow-x: auto }
table { width: 100%; border-collapse: collapse; background: #fff; border: 1px solid #dfe3e9 }
th, td { padding: .5rem .8rem; text-align: left; border-bottom: 1px solid #eceff3; white-space: nowrap }
th { font-size: .85rem; color: #5d6675 } .amount { text-align: right } a { color: #1f4fd8 }
@media (prefers-color-scheme: dark) {
  body { background: #14161a; color: #e8eaee } table { background: #1e2127; border-color: #343943 }
  th, td { border-color: #343943 } .manager, th { color: #a3aab8 } a { color: #8fb0ff }
}`;
