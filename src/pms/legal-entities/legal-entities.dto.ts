import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  IsBIC,
  IsIBAN,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
} from 'class-validator';
import { IfGiven } from '../../platform/http/fields.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';
import { DEFAULT_FORMAT, isNumberFormat } from './numbering.js';
import type { InvoicingRow, LegalEntityRow, SeriesRow } from './legal-entities.repository.js';

const isThere = (_: unknown, value: unknown) => value !== null && value !== undefined;
/** As it is stored: accounts are printed in groups of four. */
const withoutSpaces = ({ value }: { value: unknown }) =>
  typeof value === 'string' ? value.replaceAll(' ', '').toUpperCase() : value;
const CODE = /^[A-Z0-9-]{1,20}$/;
const IsCode = () => Matches(CODE, { message: '$property must be 1 to 20 of A-Z, 0-9 and -' });

const IsNumberFormat = () =>
  ValidateBy({
    name: 'isNumberFormat',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && isNumberFormat(value),
      defaultMessage: () => `format must hold {code}, {year} and at its end {no} or {no:6}, such as ${DEFAULT_FORMAT}`,
    },
  });

export class CreateLegalEntityRequest {
  @ApiProperty({ example: 'Casa do Mar, Lda.' })
  @IsString()
  @Length(1, 200)
  name!: string;

  @ApiProperty({ example: 'Rua Augusta 1\n1100-048 Lisboa' })
  @IsString()
  @Length(1, 500)
  address!: string;

  @ApiProperty({ example: 'PT', description: 'ISO 3166-1 alpha-2' })
  @Matches(/^[A-Z]{2}$/, { message: 'country must be two capital letters such as PT' })
  country!: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'PT501234567' })
  @ValidateIf(isThere)
  @IsString()
  @Length(1, 30)
  vatNumber?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'Where the country has one beside the VAT number' })
  @ValidateIf(isThere)
  @IsString()
  @Length(1, 50)
  taxNumber?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'CRC Lisboa 501234567, capital 50,000 EUR' })
  @ValidateIf(isThere)
  @IsString()
  @Length(1, 300)
  registerText?: string | null;

  @ApiPropertyOptional({
    minimum: 1,
    maximum: 12,
    default: 1,
    description: 'Month the fiscal year starts in; the year is named by the calendar year of its start',
  })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(12)
  fiscalYearStart?: number;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    minimum: 0,
    maximum: 365,
    example: 14,
    description: 'Days in which the open balance of an invoice is to be paid; null: on receipt',
  })
  @ValidateIf(isThere)
  @IsInt()
  @Min(0)
  @Max(365)
  paymentDays?: number | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'PT50000201231234567890154',
    description: 'Account for open balances, on invoices that have one',
  })
  @ValidateIf(isThere)
  @Transform(withoutSpaces)
  @IsIBAN()
  iban?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'BCOMPTPL' })
  @ValidateIf(isThere)
  @Transform(withoutSpaces)
  @IsBIC()
  bic?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'Banco do Mar' })
  @ValidateIf(isThere)
  @IsString()
  @Length(1, 100)
  bankName?: string | null;
}

export class UpdateLegalEntityRequest extends PartialType(CreateLegalEntityRequest, { skipNullProperties: false }) {}

export class LegalEntityResponse implements LegalEntityRow {
  @ApiProperty() id!: number;
  @ApiProperty() name!: string;
  @ApiProperty() address!: string;
  @ApiProperty({ example: 'PT' }) country!: string;
  @ApiProperty({ type: String, nullable: true }) vatNumber!: string | null;
  @ApiProperty({ type: String, nullable: true }) taxNumber!: string | null;
  @ApiProperty({ type: String, nullable: true }) registerText!: string | null;
  @ApiProperty() fiscalYearStart!: number;
  @ApiProperty({ type: Number, nullable: true }) paymentDays!: number | null;
  @ApiProperty({ type: String, nullable: true }) iban!: string | null;
  @ApiProperty({ type: String, nullable: true }) bic!: string | null;
  @ApiProperty({ type: String, nullable: true }) bankName!: string | null;
}

export class LegalEntitiesResponse {
  @ApiProperty({ type: [LegalEntityResponse] }) legalEntities!: LegalEntityResponse[];
  @ApiProperty() total!: number;
}

export class InvoicingRequest {
  @ApiProperty({ description: 'Who sells' })
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  legalEntityId!: number;

  @ApiProperty({ example: 'CDM', description: 'Series of its invoices; hotels of one legal entity may share one' })
  @IsCode()
  invoiceCode!: string;

  @ApiProperty({ example: 'CDM-CN', description: 'Series of its credit notes: another one' })
  @IsCode()
  creditCode!: string;

  @ApiPropertyOptional({
    example: DEFAULT_FORMAT,
    default: DEFAULT_FORMAT,
    description: 'Of the numbers of series opened from now on; a series keeps the one it was opened with',
  })
  @IfGiven()
  @IsNumberFormat()
  format?: string;
}

export class InvoicingResponse implements InvoicingRow {
  @ApiProperty() hotelId!: number;
  @ApiProperty() legalEntityId!: number;
  @ApiProperty({ example: 'CDM' }) invoiceCode!: string;
  @ApiProperty({ example: 'CDM-CN' }) creditCode!: string;
  @ApiProperty({ example: DEFAULT_FORMAT }) format!: string;
}

export class SeriesQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  legalEntityId?: number;
}

export class SeriesResponse implements SeriesRow {
  @ApiProperty() id!: number;
  @ApiProperty() legalEntityId!: number;
  @ApiProperty({ type: Number, nullable: true, description: 'Hotel that opened it' }) hotelId!: number | null;
  @ApiProperty({ example: 'CDM' }) code!: string;
  @ApiProperty({ enum: ['invoice', 'credit_note'] }) kind!: SeriesRow['kind'];
  @ApiProperty({ example: 2026 }) fiscalYear!: number;
  @ApiProperty({ example: DEFAULT_FORMAT }) format!: string;
  @ApiProperty({ description: 'Number of the next document' }) nextNo!: number;
  @ApiProperty({ type: String, nullable: true, example: '2026-03-01' }) lastIssueDate!: SeriesRow['lastIssueDate'];
}

export class SeriesListResponse {
  @ApiProperty({ type: [SeriesResponse] }) series!: SeriesResponse[];
  @ApiProperty() total!: number;
}
