import { demoClient, endOfJob } from './demo-client.mjs';
import { demoParts } from './demo-parts.mjs';
import { CATALOGUE, ITEMS, SETTINGS } from './demo-workshop.data.mjs';
import { dim, Stop, table } from './print.mjs';
import { pause } from './processes.mjs';

const WORKSHOP = 'alpine';
const MAIL_WAIT_MS = 60_000;

/**
 * The demo workshop's first quote, over the public API: its catalogue, three parts uploaded and analysed, a quote priced and
 * sent. Not done where the workshop has a quote already. What an interrupted start has left is used, not made twice.
 * @param {{ baseUrl: string, credentials: string }} demo
 * @returns {Promise<{ quote: object, files: object[], mail: object } | undefined>} undefined when there was nothing to do
 */
export async function firstQuote({ baseUrl, credentials }) {
  const call = demoClient(baseUrl, credentials, WORKSHOP);
  if (!call) return undefined;
  const there = (await call('GET', '/api/v1/quotes?limit=2')).quotes;
  if (!there.every(unfinished) || there.length > 1) return undefined;
  const { customerId } = await catalogue(call);
  const files = [];
  for (const part of demoParts()) files.push(await analysed(call, part));
  const items = ITEMS.map(({ file, ...item }) => ({ ...item, fileId: files.find(({ name }) => name === file).id }));
  const quote = there[0] ?? (await call('POST', '/api/v1/quotes', { customerId, items }));
  const { jobId } = await call('POST', `/api/v1/quotes/${quote.id}/calculate`);
  // It answers the priced quote, unless that takes longer than a request may.
  if (jobId) await endOfJob(call, jobId);
  const sent = await call('POST', `/api/v1/quotes/${quote.id}/send`);
  return { quote: sent, files, mail: await mailOf(call, CATALOGUE.customers[0].email) };
}

/** The demo's own quote, which an interrupted start has not sent. */
function unfinished({ recipient, state }) {
  return recipient.email === CATALOGUE.customers[0].email && ['draft', 'ready'].includes(state);
}

/** The demo workshop's catalogue: makes what is not there yet. */
export async function catalogue(call) {
  await call('PUT', '/api/v1/quoting-settings', SETTINGS);
  const ids = {};
  for (const [route, rows] of Object.entries(CATALOGUE)) {
    const list = await call('GET', `/api/v1/${route}?limit=200`);
    const there = Object.values(list).find(Array.isArray);
    for (const { process, ...row } of rows) {
      const key = row.code ?? row.email;
      const body = process ? { ...row, processId: ids[process] } : row;
      const found = there.find((one) => (one.code ?? one.email) === key);
      ids[key] = (found ?? (await call('POST', `/api/v1/${route}`, body))).id;
    }
  }
  return { customerId: ids[CATALOGUE.customers[0].email] };
}

/** Uploads a part, unless it is there, and waits for its analysis. */
export async function analysed(call, { name, bytes, unit }) {
  const { files } = await call('GET', '/api/v1/files?limit=200');
  let id = files.find((file) => file.name === name)?.id;
  if (!id) {
    const form = new FormData();
    if (unit) form.set('unit', unit);
    form.set('file', new Blob([bytes]), name);
    const uploaded = await call('POST', '/api/v1/files', form);
    id = uploaded.id;
    await endOfJob(call, uploaded.jobId);
  }
  return call('GET', `/api/v1/files/${id}`);
}

/** The mail to the customer, once it has left. */
async function mailOf(call, address) {
  for (const deadline = performance.now() + MAIL_WAIT_MS; performance.now() < deadline; await pause(200)) {
    const { messages } = await call('GET', `/api/v1/mail/messages?address=${encodeURIComponent(address)}&limit=1`);
    if (messages[0]?.state === 'sent') return messages[0];
    if (['failed', 'suppressed'].includes(messages[0]?.state))
      throw new Stop(`the mail with the quote: ${messages[0].error ?? messages[0].state}`);
  }
  throw new Stop('the mail with the quote has not been sent after a minute');
}

export function printQuote(first, baseUrl) {
  if (!first) return;
  const { quote, files, mail } = first;
  const of = (item) => files.find(({ id }) => id === item.fileId).analysis;
  const number = (value, digits) => value.toLocaleString('en', { maximumFractionDigits: digits });
  const measured = ({ kind, volume, sheet, triangles }) =>
    kind === 'sheet'
      ? `${number(sheet.cutLength, 0)} mm cut, ${sheet.contours} contours`
      : `${number(volume / 1000, 2)} cm³, ${number(triangles, 0)} triangles`;
  const breaks = ({ tiers }) => tiers.map((tier) => `${tier.quantity} × ${tier.unitPrice}`).join(', ');
  console.log('');
  table(
    [
      { title: `Quote ${quote.number}`, value: (item) => item.fileName },
      { title: 'Measured', value: (item) => measured(of(item)) },
      { title: 'Made by', value: (item) => `${item.process}, ${item.material}` },
      { title: `Prices, ${quote.currency}`, value: breaks },
      { title: 'Days', right: true, value: (item) => item.tiers[0].leadDays },
      { title: 'Line', right: true, value: (item) => item.tiers[0].lineTotal },
    ],
    quote.items,
  );
  const { subtotal, tax, total } = quote.totals;
  console.log(`  ${subtotal} + ${tax} tax = ${total} ${quote.currency}, valid until ${quote.validUntil}`);
  console.log(`  The customer's page: ${quote.link}`);
  console.log(
    `  The mail to ${mail.toAddress}: ${baseUrl}/api/v1/mail/messages/${mail.id} ${dim(`(admin@${WORKSHOP}.test)`)}`,
  );
}
