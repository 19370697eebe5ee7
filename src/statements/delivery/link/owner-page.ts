import { createHash } from 'node:crypto';
import { filled, type Words, wordsOf } from '../../documents/words/words.js';
import type { OwnerPortal, PortalAgreement, PortalStatement } from './owner-portal.service.js';
import { STYLE } from './owner-page.style.js';

/** Text between tags or in an attribute. */
export function escape(text: string | number): string {
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return String(text).replace(/[&<>"']/g, (sign) => names[sign]!);
}

/** Nothing of anybody else, no script, one style sheet known by its hash, and no referrer, because the address is the key. */
export const PAGE_CSP = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`;

/** The page of an owner's link, in the owner's language. @param token part of the addresses of the PDFs */
export function ownerPage({ owner, manager, statements, agreements }: OwnerPortal, token: string): string {
  const words = wordsOf(owner.locale);
  const { labels } = words;
  const years = [...new Set(statements.map(({ from }) => from.slice(0, 4)))];
  const lists = years.map((year) => {
    const own = statements.filter(({ from }) => from.startsWith(year));
    return `<section><h2>${escape(year)}</h2><ul class="statements">
${own.map((one) => statementOf(one, words, token)).join('\n')}
</ul></section>`;
  });
  const agreed = agreements.map((one) => `<li>${agreementOf(one, words)}</li>`);
  return page(
    words.lang,
    labels.all,
    `<header><p class="manager" dir="auto">${escape(manager)}</p>
<h1>${escape(labels.all)}</h1>
<p dir="auto">${escape(owner.name)}</p></header>
${lists.length > 0 ? lists.join('\n') : `<p class="card">${escape(labels.none)}</p>`}
${agreed.length > 0 ? `<section><h2>${escape(labels.agreement)}</h2>\n<ul class="card">${agreed.join('\n')}</ul></section>` : ''}`,
  );
}

function statementOf(one: PortalStatement, words: Words, token: string): string {
  const { labels } = words;
  const entry = (name: string, text: string) => `<div><dt>${escape(name)}</dt><dd>${escape(text)}</dd></div>`;
  const amount = (name: string, minor: number) => entry(name, words.money(minor, one.currency));
  const payable = one.goesOnTo
    ? entry(labels.payable, filled(labels.goesOnTo, one.goesOnTo))
    : amount(one.paid ? `✓ ${labels.payouts}` : labels.payable, one.payableMinor);
  const name = `${one.number}${one.version > 1 ? ` (${one.version})` : ''}`;
  return `<li class="card"><p class="period">${escape(words.period(one.from, one.to))}</p>
<dl>${amount(labels.net, one.netMinor)}${amount(labels.closing, one.closingMinor)}${payable}</dl>
<a href="${escape(token)}/statements/${escape(one.id)}/pdf">${escape(name)} · PDF</a></li>`;
}

function agreementOf({ listing, feePercent, feeBase, from, to }: PortalAgreement, words: Words): string {
  const { labels } = words;
  const base = (labels.bases as Record<string, string>)[feeBase] ?? feeBase;
  const time =
    to === null ? filled(labels.from, words.date(from)) : filled(labels.fromTo, words.date(from), words.date(to));
  return `<b dir="auto">${escape(listing)}</b>: ${escape(filled(labels.feeOf, words.percent(feePercent), base))}, ${escape(time)}`;
}

/** For every link that opens nothing. @param ended why one does so that was once given out; undefined: it is none */
export function deadLinkPage(ended?: { why: 'over' | 'revoked'; at: Date }): string {
  const day = ended && new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(ended.at);
  const [title, words] = !ended
    ? ['This link does not work', 'It may have been cut off on its way: open it from the message again.']
    : ended.why === 'revoked'
      ? ['This link was taken back', `It has opened nothing since ${day}.`]
      : ['This link is over', `It showed your statements until ${day}.`];
  return page(
    'en',
    title,
    `<header><h1>${title}</h1></header>\n<p class="card">${words} Ask your manager for a new one.</p>`,
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
