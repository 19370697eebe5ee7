import type { Variables } from '../../../messages/index.js';

/** Pieces that the mails about quotes and orders share: Handlebars inside the mail's frame. */

export const heading = (text: string) =>
  `<h1 style="margin:0 0 14px;font-size:22px;line-height:30px;font-weight:700;color:#1b2330">${text}</h1>`;

export const paragraph = (text: string) => `<p style="margin:0 0 14px">${text}</p>`;

/** A small table of names and values; each row is shown only if its variable is given. */
export function facts(rows: readonly { label: string; shownIf: string; value: string; strong?: boolean }[]): string {
  const cell = 'padding:9px 14px;vertical-align:top';
  const row = ({ label, shownIf, value, strong }: (typeof rows)[number]) =>
    `{{#if ${shownIf}}}<tr><td class="soft" style="${cell};color:#5d6675;font-size:14px;white-space:nowrap">${label}</td><td style="${cell};text-align:right;color:#1b2330;font-weight:${strong ? 700 : 400}">${value}</td></tr>{{/if}}`;
  return `<table role="presentation" class="panel" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f5f7fa" style="margin:4px 0 18px;border-radius:8px;background-color:#f5f7fa">${rows.map(row).join('')}</table>`;
}

export interface MailColumn {
  head: string;
  /** Handlebars, inside the row. */
  value: string;
  right?: boolean;
}

/** A table of rows; not there when the list is empty. Its lines are those of the frame's style, for dark mode. */
export function listTable(list: string, title: string, columns: readonly MailColumn[]): string {
  const align = ({ right }: MailColumn) => (right ? 'right' : 'left');
  const pad = (index: number) => (index === 0 ? 'padding:8px 0' : 'padding:8px 0 8px 12px');
  const head = columns.map(
    (one, index) =>
      `<th class="soft rule" align="${align(one)}" style="${pad(index)};border-bottom:1px solid #dfe3e9;font-size:13px;line-height:18px;font-weight:600;color:#5d6675;text-align:${align(one)}">${one.head}</th>`,
  );
  const body = columns.map(
    (one, index) =>
      `<td class="rule" align="${align(one)}" style="${pad(index)};border-bottom:1px solid #eceff3;font-size:15px;line-height:21px;color:#1b2330;text-align:${align(one)};vertical-align:top${one.right ? ';white-space:nowrap' : ''}">${one.value}</td>`,
  );
  return `{{#if ${list}.length}}<p style="margin:18px 0 4px;font-weight:600">${title}</p>
<table width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 18px"><tr>${head.join('')}</tr>
{{#each ${list}}}<tr>${body.join('')}</tr>{{/each}}</table>{{/if}}`;
}

/** Variables of every mail to a customer about a quote. */
export const QUOTE = {
  quoteNumber: { kind: 'text', required: true, about: 'Number of the quote' },
  customerName: { kind: 'text', about: 'Whom the mail greets' },
} as const satisfies Variables;

/** Begins a mail; without a name it greets nobody rather than "Dear ,". */
export const GREETING = {
  html: '{{#if customerName}}<p style="margin:0 0 14px">Dear {{customerName}},</p>{{/if}}',
  text: '{{#if customerName}}Dear {{customerName}},\n\n{{/if}}',
};
