import { readAmount } from '../../lib/typed-amount';
import { uuid } from '../../lib/uuid';
import type { CatalogueField } from './fields';

export type Row = Record<string, string> & { key: string };
export type Value = string | boolean | string[] | Row[];
export type Values = Record<string, Value>;

const LIMITS = ['minWall', 'minHole', 'maxOverhang'] as const;
/** Densities, factors and percentages have more decimals than money. */
export const NUMBER = { decimals: 6 };
/** As the API takes it; what cannot be read is refused by the form, and by the server. */
const plain = (typed: string): string => readAmount(typed, NUMBER).amount ?? typed.trim();
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

/** What a form begins with: of what there is, or of nothing. */
export function valuesOf(fields: readonly CatalogueField[], datum?: Record<string, unknown>): Values {
  return Object.fromEntries(fields.map((field) => [field.name, valueOf(field, datum?.[field.name])]));
}

function valueOf({ control, choices }: CatalogueField, value: unknown): Value {
  switch (control) {
    case 'check':
      return value === true;
    case 'processes':
      return Array.isArray(value) ? (value as string[]) : [];
    case 'bands':
    case 'leadTimes':
      return (Array.isArray(value) ? (value as Record<string, unknown>[]) : []).map(asRow);
    case 'limits':
      return [asRow((value ?? {}) as Record<string, unknown>)];
    case 'choice':
      return textOf(value) || (choices?.[0]?.[0] ?? '');
    default:
      return textOf(value);
  }
}

/** A row of a list, as texts; true and false as such words. */
export function asRow(members: Record<string, unknown>): Row {
  const texts = Object.entries(members).map(([name, value]) => [
    name,
    typeof value === 'boolean' ? String(value) : textOf(value),
  ]);
  return { ...Object.fromEntries(texts), key: uuid() } as Row;
}

/** Fields that had a value and were emptied, though the server has no "nothing" for them: left out, the old value would stay. */
export function emptiedOf(
  fields: readonly CatalogueField[],
  values: Values,
  datum: Record<string, unknown> | undefined,
): Record<string, string> {
  const emptied = fields.filter(
    (field) =>
      !field.nullable && !field.needed && isEmpty(values[field.name]) && !isEmpty(valueOf(field, datum?.[field.name])),
  );
  return Object.fromEntries(emptied.map(({ name, label }) => [name, `${label} cannot be left empty: give a value`]));
}

const isEmpty = (value: Value | undefined): boolean => typeof value === 'string' && value.trim() === '';

/** The body for the API. What is empty is null where that is a value, and left out elsewhere. */
export function bodyOfValues(fields: readonly CatalogueField[], values: Values): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const { name, control, nullable } of fields) {
    const value = values[name]!;
    if (typeof value === 'string') {
      const text = control === 'decimal' || control === 'money' ? plain(value) : value.trim();
      if (text !== '') body[name] = control === 'process' ? Number(text) : text;
      else if (nullable) body[name] = null;
    } else if (control === 'limits') body[name] = limitsOf((value as Row[])[0]!);
    else if (control === 'bands' || control === 'leadTimes') body[name] = (value as Row[]).map(membersOf);
    else body[name] = value;
  }
  return body;
}

function limitsOf(row: Row): Record<string, unknown> {
  const given = LIMITS.filter((name) => (row[name] ?? '').trim() !== '');
  return {
    ...Object.fromEntries(given.map((name) => [name, Number(plain(row[name]!))])),
    ...(row['cavities'] && { cavities: row['cavities'] === 'true' }),
  };
}

/** Whole numbers as numbers; percentages and multipliers stay texts, so that none is rounded. */
function membersOf({ key: _, ...row }: Row): Record<string, unknown> {
  const members = Object.entries(row).filter(([, text]) => text.trim() !== '');
  return Object.fromEntries(
    members.map(([name, text]) => [
      name,
      name === 'minQuantity' || name === 'days' ? Number(text) : name === 'name' ? text.trim() : plain(text),
    ]),
  );
}
