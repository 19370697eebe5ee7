import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sendProblem, toAppError } from '../errors/problem.filter.js';
import { isUnlimited } from '../http/route-limits.js';
import type { Credentials } from './credentials.js';

/**
 * Counts every request before its body is read, whatever serves it: Nest, the documents, the board, or no route at all. It is
 * a plugin because its hook must run after that of the plugin which reads cookies.
 */
export function limitRequests(credentials: Pick<Credentials, 'admit'>) {
  const plugin = (fastify: FastifyInstance, _: object, done: () => void): void => {
    fastify.addHook('onRequest', async (request: FastifyRequest, reply) => {
      if (isUnlimited(request)) return;
      try {
        await credentials.admit(request);
      } catch (error) {
        sendProblem(request, reply, toAppError(error));
      }
    });
    done();
  };
  // Without this, the hook would apply to routes registered inside the plugin only.
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true });
}
