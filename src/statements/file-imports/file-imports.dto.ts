import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, IsUUID, Max, Min, ValidateNested } from 'class-validator';
import { IfGiven, IsWords } from '../../platform/http/fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { IsCurrencyCode, IsId, IsQueryId } from '../parties/fields.js';
import {
  IMPORT_STATUSES,
  type ImportStatus,
  QUESTIONS,
  type Question,
  ROW_OUTCOMES,
  type RowOutcome,
} from './import-row.js';
import type { DecimalMark } from './reading/amounts.js';
import { DATE_ORDERS, type DateOrder } from './reading/dates.js';

const MARKS = ['.', ','];

class HowToRead {
  @ApiPropertyOptional({ enum: DATE_ORDERS, description: 'mdy: 03/04 is 4 March; where no day over 12 tells' })
  @IfGiven()
  @IsIn(DATE_ORDERS)
  dateOrder?: DateOrder;

  @ApiPropertyOptional({ enum: MARKS, description: 'Where the file can be read in two ways' })
  @IfGiven()
  @IsIn(MARKS)
  decimalMark?: DecimalMark;

  @ApiPropertyOptional({ example: 'EUR', description: 'Of amounts whose file names no currency' })
  @IfGiven()
  @IsCurrencyCode()
  currency?: string;
}

export class CreateStatementImportQuery extends HowToRead {
  @ApiPropertyOptional({ maxLength: 255, default: 'import.csv', description: 'What the file is called' })
  @IfGiven()
  @IsWords(255)
  name?: string;

  @ApiPropertyOptional({ description: 'Mapping to read it with; left out: as its header tells' })
  @IsQueryId()
  mappingId?: number;
}

export class MappedListing {
  @ApiProperty({ maxLength: 200, description: 'Title or id in the file' })
  @IsWords(200)
  name!: string;

  @ApiProperty()
  @IsId()
  listingId!: number;
}

export class ConfirmStatementImportRequest extends HowToRead {
  @ApiPropertyOptional({
    type: [MappedListing],
    description: 'Listings of titles that nobody has matched yet; remembered for later files of the same source',
  })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => MappedListing)
  mapListings?: MappedListing[];
}

export class UpdateStatementImportRequest extends ConfirmStatementImportRequest {
  @ApiPropertyOptional({ description: 'Mapping to read it with' })
  @IfGiven()
  @IsId()
  mappingId?: number;
}

export class StatementImportsQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'Those before this import: the last one of the page before' })
  @IsOptional()
  @IsUUID()
  before?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;
}

export class ImportRowsQuery {
  @ApiPropertyOptional({ minimum: 0, default: 0, description: 'Rows after this line: the last one of the page before' })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(MAX_ID)
  after: number = 0;

  @ApiPropertyOptional({ minimum: 1, maximum: 500, default: 100 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit: number = 100;

  @ApiPropertyOptional({ enum: ROW_OUTCOMES })
  @IsOptional()
  @IsIn(ROW_OUTCOMES)
  outcome?: RowOutcome;
}

const NUMBERS = { type: 'object', additionalProperties: { type: 'integer' } } as const;

export class StayCounts {
  @ApiProperty() new!: number;
  @ApiProperty() changed!: number;
  @ApiProperty({ description: 'Known as the file tells them' }) same!: number;
  @ApiProperty({ description: 'Of which something is missing: the listing, or the dates' }) waiting!: number;
}

export class BatchCounts {
  @ApiProperty() total!: number;
  @ApiProperty({ description: 'Payouts that are the sum of their rows' }) foot!: number;
  @ApiProperty({ description: 'Payouts that are not' }) off!: number;
  @ApiProperty({ description: 'The file gives no amount to compare with' }) withoutAmount!: number;
}

export class ImportCountsResponse {
  @ApiProperty() rows!: number;
  @ApiProperty({ ...NUMBERS, example: { stay: 40, payout: 9, rejected: 1 } }) byKind!: Record<string, number>;
  @ApiProperty({
    ...NUMBERS,
    example: { new: 38, duplicate: 10, review: 1, rejected: 1 },
    description: 'What became of the rows; in a preview what would',
  })
  outcomes!: Record<string, number>;
  @ApiProperty({ ...NUMBERS, example: { unknown_type: 1 } }) reasons!: Record<string, number>;
  @ApiProperty({ type: StayCounts }) stays!: StayCounts;
  @ApiProperty({ type: BatchCounts }) batches!: BatchCounts;
}

export class DecidedResponse {
  @ApiProperty({ enum: DATE_ORDERS }) dateOrder!: DateOrder;
  @ApiProperty({ enum: MARKS }) decimalMark!: DecimalMark;
  @ApiProperty({ type: String, nullable: true, description: 'Of rows that name none' }) currency!: string | null;
  @ApiProperty({ example: ',' }) delimiter!: string;
  @ApiProperty({ example: 'utf-8' }) encoding!: string;
  @ApiProperty({ description: 'Line of the header' }) headerLine!: number;
}

export class ImportProblem {
  @ApiProperty() code!: string;
  @ApiProperty() message!: string;
}

export class StatementImportSummary {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: IMPORT_STATUSES, description: 'preview: nothing but the file and its preview is kept' })
  status!: ImportStatus;
  @ApiProperty({ type: String, nullable: true, example: 'airbnb-transactions', description: 'null: of no known kind' })
  layout!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'airbnb-file' }) source!: string | null;
  @ApiProperty() bytes!: number;
  @ApiProperty({ description: 'Of the file, hexadecimal' }) sha256!: string;
  @ApiProperty({ type: ImportCountsResponse, nullable: true }) counts!: ImportCountsResponse | null;
  @ApiProperty({ type: ImportProblem, nullable: true }) error!: ImportProblem | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) jobId!: string | null;
  @ApiProperty({ type: String, nullable: true }) statusUrl!: string | null;
  @ApiProperty({ type: String, nullable: true }) eventsUrl!: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) confirmedAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) finishedAt!: Date | null;
}

