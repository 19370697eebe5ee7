import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiBody, type ApiBodyOptions, ApiConsumes } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../errors/app-error.js';
import { AnswersAfterCommit } from './idempotency/answer-rules.js';
import { addRouteConfig } from './route-config.js';

/** Types of bodies that a route may take as a stream. */
export const STREAMED_TYPES = ['text/csv', 'multipart/form-data'] as const;
export type StreamedType = (typeof STREAMED_TYPES)[number];

type SchemaObject = Extract<ApiBodyOptions, { schema: unknown }>['schema'];

const BYTES: SchemaObject = { type: 'string', format: 'binary' };

interface StreamedConfig {
  streamedBody?: StreamedType;
}

/** The type of body that the request's route takes as a stream, if it is such a route. */
export function streamedTypeOf(request: FastifyRequest): StreamedType | undefined {
  return (request.routeOptions.config as StreamedConfig | undefined)?.streamedBody;
}

/**
 * A POST whose body is read as it comes, by its handler (`@BodyStream()`) alone: it is neither parsed, nor hashed for an
 * Idempotency-Key (the handler compares it), nor stored with one. Bodies of any other type are refused with 415. The handler
 * must limit its size.
 */
export const StreamedBody = (type: StreamedType, description: string, schema: SchemaObject = BYTES) =>
  applyDecorators(
    addRouteConfig({ streamedBody: type } satisfies StreamedConfig),
    AnswersAfterCommit('reads-stream'),
    ApiConsumes(type),
    ApiBody({ required: true, description, schema }),
  );

/** The body of a streamed route, untouched. @throws AppError UNSUPPORTED_MEDIA_TYPE for another type, or a compressed one */
export const BodyStream = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const type = streamedTypeOf(request);
  const { 'content-type': given, 'content-encoding': encoding = 'identity' } = request.headers;
  if (!type || given?.split(';', 1)[0]!.trim().toLowerCase() !== type || encoding.toLowerCase() !== 'identity')
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', `The body must be ${type}, not compressed`);
  return request.raw;
});
