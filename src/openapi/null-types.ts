type Schema = Record<string, unknown>;

/** Members that hold values, not schemas; they are not rewritten. */
const VALUES = new Set(['example', 'examples', 'default', 'enum', 'const']);

/**
 * Rewrites, in place, what is OpenAPI 3.0 only into 3.1, whose schemas are JSON Schema: there is no `nullable`, and a
 * `$ref` may have members beside it. In 3.0 `nullable` beside a reference forbids null in the eyes of most validators.
 */
export function toJsonSchema(node: unknown): void {
  if (Array.isArray(node)) return node.forEach(toJsonSchema);
  if (typeof node !== 'object' || node === null) return;
  const members = node as Schema;
  for (const [name, member] of Object.entries(members)) {
    // Members of `properties` are named by the API: one may well be called `default` or `nullable`.
    if (name === 'properties') Object.values(member as object).forEach(toJsonSchema);
    else if (!VALUES.has(name)) toJsonSchema(member);
  }
  unwrapReference(members);
  if (typeof members['nullable'] === 'boolean') allowNull(members);
}

/** `allOf` with a single reference is how 3.0 puts a description beside it. */
function unwrapReference(schema: Schema): void {
  const { allOf } = schema;
  if (!Array.isArray(allOf) || allOf.length !== 1) return;
  const [{ $ref }] = allOf as [Schema];
  if ($ref === undefined) return;
  delete schema['allOf'];
  // The library says "object" of whatever is a class; the reference says more.
  delete schema['type'];
  schema['$ref'] = $ref;
}

function allowNull(schema: Schema): void {
  const { nullable, $ref, type, anyOf, oneOf } = schema;
  delete schema['nullable'];
  if (!nullable) return;
  const none = { type: 'null' };
  if ($ref !== undefined) {
    delete schema['$ref'];
    schema['anyOf'] = [{ $ref }, none];
  } else if (Array.isArray(anyOf)) anyOf.push(none);
  else if (Array.isArray(oneOf)) oneOf.push(none);
  else if (type !== undefined) schema['type'] = [...new Set([type, 'null'].flat())];
  const values = schema['enum'] as unknown[] | undefined;
  if (values && !values.includes(null)) schema['enum'] = [...values, null];
}
