import Handlebars from 'handlebars';
import { cutText } from '../../platform/mail/mail-address.js';
import { amount, day } from './words.js';
import { htmlPage, textPage } from './layout.js';
import { type DataProblem, readData, type Variables } from './variables.js';

/** digest: at most once · transactional: at least once (rules mail 2) */
export type MailPolicy = 'transactional' | 'digest';

export interface MailTemplateOptions {
  /** Kebab-case, never renamed: it is the `type` of the job email-notification and stands in the log. */
  name: string;
  /** When it is sent and to whom, one sentence. */
  summary: string;
  /** Default: transactional. */
  policy?: MailPolicy;
  variables: Variables;
  /** Data of a mail as it might be, for previews. Checked when the template is defined. */
  sample: Record<string, unknown>;
  /** Handlebars; one line. */
  subject: string;
  /** What a list of mails shows behind the subject, Handlebars. */
  preview?: string;
  /** The part inside the layout, Handlebars; values are escaped. Helpers: `{{day d}}`, `{{amount n}}`; partials: `{{> button}}`. */
  html: string;
  /** The same as plain text, Handlebars; the layout adds who sends it. */
  text: string;
}

/** Whom a mail comes from, as its layout names it. */
export interface MailBrand {
  /** The tenant's business. */
  name: string;
  /** Whether an answer reaches it: without, mails do not ask for one. */
  replies: boolean;
}

export interface RenderedMail {
  subject: string;
  text: string;
  html: string;
}

export interface MailTemplate extends Readonly<Omit<MailTemplateOptions, 'subject' | 'html' | 'text' | 'preview'>> {
  readonly policy: MailPolicy;
  /** @throws MailDataError naming every variable that is missing or does not fit */
  render(data: object, brand: MailBrand): RenderedMail;
}

/** Data that do not fit their template: trying again cannot help. */
export class MailDataError extends Error {
  override readonly name = 'MailDataError';
  constructor(
    readonly template: string,
    readonly problems: readonly DataProblem[],
  ) {
    super(`The mail ${template} cannot be written: ${problems.map(({ message }) => message).join('; ')}`);
  }
}

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** Longest subject, characters: longer ones are cut by every mail client. */
const MAX_SUBJECT = 250;

/**
 * Declares a mail, once. Compiled here, and tried with its sample, so that a template with a mistake ends the start of the
 * process and not a night's mail.
 * @throws Error for a template that cannot be compiled, or whose sample does not fit
 */
export function defineMailTemplate(options: MailTemplateOptions): MailTemplate {
  const { subject, preview, html, text, ...declared } = options;
  if (!NAME.test(options.name)) throw new TypeError(`Template name "${options.name}" is not kebab-case`);
  const write = { subject: plain(subject), preview: plain(preview ?? ''), html: escaped(html), text: plain(text) };
  const render = (given: object, brand: MailBrand): RenderedMail => {
    const { data, problems } = readData(options.variables, given);
    if (problems.length > 0) throw new MailDataError(options.name, problems);
    // What every template sees beside its own variables.
    const seen = { ...data, brand };
    const line = oneLine(write.subject(seen));
    return {
      subject: line,
      text: textPage({ brand, body: write.text(seen) }),
      html: htmlPage({ title: line, brand, preview: oneLine(write.preview(seen)), body: write.html(seen) }),
    };
  };
  const template = Object.freeze({ ...declared, policy: options.policy ?? 'transactional', render });
  template.render(options.sample, { name: 'Sample', replies: true });
  return template;
}

const engine = Handlebars.create();
engine.registerHelper({ day, amount });
engine.registerPartial({
  button: `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:28px 0"><tr><td class="button" bgcolor="#1f5eff" style="border-radius:8px;background-color:#1f5eff"><a href="{{href}}" class="button-link" style="display:inline-block;padding:13px 26px;font-size:16px;line-height:20px;font-weight:600;color:#ffffff;text-decoration:none">{{label}}</a></td></tr></table>`,
});

/** Strict: a name that the template uses and the data do not have is an error, never "undefined". */
const STRICT = { strict: true, knownHelpersOnly: true, knownHelpers: { day: true, amount: true } };

const escaped = (source: string) => engine.compile<object>(source, STRICT);
const plain = (source: string) => engine.compile<object>(source, { ...STRICT, noEscape: true });

/** A line break in a subject could begin a header of its own. */
function oneLine(text: string): string {
  return cutText(text.replace(/\s+/g, ' ').trim(), MAX_SUBJECT);
}
