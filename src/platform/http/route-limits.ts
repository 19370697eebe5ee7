import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { AppError } from '../errors/app-error.js';
import { sendProblem } from '../errors/problem.filter.js';
import { addRouteConfig } from './route-config.js';

/** Bytes of a body that holds an e-mail address and a password, and little else. */
const SMALL_BODY_BYTES = 4_096;
/** Members a query string may have. The longest list of them that any route declares is a tenth of it. */
const MAX_QUERY_MEMBERS = 100;

interface LimitsConfig {
  bodyLimit?: number;
  unlimited?: true;
}

/**
 * A route that anybody may call takes a body of 4 KiB at most, or as much as what it declares can take, so that strangers cannot make
 * the server parse large ones.
 */
export const SmallBody = (bytes = SMALL_BODY_BYTES) => addRouteConfig({ bodyLimit: bytes } satisfies LimitsConfig);

/** Exempts a route from the limits on requests: probes must always be answered. */
export const Unlimited = () => addRouteConfig({ unlimited: true } satisfies LimitsConfig);

export function isUnlimited(request: FastifyRequest): boolean {
  return (request.routeOptions.config as LimitsConfig | undefined)?.unlimited === true;
}

/** Gives routes the limits they declare, and all of them that on query strings. Before they are registered. */
export function routeLimits(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, next) => {
    const [, query = ''] = request.url.split('?', 2);
    if (!hasTooManyMembers(query)) return next();
    const words = `A query string has at most ${MAX_QUERY_MEMBERS} members`;
    sendProblem(request, reply, new AppError('BAD_REQUEST', words));
  });
  fastify.addHook('onRoute', (route: RouteOptions) => {
    const { bodyLimit } = (route.config ?? {}) as LimitsConfig;
    if (bodyLimit !== undefined) route.bodyLimit = bodyLimit;
  });
}

function hasTooManyMembers(query: string): boolean {
  let members = 1;
  for (let at = query.indexOf('&'); at >= 0; at = query.indexOf('&', at + 1))
    if (++members > MAX_QUERY_MEMBERS) return true;
  return false;
}
