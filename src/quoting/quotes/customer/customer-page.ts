import { createHash } from 'node:crypto';
import { grouped } from '../../../platform/pdf/index.js';
import { workingDaysText } from '../lead-days.js';
import type { CustomerLineResponse, CustomerQuoteResponse } from './customer-quotes.dto.js';
import { STYLE } from './customer-page.style.js';

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

/** For every link that opens no quote. @param ended when it was over; undefined: it was cut off on its way, or made up */
export function deadLinkPage(ended?: Date): string {
  const title = ended ? 'This link is over' : 'This link does not work';
  const words = ended
    ? `It showed a quote until ${escape(dayText(ended.toISOString().slice(0, 10)))}. Ask the workshop for a new one.`
    : 'It may have been cut off on its way: open it from the mail again, or ask the workshop for a new one.';
  return `${head(title)}<body>
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
 * script of anybody else, and no referrer, because the address is the key to the quote.
 */
export function customerPage(quote: CustomerQuoteResponse): string {
  const title = `Quote ${quote.number}${quote.revision > 1 ? ` rev. ${quote.revision}` : ''}`;
  const message = quote.state === 'sent' ? `Valid until ${dayText(quote.validUntil!)}` : quote.message;
  const whom = quote.recipient ? `<p class="for">For <bdi>${escape(quote.recipient)}</bdi></p>` : '';
  return `${head(title)}<body>
<main>
<header><p class="shop"><bdi>${escape(quote.shop ?? '')}</bdi></p><h1>${escape(title)}</h1>${whom}<p class="state ${escape(quote.state)}"><b>${STATES[quote.state] ?? ''}</b> ${escape(message)}</p></header>
${quote.lines ? body(quote) : ''}
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

function body(quote: CustomerQuoteResponse): string {
  const totals = quote.totals!;
  const currency = escape(quote.currency!);
  const row = (id: string, name: string, value: string, hidden = false) =>
    `<tr data-row="${id}"${hidden ? ' hidden' : ''}><th scope="row">${escape(name)}</th><td><span data-total="${id}">${escape(grouped(value))}</span> ${currency}</td></tr>`;
  const plain = totals.minimumOrder === zero(totals.minimumOrder);
  return `${quote.note ? `<p class="note">${escape(quote.note)}</p>` : ''}
${quote.open ? '<form id="accept">' : ''}
${quote.lines!.map((line) => lineOf(line, quote)).join('\n')}
<table class="totals"><caption>For the quantities <span id="of">${quote.open ? 'chosen' : 'above'}</span></caption>
${row('lines', 'Parts', totals.lines, plain)}${row('minimumOrder', 'Up to the least order', totals.minimumOrder, plain)}
${row('subtotal', 'Subtotal', totals.subtotal)}${row('tax', `Tax ${totals.taxRate} %`, totals.tax)}${row('total', 'Total', totals.total)}
</table>
<p><a href="pdf">The quote as PDF</a></p>
${quote.terms ? `<details><summary>Terms</summary><p class="note">${escape(quote.terms)}</p></details>` : ''}
${quote.open ? answer(quote) : ''}`;
}

function lineOf(line: CustomerLineResponse, quote: CustomerQuoteResponse): string {
  const detail = [line.process, line.material, line.finish].filter((word): word is string => !!word).join(' · ');
  const choice = quote.open && line.tiers.length > 1;
  const name = escape(line.part);
  const breaks = line.tiers.map((tier) => breakOf(tier, line, quote, choice)).join('');
  return `<section class="part">
<div class="part-head"><img src="parts/${line.position}/thumbnail" width="72" height="72" alt="" loading="lazy"><div><h2><bdi>${name}</bdi></h2><p>${escape(detail)}</p></div></div>
<div class="view" data-mesh="parts/${line.position}/mesh" data-name="${name}"></div>
<fieldset class="breaks"><legend>${choice ? 'Choose a quantity' : line.tiers.length > 1 ? 'Quantities' : 'Quantity'}</legend>${breaks}</fieldset>
</section>`;
}

function breakOf(
  { quantity, unitPrice, lineTotal, discountPercent, leadDays, hint }: CustomerLineResponse['tiers'][number],
  line: CustomerLineResponse,
  { currency }: CustomerQuoteResponse,
  choice: boolean,
): string {
  const checked = quantity === line.quantity;
  const unit = escape(currency!);
  const pieces = `${escape(grouped(String(quantity)))} ${quantity === 1 ? 'piece' : 'pieces'}`;
  const radio = choice
    ? `<input type="radio" autocomplete="off" name="quantity-${line.position}" value="${quantity}" data-position="${line.position}"${checked ? ' checked' : ''}> `
    : '';
  const more = [
    `${escape(grouped(unitPrice))} ${unit} each`,
    ...(/[1-9]/.test(discountPercent) ? [`${escape(discountPercent)} % off`] : []),
    ...(leadDays === null ? [] : [escape(workingDaysText(leadDays))]),
    ...(hint
      ? [`${escape(grouped(String(hint.quantity)))} pieces cost no more: ${escape(grouped(hint.lineTotal))} ${unit}`]
      : []),
  ];
  const chosen = checked && line.tiers.length > 1 && !choice ? ' chosen' : '';
  const tag = choice ? 'label' : 'div';
  return `<${tag} class="break${chosen}"><span class="pieces">${radio}${chosen ? '✓ ' : ''}${pieces}</span><b>${escape(grouped(lineTotal))} ${unit}</b>${more.map((words) => `<small>${words}</small>`).join('')}</${tag}>`;
}

/** The same amount with nothing but zeros. */
function zero(amount: string): string {
  return amount.replace(/\d/g, '0');
}

function answer({ currency, totals }: CustomerQuoteResponse): string {
  const total = `<span data-total="total">${escape(grouped(totals!.total))}</span> ${escape(currency!)}`;
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

function dayText(date: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
}

function head(title: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
`;
}
