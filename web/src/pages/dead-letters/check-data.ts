import { type JsonSchema, labelOf } from '../../kit/form/schema';

/** What of the data its schema does not allow, by field; what only the server can know is told by the server. */
export function checkData(schema: JsonSchema | undefined, data: Record<string, unknown>): Record<string, string> {
  const wrong: Record<string, string> = {};
  if (!schema?.properties) return wrong;
  for (const name of schema.required ?? [])
    if (data[name] === undefined || data[name] === null || data[name] === '')
      wrong[name] = `${labelOf(name)} is missing`;
  for (const [name, field] of Object.entries(schema.properties)) {
    const value = data[name];
    if (value === undefined || value === null || wrong[name]) continue;
    const problem = problemOf(field, value);
    if (problem) wrong[name] = `${labelOf(name)} ${problem}`;
  }
  return wrong;
}

function problemOf(field: JsonSchema, value: unknown): string | undefined {
  if (field.enum && !field.enum.includes(value)) return `is one of ${field.enum.map(String).join(', ')}`;
  const types = [field.type ?? []].flat();
  if (types.length > 0 && !types.some((type) => isA(type, value))) return `is of type ${types.join(' or ')}`;
  if (typeof value === 'number') {
    if (field.minimum !== undefined && value < field.minimum) return `is at least ${field.minimum}`;
    if (field.maximum !== undefined && value > field.maximum) return `is at most ${field.maximum}`;
  }
  if (typeof value === 'string') {
    if (field.maxLength !== undefined && value.length > field.maxLength)
      return `has at most ${field.maxLength} letters`;
    if (field.format === 'date' && Number.isNaN(Date.parse(value))) return 'is a date, YYYY-MM-DD';
  }
  return undefined;
}

function isA(type: string, value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'null') return value === null;
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}
