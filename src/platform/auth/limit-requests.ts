import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sendProblem, toAppError } from '../errors/problem.filter.js';
import { isUnlimited } from '../http/route-limits.js';
import type { Credentials } from './credentials.js';

/**
 * Counts every request, whatever serves it (Nest, the documents, the board, nobody), before its body is read. A plugin,
 * because it must come after the one that reads cookies.
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
  // Its hook is the whole application's.
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true });
}
