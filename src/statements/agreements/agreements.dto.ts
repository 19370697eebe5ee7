import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { plainToInstance, Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  Max,
  Min,
  ValidateBy,
  ValidateNested,
  validateSync,
} from 'class-validator';
import { IsDate } from '../../platform/http/date-fields.js';
import { IfGiven } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { ApiMoneyOptional } from '../../platform/money/api-money.js';
import { CHANNELS } from '../parties/channels.js';
import { IsId, IsPercent, IsQueryId } from '../parties/fields.js';
import {
  type AgreementTerms,
  FEE_BASES,
  FEE_COMPONENTS,
  FEE_DATES,
  type FeeBase,
  type FeeComponent,
  type FeeDate,
  type Recognition,
  RECOGNITIONS,
} from './terms.js';

const PERCENT = { oneOf: [{ type: 'string' }, { type: 'number' }], example: '20' };
const CLEANING = ['owner', 'manager', 'split'] as const;
const COHOST = ['none', 'bill_back', 'collected'] as const;
const CANCELLED = ['include', 'exclude'] as const;

export class FeeTerm {
  @ApiProperty({ enum: FEE_COMPONENTS })
  @IsIn(FEE_COMPONENTS)
  component!: FeeComponent;

  @ApiProperty({ enum: [1, -1], description: '1: added, -1: taken away' })
  @IsIn([1, -1])
  sign!: 1 | -1;
}

export class ChannelFee {
  @ApiProperty(PERCENT)
  @IsPercent()
  feePercent!: string;

  @ApiProperty({ enum: FEE_BASES })
  @IsIn(FEE_BASES)
  feeBase!: FeeBase;
}

/** An object whose members are channels, each with its fee. */
const AreChannelFees = () =>
  ValidateBy({
    name: 'areChannelFees',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'object' &&
        value !== null &&
        Object.entries(value).every(
          ([channel, fee]) =>
            (CHANNELS as readonly string[]).includes(channel) &&
            fee instanceof ChannelFee &&
            validateSync(fee, { whitelist: true, forbidNonWhitelisted: true }).length === 0,
        ),
      defaultMessage: () =>
        `channelFees must have feePercent (0 to 100) and feeBase for each channel, one of ${CHANNELS.join(', ')}`,
    },
  });

const feesOf = ({ value }: { value: unknown }): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([channel, fee]) => [channel, plainToInstance(ChannelFee, fee)]))
    : value;

/** What owner and manager have agreed. What is left out is as usual; see each member's default. */
@ApiExtraModels(ChannelFee)
export class TermsRequest {
  @ApiProperty({ ...PERCENT, description: "Per cent of feeBase that is the manager's, up to four decimals" })
  @IsPercent()
  feePercent!: string;

  @ApiPropertyOptional({ enum: FEE_BASES, default: 'rent', description: 'What the percentage is taken of' })
  @IfGiven()
  @IsIn(FEE_BASES)
  feeBase?: FeeBase;

