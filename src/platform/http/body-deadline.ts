import type { FastifyInstance, FastifyRequest } from 'fastify';
import { streamedTypeOf } from './streamed-body.js';

/**
 * A request's body must have come within so many ms of its head, or the connection is closed with 408, as Node's own
 * requestTimeout does it. Node's time-out is the same for all routes, so it has to be as long as the longest upload takes;
 * for bodies that a route takes as a stream, it and their handlers are the only limits.
 */
export function bodyDeadline(fastify: FastifyInstance, ms: number): void {
  const timers = new WeakMap<FastifyRequest, NodeJS.Timeout>();
  fastify.addHook('onRequest', (request, _reply, next) => {
    const { headers, socket } = request.raw;
    const awaited = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
    if (awaited && streamedTypeOf(request) === undefined) {
      const error = Object.assign(new Error('Request timeout'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
      const timer = setTimeout(() => fastify.server.emit('clientError', error, socket), ms);
      timers.set(request, timer.unref());
    }
    next();
  });
  // The body has come, or was refused.
  fastify.addHook('preValidation', (request, _reply, next) => {
    clearTimeout(timers.get(request));
    next();
  });
  fastify.addHook('onResponse', (request, _reply, next) => {
    clearTimeout(timers.get(request));
    next();
  });
}