export class StatementImportsResponse {
  @ApiProperty({ type: [StatementImportSummary] }) imports!: StatementImportSummary[];
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'before of the next page; null: this was the last',
  })
  next!: string | null;
}

const MONEY = { type: String, nullable: true, example: '120.00' } as const;

export class ImportedRowResponse {
  @ApiProperty({ description: 'Line of the file on which the row begins' }) line!: number;
  @ApiProperty({ example: 'stay' }) kind!: string;
  @ApiProperty({ description: 'As the file has it' }) type!: string;
  @ApiProperty({ example: 'airbnb' }) channel!: string;
  @ApiProperty({ type: String, nullable: true }) code!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Title or id in the file' }) listing!: string | null;
  @ApiProperty({ type: Number, nullable: true }) listingId!: number | null;
  @ApiProperty({ type: String, nullable: true }) status!: string | null;
  @ApiProperty({ type: String, nullable: true }) sourceStatus!: string | null;
  @ApiProperty({ type: String, nullable: true }) guest!: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) date!: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) checkIn!: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) checkOut!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'EUR' }) currency!: string | null;
  @ApiProperty(MONEY) rent!: string | null;
  @ApiProperty(MONEY) cleaning!: string | null;
  @ApiProperty(MONEY) extras!: string | null;
  @ApiProperty(MONEY) tax!: string | null;
  @ApiProperty(MONEY) channelFee!: string | null;
  @ApiProperty(MONEY) paymentFee!: string | null;
  @ApiProperty({ ...MONEY, description: 'What the row moved; of a payout, what was transferred' }) net!: string | null;
  @ApiProperty({
    type: String,
    enum: ROW_OUTCOMES,
    nullable: true,
    description: 'In a preview what would become of it',
  })
  outcome!: RowOutcome | null;
  @ApiProperty({ type: [String], example: ['gross_mismatch'], description: 'Why a person has to look, as codes' })
  reasons!: string[];
  @ApiProperty({ type: String, nullable: true }) message!: string | null;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The stay that it tells of, if it is known',
  })
  reservationId!: string | null;
}

export class StayRowResponse extends ImportedRowResponse {
  @ApiProperty({ format: 'uuid' }) importId!: string;
  @ApiProperty({ description: 'Of the file' }) importName!: string;
  @ApiProperty({ description: 'It counts for the stay; false: another row told the same, or it waits' })
  applied!: boolean;
}

export class StayRowsResponse {
  @ApiProperty({ type: [StayRowResponse], description: 'At most 200' }) rows!: StayRowResponse[];
}

export class ImportedRowsResponse {
  @ApiProperty({ type: [ImportedRowResponse] }) rows!: ImportedRowResponse[];
  @ApiProperty({ type: Number, nullable: true, description: 'after of the next page; null: this was the last' })
  next!: number | null;
}

export class ImportBatchResponse {
  @ApiProperty() channel!: string;
  @ApiProperty({ type: String, nullable: true, description: 'As it stands on the list of the bank' }) reference!:
    | string
    | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) date!: string | null;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ ...MONEY, description: 'What was transferred; null: the file does not say' }) amount!: string | null;
  @ApiProperty({ example: '1067.00', description: 'Sum of its rows' }) sum!: string;
  @ApiProperty() rows!: number;
  @ApiProperty({ ...MONEY, description: 'amount - sum' }) difference!: string | null;
}

export class UnknownListingResponse {
  @ApiProperty() name!: string;
  @ApiProperty() rows!: number;
}

export class StatementImportResponse extends StatementImportSummary {
  @ApiProperty({ enum: QUESTIONS, isArray: true, description: 'What must be said before it can be kept' })
  questions!: Question[];
  @ApiProperty({ type: DecidedResponse, description: 'How dates and numbers of the file are read' })
  decided!: DecidedResponse;
  @ApiProperty({ type: [String], description: 'Titles of its columns' }) columns!: string[];
  @ApiProperty({
    type: [UnknownListingResponse],
    description: 'Titles of which nobody has said the listing; at most 100',
  })
  unknownListings!: UnknownListingResponse[];
  @ApiProperty({
    type: [ImportBatchResponse],
    description: 'Payouts, at most 100, first those that are not the sum of their rows',
  })
  batches!: ImportBatchResponse[];
  @ApiProperty({ type: [ImportedRowResponse], description: 'The first rows, as they are read' })
  firstRows!: ImportedRowResponse[];
}

export class ConfirmedImportResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) jobId!: string;
  @ApiProperty({ example: '/api/v1/jobs/…' }) statusUrl!: string;
  @ApiProperty({ example: '/api/v1/jobs/…/events' }) eventsUrl!: string;
}
