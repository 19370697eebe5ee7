import { createHash } from 'node:crypto';
import { workingDaysText } from '../lead-days.js';
import type { CustomerLineResponse, CustomerQuoteResponse } from './customer-quotes.dto.js';
import { STYLE } from './customer-page.style.js';
import type { ReaderFormat } from './reader-format.js';

/**
 * Files of this server, and the one style sheet that the page brings, known by its hash: nothing that somebody wrote into a quote
 * can become a script or a style. What the page sends goes back to this server only.
 */
export const PAGE_CSP = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`;

/** Text between tags or in an attribute. */
export function escape(text: string | number): string {
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return String(text).replace(/[&<>"']/g, (sign) => names[sign]!);
}

/**
 * For every link that opens no quote.
 * @param format how its reader writes dates
 * @param ended when it was over; undefined: it was cut off on its way, or made up
 */
export function deadLinkPage(format: ReaderFormat, ended?: Date): string {
  const title = ended ? 'This link is over' : 'This link does not work';
  const words = ended
    ? `It showed a quote until ${dayOf(ended.toISOString().slice(0, 10), format)}. Ask the workshop for a new one.`
    : 'It may have been cut off on its way: open it from the mail again, or ask the workshop for a new one.';
  return `${head(title, format)}<body>
<main>
<header><h1>${title}</h1></header>
<p>${words}</p>
</main>
</body>
</html>
`;
}

/**
 * The page of a customer's link: all is there without a script; one is needed to answer, and to turn the part. No image, font or
 * script of anybody else, and no referrer, because the address is the key to the quote. Nothing is asked for that there is not.
 * @param format how its reader writes numbers and dates
 */
export function customerPage(quote: CustomerQuoteResponse, format: ReaderFormat): string {
  const title = `Quote ${quote.number}${quote.revision > 1 ? ` rev. ${quote.revision}` : ''}`;
  const message = quote.state === 'sent' ? `Valid until ${quote.validUntil!}` : quote.message;
  const whom = quote.recipient ? `<p class="for">For <bdi>${escape(quote.recipient)}</bdi></p>` : '';
  return `${head(title, format)}<body>
<main>
<header><p class="shop"><bdi>${escape(quote.shop ?? '')}</bdi></p><h1>${escape(title)}</h1>${whom}<p class="state ${escape(quote.state)}"><b>${STATES[quote.state] ?? ''}</b> ${dated(message, format)}</p></header>
${quote.lines ? afterwards(quote, format) + body(quote, format) : ''}
<p id="outcome" role="alert"></p>
</main>
<script src="../page.js"></script>
</body>
</html>
`;
}

/** Shape and word, so that a state is told apart without its colour. */
const STATES: Partial<Record<CustomerQuoteResponse['state'], string>> = {
  sent: '○ Open.',
  accepted: '✓ Accepted.',
  declined: '⊘ Declined.',
  expired: '▲ Over.',
  superseded: '↻ Replaced.',
  cancelled: '⊘ Taken back.',
};

/** What comes after the answer, and whom to ask. */
function afterwards(quote: CustomerQuoteResponse, format: ReaderFormat): string {
  const { next = [], open } = quote;
  if (open) return '';
  const steps = next.map((sentence) => `<li>${dated(sentence, format)}</li>`).join('');
  const list =
    steps && `<h2>${quote.state === 'accepted' ? 'What comes next' : 'What this means'}</h2><ul>${steps}</ul>`;
  return `<section class="next">${list}${contact(quote)}</section>\n`;
}

function contact(quote: CustomerQuoteResponse): string {
  const { email, address } = quote.contact!;
  const number = quote.order?.number ?? quote.number;
  const who = email
    ? `Write to <a href="mailto:${encodeURIComponent(email).replace('%40', '@')}?subject=${encodeURIComponent(number)}">${escape(email)}</a>`
    : `Ask <bdi>${escape([quote.shop!, ...(address?.split('\n') ?? [])].join(', '))}</bdi>`;
  return `<p class="ask"><b>Questions?</b> ${who} and name ${escape(number)}.</p>`;
}

function body(quote: CustomerQuoteResponse, format: ReaderFormat): string {
  const totals = quote.totals!;
  const currency = escape(quote.currency!);
  const row = (id: string, name: string, value: string, hidden = false) =>
    `<tr data-row="${id}"${hidden ? ' hidden' : ''}><th scope="row">${escape(name)}</th><td><span data-total="${id}">${escape(format.number(value))}</span> ${currency}</td></tr>`;
  const plain = totals.minimumOrder === zero(totals.minimumOrder);
  return `${quote.note ? `<p class="note">${escape(quote.note)}</p>` : ''}
