import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiPropertyOptional, ApiResponse, getSchemaPath } from '@nestjs/swagger';

export class FieldErrorResponse {
  @ApiProperty({ example: 'data.startDate' }) path!: string;
  @ApiProperty() message!: string;
}

/** RFC 9457, as every error of this server is answered. */
export class ProblemResponse {
  @ApiProperty({ example: 'urn:nightshift:problem:validation-failed' }) type!: string;
  @ApiProperty({ example: 'Bad Request' }) title!: string;
  @ApiProperty({ example: 400 }) status!: number;
  @ApiProperty() detail!: string;
  @ApiProperty({ example: '/api/v1/jobs' }) instance!: string;
  @ApiProperty({ example: 'VALIDATION_FAILED' }) code!: string;
  @ApiPropertyOptional({ type: [FieldErrorResponse] }) errors?: FieldErrorResponse[];
}

const MEANING: Record<number, string> = {
  400: 'Malformed or invalid; errors names the fields.',
  401: 'No credential, or a bad one.',
  403: 'The role may not do this.',
  404: "Not there, or another tenant's.",
  409: 'The present state does not allow it.',
  413: 'Too large.',
  415: 'Not JSON, or not the type this route takes.',
  422: 'Understood, but it cannot be meant.',
  429: 'Too many requests; Retry-After says when.',
  503: 'Postgres is away; Retry-After says when to try again.',
};

/** Documents the problem+json answers of a route. */
export function ApiProblems(...statuses: (keyof typeof MEANING)[]): MethodDecorator {
  const content = { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemResponse) } } };
  return applyDecorators(
    ApiExtraModels(ProblemResponse),
    ...statuses.map((status) => ApiResponse({ status: Number(status), description: MEANING[Number(status)], content })),
  );
}
