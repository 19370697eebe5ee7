import Handlebars from 'handlebars';
import type { MailBrand } from './define-template.js';

interface HtmlPage {
  title: string;
  brand: MailBrand;
  /** What a list of mails shows behind the subject. */
  preview: string;
  /** HTML, its values escaped already. */
  body: string;
}

/**
 * The frame of every mail. Mail clients know tables and inline styles; the style block is for those that can do more (narrow
 * screens, dark mode). Colours are given in pairs of text and background, so that a client that swaps one swaps both.
 */
export function htmlPage({ title, brand, preview, body }: HtmlPage): string {
  const escape = (text: string) => Handlebars.escapeExpression(text);
  const name = escape(brand.name);
  const answer = brand.replies ? ' Questions? Just reply to this mail.' : '';
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>${escape(title)}</title>
<style>
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  @media (max-width: 480px) {
    .outer { padding: 0 !important; }
    .card { border-radius: 0 !important; border-left: 0 !important; border-right: 0 !important; }
    .pad { padding-left: 20px !important; padding-right: 20px !important; }
  }
  @media (prefers-color-scheme: dark) {
    .page { background-color: #14161a !important; }
    .card { background-color: #1e2127 !important; border-color: #343943 !important; }
    .card, .card p, .card td, .card th, .card h1 { color: #e8eaee !important; }
    .soft, .card .soft { color: #a3aab8 !important; }
    .rule, .card .rule { border-color: #343943 !important; }
    .panel { background-color: #272b33 !important; }
    .card a { color: #8fb0ff !important; }
    .button { background-color: #3f73ff !important; }
    .card a.button-link { color: #ffffff !important; }
  }
</style>
</head>
<body class="page" style="margin:0;padding:0;background-color:#f2f4f7;-webkit-text-size-adjust:100%">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${escape(preview)}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f2f4f7" style="background-color:#f2f4f7">
<tr><td class="outer" align="center" style="padding:32px 12px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff" style="max-width:600px;background-color:#ffffff;border:1px solid #dfe3e9;border-radius:12px;font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:24px;color:#1b2330;text-align:left">
<tr><td class="pad rule" style="padding:24px 36px 20px;border-bottom:1px solid #e6e9ee;font-size:17px;line-height:24px;font-weight:700;word-break:break-word">${name}</td></tr>
<tr><td class="pad" style="padding:28px 36px 32px;word-break:break-word">
${body}
</td></tr>
</table>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px">
<tr><td class="soft pad" style="padding:18px 36px 24px;font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:13px;line-height:19px;color:#5d6675;text-align:left;word-break:break-word">Sent by ${name}.${answer}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

/** The same frame as plain text. */
export function textPage({ brand, body }: { brand: MailBrand; body: string }): string {
  const tidy = body
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return `${tidy}\n\n-- \n${brand.name}\n`;
}
