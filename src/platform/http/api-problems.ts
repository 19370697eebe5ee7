import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiPropertyOptional, ApiResponse, getSchemaPath } from '@nestjs/swagger';

class RefusedNightResponse {
  @ApiProperty({ example: '2027-03-01' }) date!: string;
  @ApiProperty({ example: 'SOLD_OUT' }) reason!: string;
}

class OtherTimeResponse {
  @ApiProperty({ format: 'date-time' }) startsAt!: Date;
  @ApiProperty({ format: 'date-time' }) endsAt!: Date;
}

class OverrideInTheWayResponse {
  @ApiProperty() id!: number;
  @ApiProperty({ example: '2027-08-10' }) from!: string;
  @ApiProperty({ example: '2027-08-15', description: 'Included' }) to!: string;
}

export class FieldErrorResponse {
  @ApiProperty({ example: 'data.startDate' }) path!: string;
  @ApiProperty() message!: string;
}

/** RFC 9457, as every error of this server is answered. */
export class ProblemResponse {
  @ApiProperty({ example: 'urn:nightshift:problem:validation-failed' }) type!: string;
  @ApiProperty({ example: 'Bad Request' }) title!: string;
  @ApiProperty({ type: 'integer', example: 400 }) status!: number;
  @ApiProperty() detail!: string;
  @ApiProperty({ example: '/api/v1/jobs' }) instance!: string;
  @ApiProperty({ example: 'VALIDATION_FAILED' }) code!: string;
  @ApiPropertyOptional({ type: [FieldErrorResponse] }) errors?: FieldErrorResponse[];
  @ApiPropertyOptional({ type: [String], description: 'Dates that stand in the way.' }) dates?: string[];
  @ApiPropertyOptional({ type: [RefusedNightResponse], description: 'Why each night cannot be sold.' })
  refusals?: RefusedNightResponse[];
  @ApiPropertyOptional({ type: [OverrideInTheWayResponse], description: 'Price overrides on some of the dates.' })
  overrides?: OverrideInTheWayResponse[];
  @ApiPropertyOptional({
    type: 'array',
    items: { $ref: '#/components/schemas/AuditCheckResponse' },
    description: 'The checklist that keeps a day from being closed.',
  })
  checks?: object[];
  @ApiPropertyOptional({
    type: 'array',
    items: { $ref: '#/components/schemas/ConflictResponse' },
    description: 'Sold nights that the change would take away.',
  })
  conflicts?: object[];
  @ApiPropertyOptional({ format: 'uuid', description: "The booking that has the channel's number." })
  bookingId?: string;
  @ApiPropertyOptional({ description: 'The window of the folio it is about.' }) window?: number;
  @ApiPropertyOptional({ example: '50.00', description: 'The most that can be given back.' }) refundable?: string;
  @ApiPropertyOptional({ example: '50.00', description: 'The most of the deposit that can pay the bill.' })
  applicable?: string;
  @ApiPropertyOptional({ format: 'uuid', description: 'The invoice that carries the line.' }) invoiceId?: string;
  @ApiPropertyOptional({ example: 'CDM-2026-000012' }) invoiceNumber?: string;
  @ApiPropertyOptional({ description: 'Its line, which a credit note names.' }) invoiceLineId?: number;
  @ApiPropertyOptional({ format: 'date-time', description: 'From when the day may be closed without a reason.' })
  closableFrom?: string;
  @ApiPropertyOptional({ example: 'no_activity', description: 'Why it was refused, as a word.' }) reason?: string;
  @ApiPropertyOptional({ type: [String], description: 'What there is, where something unknown was named.' })
  known?: string[];
  @ApiPropertyOptional({
    type: 'array',
    items: { $ref: '#/components/schemas/RunEntryResponse' },
    description: 'Why there is none of each listing.',
  })
  outcomes?: object[];
  @ApiPropertyOptional({ type: [String], example: ['event'], description: 'Why the time is not free.' })
  why?: string[];
  @ApiPropertyOptional({ type: [OtherTimeResponse], description: 'Times that would do.' })
  alternatives?: OtherTimeResponse[];
  @ApiPropertyOptional({ format: 'uuid', description: 'The contact that has this address.' }) contactId?: string;
  @ApiPropertyOptional({ format: 'uuid', description: 'The job that did not do it.' }) jobId?: string;
  @ApiPropertyOptional({ format: 'uuid', description: 'The import that has this file, or the file itself.' })
  importId?: string;
  @ApiPropertyOptional({
    description: 'The request with this Idempotency-Key was carried out; its answer is not told again.',
  })
  carriedOut?: boolean;
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'Of that answer, all but what is told only once.',
  })
  answer?: object;
  @ApiPropertyOptional({ type: [String], description: 'Jobs that the request has started.' }) jobIds?: string[];
}

export const MEANING: Record<number, string> = {
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
