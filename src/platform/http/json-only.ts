import type { FastifyInstance } from 'fastify';

/**
 * Bodies are JSON or refused with 415: forms and plain text are what other sites may send without asking first.
 * A JSON request without a body counts as one without a type: `curl -X POST -H 'content-type: application/json'`.
 */
export function jsonOnly(fastify: FastifyInstance): void {
  // Members named __proto__ or constructor are an error, never merged.
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, body as string, done);
  });
}
