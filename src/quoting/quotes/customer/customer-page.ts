import { grouped } from '../../../platform/pdf/index.js';
import { workingDaysText } from '../lead-days.js';
import type { CustomerLineResponse, CustomerQuoteResponse } from './customer-quotes.dto.js';

/** Text between tags or in an attribute. */
export function escape(text: string | number): string {
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return String(text).replace(/[&<>"']/g, (sign) => names[sign]!);
}

/** For every link that opens no quote: cut off on its way, over, or made up. */
export function deadLinkPage(): string {
  const title = 'This link does not work';
  return `${head(title)}<body>
<main>
<header><h1>${title}</h1></header>
<p>It may have been cut off on its way, or is over. Ask the workshop for a new one.</p>
</main>
</body>
</html>
`;
}

/**
 * The page of a customer's link: all is there without a script; one is needed to answer. No image, font or script of anybody
 * else, and no referrer, because the address is the key to the quote.
 */
export function customerPage(quote: CustomerQuoteResponse): string {
  const title = `Quote ${quote.number}${quote.revision > 1 ? ` rev. ${quote.revision}` : ''}`;
  return `${head(title)}<body>
<main>
<header><p class="shop">${escape(quote.shop ?? '')}</p><h1>${escape(title)}</h1><p class="state ${escape(quote.state)}">${escape(quote.message)}</p></header>
${quote.lines ? body(quote) : ''}
<p id="outcome" role="status"></p>
</main>
<script src="../page.js"></script>
</body>
</html>
`;
}

function body(quote: CustomerQuoteResponse): string {
  const totals = quote.totals!;
  const currency = escape(quote.currency!);
  const row = (name: string, value: string, style = '') =>
    `<tr${style}><th scope="row">${escape(name)}</th><td>${escape(grouped(value))} ${currency}</td></tr>`;
  const more = totals.minimumOrder !== zero(totals.minimumOrder);
  return `${quote.note ? `<p class="note">${escape(quote.note)}</p>` : ''}
${quote.open ? '<form id="accept">' : ''}
${quote.lines!.map((line) => lineOf(line, quote)).join('\n')}
<table class="totals"><caption>For the quantities ${quote.open ? 'first offered' : 'above'}</caption>
${more ? row('Parts', totals.lines) + row('Up to the least order', totals.minimumOrder) : ''}
${row('Subtotal', totals.subtotal)}${row(`Tax ${totals.taxRate} %`, totals.tax)}${row('Total', totals.total, ' class="sum"')}
</table>
<p><a href="pdf">The quote as PDF</a></p>
${quote.terms ? `<details><summary>Terms</summary><p class="note">${escape(quote.terms)}</p></details>` : ''}
${quote.open ? ANSWER : ''}`;
}

function lineOf(line: CustomerLineResponse, { currency, open }: CustomerQuoteResponse): string {
  const detail = [line.process, line.material, line.finish].filter((word): word is string => !!word).join(' · ');
  const choice = open && line.tiers.length > 1;
  const rows = line.tiers.map((tier) => {
    const checked = tier.quantity === line.quantity;
    const radio = choice
      ? `<input type="radio" name="quantity-${line.position}" value="${tier.quantity}" data-position="${line.position}"${checked ? ' checked' : ''}>`
      : '';
    const lead = tier.leadDays === null ? '' : ` · ${workingDaysText(tier.leadDays)}`;
    const hint = tier.hint
      ? `<br><small>${escape(grouped(String(tier.hint.quantity)))} pieces cost no more: ${escape(grouped(tier.hint.lineTotal))} ${escape(currency!)}</small>`
      : '';
    return `<li${!choice && checked && line.tiers.length > 1 ? ' class="chosen"' : ''}><label>${radio}<span>${escape(grouped(String(tier.quantity)))} × ${escape(grouped(tier.unitPrice))}<small>${escape(lead)}</small>${hint}</span><b>${escape(grouped(tier.lineTotal))} ${escape(currency!)}</b></label></li>`;
  });
  return `<section><h2>${escape(line.part)}</h2><p>${escape(detail)}</p><ul>${rows.join('')}</ul></section>`;
}

/** The same amount with nothing but zeros. */
function zero(amount: string): string {
  return amount.replace(/\d/g, '0');
}

const ANSWER = `<fieldset>
<legend>Your answer</legend>
<p><label>Your name<input name="name" maxlength="200" autocomplete="name" required></label></p>
<p><label>A note or order number, if you like<input name="note" maxlength="1000"></label></p>
<p class="buttons"><button>Accept the quote</button><button type="button" id="decline">Decline</button></p>
</fieldset>
</form>`;

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

const STYLE = `
:root { color-scheme: light dark }
* { box-sizing: border-box }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; background: #f2f4f7; color: #1b2330 }
main { max-width: 42rem; margin: 0 auto; padding: 1.5rem 1rem 4rem }
h1 { font-size: 1.6rem; margin: 0 } h2 { font-size: 1.05rem; margin: 0; overflow-wrap: anywhere }
.shop { margin: 0; color: #5d6675 } .note { white-space: pre-line }
.state { padding: .5rem .8rem; border-radius: 8px; background: #e3ebff }
.accepted { background: #dcf3e3 } .declined, .expired, .superseded, .cancelled { background: #fbe6dc }
section, fieldset, .totals { background: #fff; border: 1px solid #dfe3e9; border-radius: 10px; padding: 1rem; margin: 0 0 1rem; width: 100% }
section p { margin: .1rem 0 .6rem; color: #5d6675 }
ul { list-style: none; margin: 0; padding: 0 }
li label { display: flex; gap: .6rem; align-items: baseline; padding: .45rem 0; border-top: 1px solid #eceff3 }
li span { flex: 1 } li b { white-space: nowrap } li.chosen { font-weight: 700 } small { color: #5d6675 }
.totals { display: table; border-spacing: 0 } caption { text-align: left; color: #5d6675; font-size: .85rem }
.totals th { text-align: left; font-weight: 400 } .totals td { text-align: right }
.sum th, .sum td { font-weight: 700; font-size: 1.15rem; border-top: 1px solid #dfe3e9; padding-top: .4rem }
input:not([type=radio]) { display: block; width: 100%; font: inherit; padding: .5rem; border: 1px solid #8a94a6; border-radius: 6px }
.buttons { display: flex; flex-wrap: wrap; gap: .8rem } button { font: inherit; padding: .7rem 1.2rem; border-radius: 8px; border: 1px solid #1f4fd8; background: #1f4fd8; color: #fff }
#decline { background: transparent; color: inherit; border-color: #8a94a6 }
@media (prefers-color-scheme: dark) {
  body { background: #14161a; color: #e8eaee } section, fieldset, .totals { background: #1e2127; border-color: #343943 }
  .state { background: #1f2c4d } .accepted { background: #173a24 } .declined, .expired, .superseded, .cancelled { background: #46291c }
  .shop, section p, small, caption { color: #a3aab8 } li label, .sum th, .sum td { border-color: #343943 } a { color: #8fb0ff }
}`;

/** The script of the page: sends the answer, then shows the page anew. */
export const SCRIPT = `const form = document.getElementById('accept');
const outcome = document.getElementById('outcome');
const send = async (what, body) => {
  for (const button of document.querySelectorAll('button')) button.disabled = true;
  try {
    const answer = await fetch(what, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (answer.ok) return location.reload();
    const problem = await answer.json();
    outcome.textContent = problem.errors?.[0]?.message ?? problem.detail;
  } catch {
    outcome.textContent = 'No connection. Nothing was sent; try again.';
  }
  for (const button of document.querySelectorAll('button')) button.disabled = false;
};
form?.addEventListener('submit', (event) => {
  event.preventDefault();
  const quantities = [...form.querySelectorAll('input[type=radio]:checked')].map((one) => ({
    position: Number(one.dataset.position),
    quantity: Number(one.value),
  }));
  const note = form.elements.namedItem("note").value.trim();
  void send('accept', { name: form.elements.namedItem("name").value, ...(note && { note }), quantities });
});
document.getElementById('decline')?.addEventListener('click', () => {
  if (confirm('Decline this quote?')) void send('decline', {});
});
`;
