import type { OpenAPIObject } from '@nestjs/swagger';
import { BODY_EXAMPLES } from './body-examples.js';

interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  example?: unknown;
  default?: unknown;
  minimum?: number;
}

const BY_FORMAT: Record<string, string> = {
  'date-time': '2028-03-01T09:00:00Z',
  date: '2028-03-01',
  uuid: '01980000-0000-7000-8000-000000000001',
  email: 'night@example.com',
};

/** Gives every JSON body of the document an example to send. */
export function addBodyExamples(document: OpenAPIObject): void {
  for (const item of Object.values(document.paths))
    for (const operation of [item.post, item.put, item.patch, item.delete]) {
      const body = (operation?.requestBody as { content?: Record<string, { schema?: Schema; example?: unknown }> })
        ?.content?.['application/json'];
      if (body?.schema) body.example ??= exampleOf(body.schema, document);
    }
}

/** A value that fits a schema: the written one if there is one, else the required members and nothing more. */
function exampleOf(schema: Schema, document: OpenAPIObject): unknown {
  if (schema.example !== undefined) return schema.example;
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1)!;
    return BODY_EXAMPLES[name] ?? exampleOf(document.components!.schemas![name] as Schema, document);
  }
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  const [other] = schema.oneOf ?? schema.anyOf ?? [];
  if (other) return exampleOf(other, document);
  const [type] = [schema.type].flat();
  if (type === 'array') return [exampleOf(schema.items!, document)];
  if (type === 'string') return BY_FORMAT[schema.format ?? ''] ?? 'text';
  if (type === 'boolean') return true;
  if (type === 'number' || type === 'integer') return schema.minimum ?? 1;
  const required = schema.required ?? [];
  return Object.fromEntries(required.map((name) => [name, exampleOf(schema.properties![name]!, document)]));
}