  @ApiPropertyOptional({ type: [FeeTerm], description: 'Amounts of a stay that make up the base, if that is formula' })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(FEE_COMPONENTS.length)
  @ValidateNested({ each: true })
  @Type(() => FeeTerm)
  feeFormula?: FeeTerm[];

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(ChannelFee) },
    example: { airbnb: { feePercent: '18', feeBase: 'rent' } },
    description: `Another fee for stays of a channel: ${CHANNELS.join(', ')}`,
  })
  @IfGiven()
  @IsObject()
  @Transform(feesOf)
  @AreChannelFees()
  channelFees?: Record<string, ChannelFee>;

  @ApiMoneyOptional({ description: "Least fee of a stay, in the owner's currency; default 0" })
  minFee?: number | string;

  @ApiPropertyOptional({
    enum: FEE_DATES,
    default: 'recognition_date',
    description:
      'Which version of the agreement a stay follows: that of the day it was booked, recognised, or of each night',
  })
  @IfGiven()
  @IsIn(FEE_DATES)
  feeDate?: FeeDate;

  @ApiPropertyOptional({
    enum: RECOGNITIONS,
    default: 'checkout',
    description: "When a stay's money counts; nightly_over_n: by night if it has more than nightlyOver nights",
  })
  @IfGiven()
  @IsIn(RECOGNITIONS)
  recognition?: Recognition;

  @ApiPropertyOptional({ minimum: 1, maximum: 366, default: 30 })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(366)
  nightlyOver?: number;

  @ApiPropertyOptional({ enum: CLEANING, default: 'manager', description: 'Whose the cleaning fee of the guest is' })
  @IfGiven()
  @IsIn(CLEANING)
  cleaningTo?: AgreementTerms['cleaningTo'];

  @ApiPropertyOptional({ ...PERCENT, example: '40', description: "The owner's part where cleaningTo is split" })
  @IfGiven()
  @IsPercent()
  cleaningOwnerPercent?: string;

  @ApiPropertyOptional({ default: false, description: 'Fees of a stay by night like its rent, not at departure' })
  @IfGiven()
  @IsBoolean()
  prorateStayFees?: boolean;

  @ApiPropertyOptional({ default: false, description: 'Lodging tax that no channel remits is paid on to the owner' })
  @IfGiven()
  @IsBoolean()
  taxToOwner?: boolean;

  @ApiPropertyOptional({
    enum: COHOST,
    default: 'none',
    description: 'Stays whose money went to the owner: their fee is billed back, or was collected already',
  })
  @IfGiven()
  @IsIn(COHOST)
  cohost?: AgreementTerms['cohost'];

  @ApiPropertyOptional({ enum: CANCELLED, default: 'include', description: 'Money kept of a cancelled stay' })
  @IfGiven()
  @IsIn(CANCELLED)
  cancelRevenue?: AgreementTerms['cancelRevenue'];

  @ApiMoneyOptional({ description: "Held back of what is paid out, in the owner's currency; default 0" })
  reserve?: number | string;
}

export class CreateAgreementRequest {
  @ApiProperty() @IsId() ownerId!: number;

  @ApiProperty() @IsId() listingId!: number;

  @ApiProperty({ example: '2026-01-01', description: 'First day; the version before ends the day before' })
  @IsDate()
  from!: string;

  @ApiProperty({ type: TermsRequest })
  @IsObject()
  @ValidateNested()
  @Type(() => TermsRequest)
  terms!: TermsRequest;
}

export class UpdateAgreementRequest {
  @ApiProperty({ type: TermsRequest, description: 'All terms: what is left out is as usual' })
  @IsObject()
  @ValidateNested()
  @Type(() => TermsRequest)
  terms!: TermsRequest;
}

export class AgreementsQuery extends PageQuery {
  @ApiPropertyOptional() @IsQueryId() ownerId?: number;

  @ApiPropertyOptional() @IsQueryId() listingId?: number;
}

export class TermsResponse {
  @ApiProperty({ example: '20' }) feePercent!: string;
  @ApiProperty({ enum: FEE_BASES }) feeBase!: FeeBase;
  @ApiProperty({ type: [FeeTerm] }) feeFormula!: FeeTerm[];
  @ApiProperty({ type: 'object', additionalProperties: { $ref: getSchemaPath(ChannelFee) } })
  channelFees!: AgreementTerms['channelFees'];
  @ApiProperty({ example: '0.00' }) minFee!: string;
  @ApiProperty({ enum: FEE_DATES }) feeDate!: FeeDate;
  @ApiProperty({ enum: RECOGNITIONS }) recognition!: Recognition;
  @ApiProperty() nightlyOver!: number;
  @ApiProperty({ enum: CLEANING }) cleaningTo!: AgreementTerms['cleaningTo'];
  @ApiProperty() cleaningOwnerPercent!: string;
  @ApiProperty() prorateStayFees!: boolean;
  @ApiProperty() taxToOwner!: boolean;
  @ApiProperty({ enum: COHOST }) cohost!: AgreementTerms['cohost'];
  @ApiProperty({ enum: CANCELLED }) cancelRevenue!: AgreementTerms['cancelRevenue'];
  @ApiProperty({ example: '500.00' }) reserve!: string;
}

export class AgreementResponse {
  @ApiProperty() id!: number;
  @ApiProperty() ownerId!: number;
  @ApiProperty() listingId!: number;
  @ApiProperty({ example: '2026-01-01' }) from!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Last day; null: until another version' })
  to!: string | null;
  @ApiProperty({ example: 'EUR', description: "The owner's" }) currency!: string;
  @ApiProperty({ type: TermsResponse }) terms!: TermsResponse;
}

export class AgreementsResponse {
  @ApiProperty({ type: [AgreementResponse] }) agreements!: AgreementResponse[];
  @ApiProperty() total!: number;
}
