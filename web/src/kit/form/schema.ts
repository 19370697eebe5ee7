/** What of JSON schema the contracts of jobs use. */
export interface JsonSchema {
  type?: string | readonly string[];
  oneOf?: readonly JsonSchema[];
  anyOf?: readonly JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: readonly string[];
  enum?: readonly unknown[];
  format?: string;
  description?: string;
  example?: unknown;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
}

/** A schema as the API answers it. */
export const asSchema = (schema: Record<string, unknown>): JsonSchema => schema;

/** Texts as they are typed, and ticks. */
export type FormValues = Record<string, string | boolean>;
export type Control = 'text' | 'number' | 'date' | 'boolean' | 'choice' | 'json';

/** The kind of field for a value. */
export function controlOf(schema: JsonSchema): Control {
  const types = typesOf(schema);
  if (schema.enum) return 'choice';
  if (types.includes('boolean')) return 'boolean';
  if (types.includes('integer') || (types.includes('number') && types.length === 1)) return 'number';
  if (schema.format === 'date' || /^"\d{4}-\d{2}-\d{2}"$/.test(JSON.stringify(schema.example) ?? '')) return 'date';
  return types.includes('string') ? 'text' : 'json';
}

/** Types it may have; an amount may be a number or a text, and is typed as a text. */
function typesOf({ type, oneOf, anyOf }: JsonSchema): string[] {
  const own = [type ?? []].flat();
  return [...own, ...(oneOf ?? []).flatMap(typesOf), ...(anyOf ?? []).flatMap(typesOf)].filter((one) => one !== 'null');
}

/** `roomCategoryId`: Room category id. */
export function labelOf(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Data as the form shows them: texts and ticks. */
export function toValues(schema: JsonSchema | undefined, data: Record<string, unknown>): FormValues {
  const values: FormValues = {};
  for (const [name, field] of Object.entries(schema?.properties ?? {})) {
    const value = data[name];
    if (value === undefined || value === null) continue;
    if (typeof value === 'boolean') values[name] = value;
    else values[name] = typeof value === 'string' && controlOf(field) !== 'json' ? value : JSON.stringify(value);
  }
  return values;
}

/**
 * What the form makes of data: a field that was not touched keeps its value to the digit, also null, an empty text and what the form
 * has no field for.
 */
export function fromForm(
  schema: JsonSchema,
  before: Record<string, unknown>,
  values: FormValues,
): Record<string, unknown> {
  const shown = toValues(schema, before);
  const typed = toData(schema, values);
  const data = { ...before };
  for (const name of Object.keys(schema.properties ?? {})) {
    if ((values[name] ?? '') === (shown[name] ?? '')) continue;
    if (name in typed) data[name] = typed[name];
    else delete data[name];
  }
  return data;
}

/** The object for the API; fields that were left empty are left out. JSON that cannot be read is sent as text, and refused there. */
export function toData(schema: JsonSchema, values: FormValues): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const value = values[name];
    if (value === undefined || value === '') continue;
    // A choice may be a number.
    data[name] = field.enum?.find((one) => String(one) === value) ?? valueOf(controlOf(field), value);
  }
  return data;
}

function valueOf(control: Control, value: string | boolean): unknown {
  if (typeof value === 'boolean') return value;
  if (control === 'number') return Number(value);
  if (control !== 'json') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
