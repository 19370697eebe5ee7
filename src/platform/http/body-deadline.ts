import type { FastifyInstance } from 'fastify';
import { streamedTypeOf } from './streamed-body.js';

/**
 * A request's body must have come within so many ms of its head, or the connection is closed with 408, as Node's own
 * requestTimeout does it. That one knows no routes, so it can only be as long as the longest upload; bodies that a route
 * takes as a stream are left to it, and to their handlers.
 */
export function bodyDeadline(fastify: FastifyInstance, ms: number): void {
  fastify.addHook('onRequest', (request, _reply, next) => {
    const { raw } = request;
    const awaited = raw.headers['content-length'] !== undefined || raw.headers['transfer-encoding'] !== undefined;
    if (awaited && streamedTypeOf(request) === undefined) {
      const timer = setTimeout(() => {
        const error = Object.assign(new Error('Request timeout'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
        if (!raw.complete) fastify.server.emit('clientError', error, raw.socket);
      }, ms).unref();
      raw.once('close', () => clearTimeout(timer));
    }
    next();
  });
}
