import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  IsBoolean,
  IsDateString,
  IsIn,
  IsInt,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  type ValidationArguments,
} from 'class-validator';
import { IsDate } from '../../platform/http/date-fields.js';
import { IfGiven } from '../../platform/http/fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { IsQueryId } from '../parties/fields.js';
import {
  CALCULATION_TYPES,
  type CalculationType,
  STATEMENT_STATES,
  type StatementState,
} from '../statements/statement-types.js';
import { type Grouping, GROUPINGS } from './run-params.js';

const isId = (value: unknown) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MAX_ID;

/** `all`, or the id of an owner: a number, or its digits as forms send them. */
const IsOwnerOrAll = () =>
  ValidateBy({
    name: 'isOwnerOrAll',
    validator: {
      validate: (value: unknown) => value === 'all' || isId(value),
      defaultMessage: (args?: ValidationArguments) => `${args!.property} must be "all" or the id of an owner`,
    },
  });

export class GenerateStatementsRequest {
  @ApiProperty({
    oneOf: [{ type: 'string', enum: ['all'] }, { type: 'integer' }],
    example: 'all',
    description: 'An owner, whose statements are made before the answer; `all`: those of all owners, in the background',
  })
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value,
  )
  @IsOwnerOrAll()
  ownerId!: number | 'all';

  @ApiPropertyOptional({ type: 'integer', description: 'Of this listing only' })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  propertyId?: number;

  @ApiProperty({ format: 'date', example: '2025-10-01' })
  @IsDate()
  @IsDateString({ strict: true })
  startDate!: string;

  @ApiProperty({ format: 'date', example: '2025-10-31', description: 'Included' })
  @IsDate()
  @IsDateString({ strict: true })
  endDate!: string;

  @ApiPropertyOptional({
    enum: CALCULATION_TYPES,
    description: 'When the money of a stay counts; `calendar`: night by night. Default: as each agreement says',
  })
  @IfGiven()
  @IsIn(CALCULATION_TYPES)
  calculationType?: CalculationType;

  @ApiPropertyOptional({
    enum: GROUPINGS,
    default: 'listing',
    description: 'A statement for each listing, or one for all listings of an owner',
  })
  @IfGiven()
  @IsIn(GROUPINGS)
  grouping?: Grouping;

  @ApiPropertyOptional({ default: false, description: 'Of `all`: a mail to you when all statements are done' })
  @IfGiven()
  @IsBoolean()
  notify?: boolean;
}

export class RunStartedResponse {
  @ApiProperty({ example: 'Bulk statement generation started in background' }) message!: string;
  @ApiProperty({ format: 'uuid' }) jobId!: string;
  @ApiProperty({ enum: ['processing'] }) status!: 'processing';
  @ApiProperty({ example: 'This may take several minutes to complete...' }) note!: string;
  @ApiProperty({ description: 'How far it is, and at the end its result' }) statusUrl!: string;
  @ApiProperty({ description: 'The same as it happens: server-sent events' }) eventsUrl!: string;
}

export class RunEntryResponse {
  @ApiProperty() ownerId!: number;
  @ApiProperty({ description: 'Name' }) owner!: string;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Null: all listings of the owner together' })
  propertyId!: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'Name' }) property!: string | null;
  @ApiProperty({
    example: 'no_activity',
    description:
      'Of what was made: generated or unchanged. Skipped: no_activity, no_contract, already_final, before_opening, cancelled. Errors: provider_error, fx_missing, needs_review, other_scope, overlaps, internal_error',
  })
  reason!: string;
  @ApiProperty({ type: String, nullable: true, description: 'The reason in words' }) detail!: string | null;
  @ApiProperty({ type: String, nullable: true, format: 'uuid' }) statementId!: string | null;
  @ApiProperty({ type: String, nullable: true }) statementNumber!: string | null;
  @ApiProperty({
    type: String,
    enum: STATEMENT_STATES,
    nullable: true,
    description: 'Of the statement as it is now',
  })
  statementState!: StatementState | null;
  @ApiProperty({ type: String, nullable: true, example: '632.00', description: 'Net of the statement as it is now' })
  net!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    example: '632.00',
    description: 'Its closing above the reserve; 0 where that has gone on to a later final one, with which it is paid',
  })
  payable!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'EUR' }) currency!: string | null;
}

export class RunTotalResponse {
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ description: 'Made or found unchanged, and not void since' }) statements!: number;
  @ApiProperty({ example: '12640.00' }) net!: string;
  @ApiProperty({ example: '12140.00', description: 'Without closings that have gone on to later final statements' })
  payable!: string;
}

