/** What a template may be given, by name. */
export type VariableKind = 'text' | 'link' | 'flag' | 'list';

export interface Variable {
  /** text: words or a number, not blank · link: an http or https address · flag: true or false · list: rows with `fields` */
  kind: VariableKind;
  /** Without it there is no mail. Default: false. */
  required?: boolean;
  /** For the person who fills it in. */
  about: string;
  /** Of each row of a list; texts, all of them optional unless `required`. */
  fields?: Record<string, { required?: boolean; about: string }>;
}

export type Variables = Record<string, Variable>;

/** A value of the data that does not fit; `path` names it, e.g. `lines.0.name`. */
export interface DataProblem {
  path: string;
  message: string;
}

export const MAX_TEXT = 4_000;
export const MAX_ROWS = 200;

/** What a template sees: every variable it declares, null where nothing was given, and nothing else. */
export type MailData = Record<string, unknown>;

/**
 * The data as a template sees them, or what is wrong with them. Data that no variable is declared for are left out.
 * (rules mail 4)
 */
export function readData(variables: Variables, given: object): { data: MailData; problems: DataProblem[] } {
  const problems: DataProblem[] = [];
  const data: MailData = {};
  for (const [name, variable] of Object.entries(variables)) {
    data[name] = readVariable(name, variable, own(given, name), problems);
  }
  return { data, problems };
}

function readVariable(name: string, variable: Variable, value: unknown, problems: DataProblem[]): unknown {
  const { kind, required = false } = variable;
  if (isMissing(value)) {
    if (required) problems.push({ path: name, message: `${name} is missing` });
    return kind === 'list' ? [] : null;
  }
  if (kind === 'flag') {
    if (typeof value !== 'boolean') problems.push({ path: name, message: `${name} must be true or false` });
    return value;
  }
  if (kind === 'list') return readList(name, variable, value, problems);
  const text = readText(name, value, problems);
  if (kind === 'link' && text !== null && !isLink(text))
    problems.push({ path: name, message: `${name} must be an http or https address` });
  return text;
}

function readList(name: string, { fields = {}, required }: Variable, value: unknown, problems: DataProblem[]) {
  if (!Array.isArray(value) || value.length > MAX_ROWS) {
    problems.push({ path: name, message: `${name} must be a list of at most ${MAX_ROWS} rows` });
    return [];
  }
  if (required && value.length === 0) problems.push({ path: name, message: `${name} is empty` });
  return value.map((row: unknown, index) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      problems.push({ path: `${name}.${index}`, message: `${name}.${index} must be an object` });
      return {};
    }
    const members = Object.entries(fields).map(([field, { required: needed, about }]) => [
      field,
      readVariable(`${name}.${index}.${field}`, { kind: 'text', required: needed, about }, own(row, field), problems),
    ]);
    return Object.fromEntries(members) as MailData;
  });
}

/** Words or a number, without characters that no text has (NUL, half a surrogate pair, controls but tab and line break). */
function readText(path: string, value: unknown, problems: DataProblem[]): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string' || value.length > MAX_TEXT) {
    problems.push({ path, message: `${path} must be a text of at most ${MAX_TEXT} characters, or a number` });
    return null;
  }
  return value
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ' ');
}

/** Null and blank count as missing: a mail that says "Dear ," helps nobody. */
function isMissing(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

function isLink(text: string): boolean {
  if (!URL.canParse(text)) return false;
  return ['http:', 'https:'].includes(new URL(text).protocol);
}

/** Never what an object inherits: data may be named `constructor`. */
function own(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? (object as Record<string, unknown>)[name] : undefined;
}
