import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RequestContext, Store } from './context.js';

/**
 * Gives every request its own context, from the first hook to the handler. The context is entered twice, with one store:
 * Node's parser emits the body in the connection's context, so the one entered before the body is lost after it.
 */
export function openRequestScope(fastify: FastifyInstance, context: RequestContext): void {
  const stores = new WeakMap<FastifyRequest, Store>();
  fastify.addHook('onRequest', (request, _reply, next) => {
    const store: Store = { requestId: request.id, progress: { committed: false } };
    stores.set(request, store);
    context.enter(store, next);
  });
  fastify.addHook('preValidation', (request, _reply, next) => {
    context.enter(stores.get(request) ?? { requestId: request.id }, next);
  });
}
