type Schema = Record<string, unknown>;

const REFERENCE = '#/components/schemas/';

/** A schema with what it refers to in place of the references; what refers to itself is left open there. */
export function wholeSchema(
  node: unknown,
  schemas: Readonly<Record<string, unknown>>,
  within: readonly string[] = [],
): unknown {
  if (Array.isArray(node)) return node.map((one) => wholeSchema(one, schemas, within));
  if (typeof node !== 'object' || node === null) return node;
  const { $ref, ...rest } = node as Schema;
  const own = Object.fromEntries(Object.entries(rest).map(([name, one]) => [name, wholeSchema(one, schemas, within)]));
  if (typeof $ref !== 'string' || !$ref.startsWith(REFERENCE)) return $ref === undefined ? own : { $ref, ...own };
  const name = $ref.slice(REFERENCE.length);
  if (within.includes(name)) return own;
  return { ...(wholeSchema(schemas[name] ?? {}, schemas, [...within, name]) as Schema), ...own };
}