${quote.open ? '<form id="accept">' : ''}
${quote.lines!.map((line) => lineOf(line, quote, format)).join('\n')}
<table class="totals"><caption>For the quantities <span id="of">${quote.open ? 'chosen' : 'above'}</span></caption>
${row('lines', 'Parts', totals.lines, plain)}${row('minimumOrder', 'Up to the least order', totals.minimumOrder, plain)}
${row('subtotal', 'Subtotal', totals.subtotal)}${row('tax', `Tax ${format.number(totals.taxRate)} %`, totals.tax)}${row('total', 'Total', totals.total)}
</table>
<p><a href="pdf">The quote as PDF</a></p>
${quote.terms ? `<details><summary>Terms</summary><p class="note">${escape(quote.terms)}</p></details>` : ''}
${quote.open ? contact(quote) + answer(quote, format) : ''}`;
}

function lineOf(line: CustomerLineResponse, quote: CustomerQuoteResponse, format: ReaderFormat): string {
  const detail = [line.process, line.material, line.finish].filter((word): word is string => !!word).join(' · ');
  const choice = quote.open && line.tiers.length > 1;
  const name = escape(line.part);
  const picture = line.picture
    ? `<img src="parts/${line.position}/thumbnail" width="72" height="72" alt="" loading="lazy">`
    : '';
  const view = line.mesh
    ? `<div class="view" data-mesh="parts/${line.position}/mesh" data-name="${name}"></div>\n`
    : '';
  const breaks = line.tiers.map((tier) => breakOf(tier, line, quote, choice, format)).join('');
  return `<section class="part">
<div class="part-head">${picture}<div><h2><bdi>${name}</bdi></h2><p>${escape(detail)}</p></div></div>
${view}<fieldset class="breaks"><legend>${choice ? 'Choose a quantity' : line.tiers.length > 1 ? 'Quantities' : 'Quantity'}</legend>${breaks}</fieldset>
</section>`;
}

function breakOf(
  { quantity, unitPrice, lineTotal, discountPercent, leadDays, hint }: CustomerLineResponse['tiers'][number],
  line: CustomerLineResponse,
  { currency }: CustomerQuoteResponse,
  choice: boolean,
  format: ReaderFormat,
): string {
  const checked = quantity === line.quantity;
  const unit = escape(currency!);
  const pieces = `${escape(format.number(String(quantity)))} ${quantity === 1 ? 'piece' : 'pieces'}`;
  const radio = choice
    ? `<input type="radio" autocomplete="off" name="quantity-${line.position}" value="${quantity}" data-position="${line.position}"${checked ? ' checked' : ''}> `
    : '';
  const more = [
    `${escape(format.number(unitPrice))} ${unit} each`,
    ...(/[1-9]/.test(discountPercent) ? [`${escape(format.number(discountPercent))} % off`] : []),
    ...(leadDays === null ? [] : [escape(workingDaysText(leadDays))]),
    ...(hint
      ? [
          `${escape(format.number(String(hint.quantity)))} pieces cost no more: ${escape(format.number(hint.lineTotal))} ${unit}`,
        ]
      : []),
  ];
  const chosen = checked && line.tiers.length > 1 && !choice ? ' chosen' : '';
  const tag = choice ? 'label' : 'div';
  return `<${tag} class="break${chosen}"><span class="pieces">${radio}${chosen ? '✓ ' : ''}${pieces}</span><b>${escape(format.number(lineTotal))} ${unit}</b>${more.map((words) => `<small>${words}</small>`).join('')}</${tag}>`;
}

/** The same amount with nothing but zeros. */
function zero(amount: string): string {
  return amount.replace(/\d/g, '0');
}

function answer({ currency, totals }: CustomerQuoteResponse, format: ReaderFormat): string {
  const total = `<span data-total="total">${escape(format.number(totals!.total))}</span> ${escape(currency!)}`;
  return `<section class="answer" id="answer"><h2>Your answer</h2>
<p><label>Your name<input name="name" maxlength="200" autocomplete="name" required></label></p>
<p><label>A note or order number, if you like<input name="note" maxlength="1000"></label></p>
<p class="buttons"><button>Accept the quote</button><button type="button" id="decline" class="plain">Decline</button></p>
</section>
</form>
<div class="bar"><span>Total <b>${total}</b></span><a class="button" href="#answer">Answer</a></div>
<dialog id="sure" aria-labelledby="sure-title"><h2 id="sure-title">Order for ${total}?</h2>
<ul id="chosen"></ul><p>The workshop begins with it. Tax is in the total.</p>
<p class="buttons"><button type="button" id="yes">Order it</button><button type="button" class="plain" data-close autofocus>Not yet</button></p></dialog>
<dialog id="no" aria-labelledby="no-title"><h2 id="no-title">Decline this quote?</h2>
<p><label>Why, if you like to say<textarea id="reason" maxlength="1000" rows="3"></textarea></label></p>
<p class="buttons"><button type="button" id="declined">Decline it</button><button type="button" class="plain" data-close>Keep it open</button></p></dialog>`;
}

/** The date in the language of its numbers, which is marked: the words around it are English. */
function dayOf(date: string, { day, language }: ReaderFormat): string {
  return `<time datetime="${date}" lang="${escape(language)}">${escape(day(date))}</time>`;
}

/** Text with its dates as its reader writes them. */
function dated(text: string, format: ReaderFormat): string {
  return escape(text).replace(/\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b/g, (date) => dayOf(date, format));
}

function head(title: string, { language }: ReaderFormat): string {
  return `<!doctype html>
<html lang="en" data-numbers="${escape(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
`;
}
