import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiBody, type ApiBodyOptions, ApiConsumes } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../errors/app-error.js';
import { addRouteConfig } from './route-config.js';

const FORM = 'application/x-www-form-urlencoded';
/** Types that a route for other programs' calls takes as text. Browsers may be made to send them: such a route proves its sender itself. */
export const RAW_TYPES = [FORM, 'application/json', 'multipart/form-data'] as const;

interface RawConfig {
  rawBody?: true;
  bodyLimit?: number;
}

/** Whether the request's route takes its body as text. */
export function takesRawBody(request: FastifyRequest): boolean {
  return (request.routeOptions.config as RawConfig | undefined)?.rawBody === true;
}

/** Reads a body up to the limit of its route. @throws AppError PAYLOAD_TOO_LARGE */
export async function readRaw(request: FastifyRequest, payload: AsyncIterable<Buffer>): Promise<string> {
  const limit = request.routeOptions.bodyLimit;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of payload) {
    length += chunk.length;
    if (length > limit) throw new AppError('PAYLOAD_TOO_LARGE', `The body has more than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * A POST of a program that is not ours, with a form or JSON: its body comes to the handler as text (`@RawText()`), because a
 * signature is over all of it.
 */
export const RawBody = (description: string, schema: Extract<ApiBodyOptions, { schema: unknown }>['schema']) =>
  applyDecorators(
    addRouteConfig({ rawBody: true } satisfies RawConfig),
    ApiConsumes(FORM),
    ApiBody({ required: false, description, schema }),
  );

/** The body as it came; empty for none. */
export const RawText = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { body } = context.switchToHttp().getRequest<FastifyRequest>();
  return typeof body === 'string' ? body : '';
});
