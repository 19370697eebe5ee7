import type { FastifyInstance } from 'fastify';
import { AppError } from '../errors/app-error.js';
import { beyondBounds } from './json-bounds.js';
import { readRaw, takesRawBody } from './raw-body.js';
import { markUnstorable } from './storable-body.guard.js';
import { STREAMED_TYPES, streamedTypeOf } from './streamed-body.js';

/** Well-formed JSON that the parser refuses all the same (members named __proto__ or constructor). */
const FORBIDDEN = 'The body has a member named __proto__ or constructor; such names are not taken';

/**
 * Bodies are JSON or refused with 415: other sites may make a browser send forms and plain text without a preflight request.
 * A JSON request without a body counts as one without a type: `curl -X POST -H 'content-type: application/json'`.
 * Only a route that declares it gets a body of another type: unread (`@StreamedBody`), or as text (`@RawBody`).
 */
export function jsonOnly(fastify: FastifyInstance): void {
  // Members named __proto__ or constructor are an error, never merged.
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (takesRawBody(request)) return done(null, body);
    const beyond = beyondBounds(body as string);
    if (body === '') done(null, undefined);
    else if (beyond) done(new AppError('BAD_REQUEST', `The body ${beyond}`));
    else
      void parse(request, body as string, (error, value) => {
        if (!error) markUnstorable(request, body as string, value);
        done(error && isJson(body as string) ? new AppError('VALIDATION_FAILED', FORBIDDEN) : error, value);
      });
  });
  for (const type of STREAMED_TYPES)
    fastify.addContentTypeParser(type, (request, unread, done) => {
      if (!request.is404 && takesRawBody(request)) void readRaw(request, unread).then((text) => done(null, text), done);
      else if (request.is404 || streamedTypeOf(request) === type) done(null, undefined);
      else done(new AppError('UNSUPPORTED_MEDIA_TYPE', 'Unsupported Media Type'));
    });
  fastify.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (request, body, done) => {
    if (request.is404 || takesRawBody(request)) done(null, body);
    else done(new AppError('UNSUPPORTED_MEDIA_TYPE', 'Unsupported Media Type'));
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