export class RunSummaryResponse {
  @ApiProperty() generated!: number;
  @ApiProperty({ description: 'With those of a cancelled run that were not begun' }) skipped!: number;
  @ApiProperty() errors!: number;
  @ApiProperty({ description: 'There already, with the same figures' }) unchanged!: number;
}

export class RunResultsResponse {
  @ApiProperty({ type: [RunEntryResponse] }) generated!: RunEntryResponse[];
  @ApiProperty({ type: [RunEntryResponse] }) skipped!: RunEntryResponse[];
  @ApiProperty({ type: [RunEntryResponse] }) errors!: RunEntryResponse[];
  @ApiProperty({ type: [RunEntryResponse] }) unchanged!: RunEntryResponse[];
}

export class RunResultResponse {
  @ApiProperty({ type: RunSummaryResponse, description: 'Of the whole run' }) summary!: RunSummaryResponse;
  @ApiProperty({
    type: RunResultsResponse,
    nullable: true,
    description: 'At most 1,000 of each; null in lists of runs',
  })
  results!: RunResultsResponse | null;
  @ApiProperty({
    type: [RunTotalResponse],
    nullable: true,
    description: 'What the statements of the whole run come to now, by currency; null in lists of runs',
  })
  totals!: RunTotalResponse[] | null;
  @ApiProperty({ type: String, nullable: true, description: 'Of the next entries; null: these are the last' })
  nextCursor!: string | null;
}

class RunErrorResponse {
  @ApiProperty({ example: 'ALL_FAILED' }) code!: string;
  @ApiProperty() message!: string;
}

const STATUSES = ['queued', 'processing', 'completed', 'failed', 'cancelled'] as const;

export class RunResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ['bulk_statement_generation'] }) type!: 'bulk_statement_generation';
  @ApiProperty({ enum: STATUSES, description: 'Failed: not one statement could be made' })
  status!: (typeof STATUSES)[number];
  @ApiProperty({ description: 'Statements that have their outcome' }) progress!: number;
  @ApiProperty({ description: 'Statements to be made' }) total!: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) startedAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) completedAt!: Date | null;
  @ApiProperty({ type: RunResultResponse, nullable: true, description: 'When it has ended' })
  result!: RunResultResponse | null;
  @ApiProperty({ type: RunErrorResponse, nullable: true }) error!: RunErrorResponse | null;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'As it was asked for' })
  params!: Record<string, unknown>;
  @ApiProperty({ type: Number, nullable: true, description: 'Made or found unchanged; null: none yet' })
  statementsPerSecond!: number | null;
  @ApiProperty({ type: 'integer', nullable: true }) scheduleId!: number | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: Date;
  @ApiProperty() statusUrl!: string;
  @ApiProperty() eventsUrl!: string;
}

export class RunsResponse {
  @ApiProperty({ type: [RunResponse] }) jobs!: RunResponse[];
  @ApiProperty() total!: number;
}

export class RunQuery {
  @ApiPropertyOptional({ description: 'nextCursor of the answer before' })
  @IfGiven()
  @IsString()
  @MaxLength(50)
  cursor?: string;
}

export class MadeStatementResponse extends RunEntryResponse {
  @ApiProperty({ type: String, nullable: true }) statementUrl!: string | null;
}

export class StatementsMadeResponse {
  @ApiProperty({ type: [MadeStatementResponse], description: 'Made, or there already with the same figures' })
  statements!: MadeStatementResponse[];
  @ApiProperty({ type: [RunEntryResponse], description: 'Rightly not made' }) skipped!: RunEntryResponse[];
  @ApiProperty({ type: [RunEntryResponse], description: 'That could not be made' }) errors!: RunEntryResponse[];
}

export class RunTargetsQuery {
  @ApiPropertyOptional({ description: 'Of this owner only' }) @IsQueryId() ownerId?: number;

  @ApiProperty({ format: 'date', example: '2025-10-01' })
  @IsDate()
  from!: string;

  @ApiProperty({ format: 'date', example: '2025-10-31', description: 'Included' })
  @IsDate()
  to!: string;
}

class TargetListingResponse {
  @ApiProperty() id!: number;
  @ApiProperty() name!: string;
}

export class RunTargetsResponse {
  @ApiProperty({ description: 'Owners that have a share on a night that counts' }) owners!: number;
  @ApiProperty({ description: 'Statements, if each listing of an owner has its own' }) statements!: number;
  @ApiProperty({ description: 'Listings of which they are made' }) listingsTotal!: number;
  @ApiProperty({
    type: [TargetListingResponse],
    description: `These listings by name, at most 500; of one owner also those that it has no more, where the last statement
closed below 0`,
  })
  listings!: TargetListingResponse[];
}
