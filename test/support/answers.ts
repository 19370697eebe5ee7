import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

export interface AnswerToCheck {
  method: string;
  /** Path with or without a query. */
  url: string;
  status: number;
  contentType: string | undefined;
  text: string;
}

interface Operation {
  responses: Record<string, { content?: Record<string, { schema?: object }> }>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

const PROBLEM = '#/components/schemas/ProblemResponse';
/** The console, other pages, and routes of modules that only tests add: no part of the API. */
const NOT_DOCUMENTED =
  /^\/((?!(api|health|metrics)(\/|$))|api\/docs|api\/(v1\/)?admin\/queues|api\/(v1\/)?(probe|silent|invitations\/page)([./]|$))/;

/**
 * Checks answers against the OpenAPI document: the status and the type of body must be documented for the route, and the
 * body valid against its schema. An object with members that the document does not name is not valid, unless it is declared open.
 */
export class Answers {
  private readonly validators = new Map<string, ValidateFunction>();
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
  private readonly closed: Document;
  private readonly routes: { method: string; path: string; fits: RegExp; operation: Operation }[];

  constructor(document: object) {
    formats.default(this.ajv);
    const closed = (this.closed = structuredClone(document) as Document);
    for (const schema of Object.values(closed.components.schemas)) close(schema);
    close(closed.paths);
    this.ajv.addSchema(closed, 'document');
    this.routes = Object.entries(closed.paths)
      .flatMap(([path, item]) =>
        Object.entries(item).map(([method, operation]) => ({
          method: method.toUpperCase(),
          path,
          fits: new RegExp(`^${path.replace(/\./g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
          operation,
        })),
      )
      // Fixed paths come before those with parameters, as in the router.
      .sort((a, b) => a.path.split('{').length - b.path.split('{').length);
  }

  /** What is wrong with an answer; empty when nothing is. */
  faults(answer: AnswerToCheck): string[] {
    const { method, url, status, text } = answer;
    const path = canonical(url);
    const type = answer.contentType?.split(';', 1)[0]!.trim();
    const route = this.routeOf(method, path);
    if (!route) {
      if (NOT_DOCUMENTED.test(path)) return [];
      if (status < 400) return [`is not in the document`];
      return text === '' ? [] : this.mismatches(PROBLEM, type, text);
    }
    const documented = route.operation.responses[String(status)];
    // A process without the api role knows none of the routes.
    if (!documented && status === 404 && /"detail":"Cannot [A-Z]+ \//.test(text))
      return this.mismatches(PROBLEM, type, text);
    if (!documented) return [`answers ${status}, which the document does not know: ${text.slice(0, 300)}`];
    if (method === 'HEAD' || (text === '' && !documented.content)) return [];
    if (!documented.content) return [`answers ${status} with a body (${type}) that is not documented`];
    // A file of any type.
    if (documented.content['*/*']) return [];
    if (!type || !documented.content[type])
      return [`answers ${status} as ${type}, documented: ${Object.keys(documented.content).join(', ')}`];
    if (!/json$/.test(type)) return [];
    const pointer = ['paths', route.path, route.method.toLowerCase(), 'responses', status, 'content', type, 'schema'];
    return this.mismatches(`#/${pointer.map((step) => escapePointer(String(step))).join('/')}`, type, text);
  }

  /** @throws Error naming route, status and path of everything that is wrong. */
  check(answer: AnswerToCheck): void {
    const faults = this.faults(answer);
    if (faults.length === 0) return;
    const where = `${answer.method} ${canonical(answer.url)} → ${answer.status}`;
    const message = `${where} is not what the OpenAPI document says (npm run openapi, if the code is right):\n  ${faults.join('\n  ')}`;
    throw new Error(message);
  }

  /** What keeps a value from being valid against a part of the document, such as `#/components/schemas/JobResponse`. */
  invalid(pointer: string, value: unknown): string[] {
    const validate = this.validator(pointer);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
    );
  }

  private mismatches(pointer: string, type: string | undefined, text: string): string[] {
    if (pointer === PROBLEM && type !== 'application/problem+json') return [`is no problem+json but ${type}`];
    return this.invalid(pointer, JSON.parse(text));
  }

  private validator(pointer: string): ValidateFunction {
    const known = this.validators.get(pointer);
    if (known) return known;
    // Ajv caches compiled schemas by reference, so routes with the same answer share one.
    const steps = pointer
      .split('/')
      .slice(1)
      .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'));
    const schema = steps.reduce<unknown>(
      (node, step) => (node as Record<string, unknown> | undefined)?.[step],
      this.closed,
    );
    const { $ref, ...beside } = (schema ?? {}) as { $ref?: string };
    const validate = this.ajv.getSchema(`document${$ref && Object.keys(beside).length === 0 ? $ref : pointer}`);
    if (!validate) throw new Error(`the document has no ${pointer}`);
    this.validators.set(pointer, validate);
    return validate;
  }

  private routeOf(method: string, path: string) {
    const own = this.routes.find((route) => route.method === method && route.fits.test(path));
    // Every GET route also answers HEAD, with the same answer without its body.
    return own ?? (method === 'HEAD' ? this.routes.find((r) => r.method === 'GET' && r.fits.test(path)) : undefined);
  }
}

/** The path as the document has it. */
function canonical(url: string): string {
  const path = decoded(url.split('?', 1)[0]!);
  if (/^\/(health\/|metrics$)/.test(path)) return `/api/v1${path}`;
  return path.replace(/^\/api\/(?!v1\/|docs|admin)/, '/api/v1/');
}

/** Routers read `%61pi` as `api`. */
function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

function escapePointer(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
}

/** Refuses members that a schema does not name. */
function close(node: unknown): void {
  if (Array.isArray(node)) return node.forEach(close);
  if (typeof node !== 'object' || node === null) return;
  const schema = node as Record<string, unknown>;
  if (typeof schema['properties'] === 'object' && !('additionalProperties' in schema)) {
    schema['additionalProperties'] = false;
    for (const member of Object.values(schema['properties']!)) close(member);
  }
  for (const [name, member] of Object.entries(schema))
    if (!['properties', 'example', 'examples', 'default', 'enum'].includes(name)) close(member);
}
