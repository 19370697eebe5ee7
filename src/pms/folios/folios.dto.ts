import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEmail, IsIn, IsInt, IsString, Length, Matches, Max, Min, ValidateBy } from 'class-validator';
import { TAX_TREATMENTS } from '../taxes/tax.js';
import { IfGiven, IsWords, NullIsLeftOut } from '../../platform/http/fields.js';
import { type Department, DEPARTMENTS, LINE_KINDS, METHODS, MOST_WINDOWS, PAID_BY, type Payer } from './folio-row.js';

const SIGNED = /^-?\d{1,12}(\.\d{1,4})?$/;
const MODES = ['gross', 'net'] as const;

/** Amount in major units that may be below zero. */
const IsSignedAmount = () =>
  ValidateBy({
    name: 'isSignedAmount',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'number' ? Number.isFinite(value) && Math.abs(value) < 1e12 : SIGNED.test(String(value)),
      defaultMessage: (args) => `${args?.property} must be an amount in major units, such as 12 or "-9.95"`,
    },
  });
const AMOUNT = { oneOf: [{ type: 'number' }, { type: 'string', pattern: SIGNED.source }], example: '12.50' };

export class PayerRequest implements Payer {
  @ApiProperty({ example: 'Contoso Travel Ltd' })
  @IsString()
  @Length(1, 200)
  name!: string;

  @ApiPropertyOptional({ example: '1 High Street, London' })
  @NullIsLeftOut()
  @IsString()
  @Length(1, 500)
  address?: string;

  @ApiPropertyOptional({ example: 'SW1A 1AA' })
  @NullIsLeftOut()
  @IsString()
  @Length(1, 20)
  postalCode?: string;

  @ApiPropertyOptional({ example: 'London' })
  @NullIsLeftOut()
  @IsString()
  @Length(1, 100)
  city?: string;

  @ApiPropertyOptional({ example: 'GB', description: 'ISO 3166-1 alpha-2; electronic invoices need it' })
  @NullIsLeftOut()
  @Matches(/^[A-Z]{2}$/, { message: 'country must be two capital letters such as GB' })
  country?: string;

  @ApiPropertyOptional({ example: 'GB123456789' })
  @NullIsLeftOut()
  @IsString()
  @Length(1, 30)
  vatNumber?: string;

  @ApiPropertyOptional()
  @NullIsLeftOut()
  @IsEmail()
  email?: string;

  @ApiPropertyOptional({ example: 'PO-4711', description: "The payer's order number or cost centre, for the invoice" })
  @NullIsLeftOut()
  @IsString()
  @Length(1, 100)
  reference?: string;
}

class InWindow {
  @ApiPropertyOptional({ minimum: 1, maximum: MOST_WINDOWS, default: 1 })
  @NullIsLeftOut()
  @IsInt()
  @Min(1)
  @Max(MOST_WINDOWS)
  window?: number;
}

export class ChargeRequest extends InWindow {
  @ApiProperty({ example: 'Breakfast' })
  @IsString()
  @Length(1, 200)
  description!: string;

  @ApiProperty({ ...AMOUNT, description: 'Of one, major units; below zero for what is given back' })
  @IsSignedAmount()
  amount!: number | string;

  @ApiPropertyOptional({ default: 1 })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(10_000)
  quantity?: number;

  @ApiPropertyOptional({
    example: 'FOOD',
    description: "Code of the hotel's tax; without it: outside the scope of tax",
  })
  @NullIsLeftOut()
  @IsString()
  @Length(1, 20)
  taxCode?: string;

  @ApiPropertyOptional({ enum: MODES, description: "With or without the tax; default: the hotel's policy" })
  @NullIsLeftOut()
  @IsIn(MODES)
  priceMode?: 'gross' | 'net';

  @ApiPropertyOptional({ example: '2026-03-01', description: 'Default: the business date' })
  @NullIsLeftOut()
  @IsString()
  serviceDate?: string;

  @ApiPropertyOptional({ enum: DEPARTMENTS, default: 'other', description: 'Which department of the hotel earned it' })
  @IfGiven()
  @IsIn(DEPARTMENTS)
  department?: Department;
}

export class PaymentRequest extends InWindow {
  @ApiProperty({ enum: METHODS })
  @IsIn(METHODS)
  method!: (typeof METHODS)[number];

  @ApiProperty({ ...AMOUNT, description: 'Major units; below zero for a refund' })
  @IsSignedAmount()
  amount!: number | string;

  @ApiPropertyOptional({ description: "The terminal's or bank's reference; never a card number" })
  @NullIsLeftOut()
  @IsString()
  @Length(1, 200)
  reference?: string;
}

export class DepositRequest extends PaymentRequest {}

export class ApplyDepositRequest extends InWindow {
  @ApiPropertyOptional({ ...AMOUNT, description: 'Major units; default: what is to pay, as far as the deposit goes' })
  @IfGiven()
  @IsSignedAmount()
  amount?: number | string;
}

export class MoveLineRequest {
  @ApiProperty({ minimum: 1, maximum: MOST_WINDOWS })
  @IsInt()
  @Min(1)
  @Max(MOST_WINDOWS)
  window!: number;

  @ApiPropertyOptional({ ...AMOUNT, description: 'Only so much of the line; default: all' })
  @NullIsLeftOut()
  @IsSignedAmount()
  amount?: number | string;
}

export class CorrectLineRequest {
  @ApiProperty({ example: 'Minibar: not consumed' })
  @IsWords(200)
  reason!: string;
}

export class TaxTotalResponse {
  @ApiProperty({ example: 'LODGING' }) taxCode!: string;
  @ApiProperty({ example: '10.0000' }) rate!: string;
  @ApiProperty({ enum: TAX_TREATMENTS }) treatment!: string;
  @ApiProperty({ example: '300.00' }) base!: string;
  @ApiProperty({ example: '30.00' }) tax!: string;
}

export class FolioWindowResponse {
  @ApiProperty() number!: number;
  @ApiProperty({ type: PayerRequest }) payer!: Payer;
  @ApiProperty({ example: '300.00' }) net!: string;
  @ApiProperty({ example: '30.00' }) tax!: string;
  @ApiProperty({ example: '330.00' }) gross!: string;
  @ApiProperty({ example: '330.00' }) paid!: string;
  @ApiProperty({ example: '0.00' }) balance!: string;
  @ApiProperty({ example: '0.00', description: 'Deposit that has not paid a bill yet; not part of `paid`' })
  depositHeld!: string;
  @ApiProperty({ type: [TaxTotalResponse] }) taxes!: TaxTotalResponse[];
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) invoicedAt!: string | null;
}

export class FolioLineResponse {
  @ApiProperty() id!: number;
  @ApiProperty() window!: number;
  @ApiProperty({ enum: LINE_KINDS }) kind!: string;
  @ApiProperty({ example: '2026-03-01' }) businessDate!: string;
  @ApiProperty({ example: '2026-03-01' }) serviceDate!: string;
  @ApiProperty() description!: string;
  @ApiProperty() quantity!: number;
  @ApiProperty({ example: '120.00', description: 'Quantity included' }) amount!: string;
  @ApiProperty({ enum: MODES }) priceMode!: string;
  @ApiProperty() taxCode!: string;
  @ApiProperty({ example: '10.0000' }) taxRate!: string;
  @ApiProperty({ type: Number, nullable: true }) correctsId!: number | null;
  @ApiProperty({ type: String, enum: DEPARTMENTS, nullable: true, description: 'null: of an earlier release' })
  department!: Department | null;
}

export class FolioPaymentResponse {
  @ApiProperty() id!: number;
  @ApiProperty() window!: number;
  @ApiProperty({ example: '2026-03-01' }) businessDate!: string;
  @ApiProperty({ enum: PAID_BY, description: 'deposit: it was taken before the stay' }) method!: string;
  @ApiProperty({ example: '120.00' }) amount!: string;
  @ApiProperty({ type: String, nullable: true }) reference!: string | null;
}

export class DepositResponse {
  @ApiProperty() id!: number;
  @ApiProperty() window!: number;
  @ApiProperty({ enum: ['received', 'refunded', 'applied'] }) kind!: string;
  @ApiProperty({ example: '2026-03-01' }) businessDate!: string;
  @ApiProperty({ enum: PAID_BY }) method!: string;
  @ApiProperty({ example: '120.00', description: 'Below zero: given back, or applied to the bill' }) amount!: string;
  @ApiProperty({ type: String, nullable: true }) reference!: string | null;
}

export class FolioWindowsResponse {
  @ApiProperty({ type: [FolioWindowResponse] }) windows!: FolioWindowResponse[];
  @ApiProperty() total!: number;
}

export class FolioResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() hotelId!: number;
  @ApiProperty({ format: 'uuid' }) bookingId!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ description: 'Sum of the windows' }) gross!: string;
  @ApiProperty() paid!: string;
  @ApiProperty() balance!: string;
  @ApiProperty({ example: '0.00', description: 'Deposits that have not paid a bill yet; not part of `paid`' })
  depositHeld!: string;
  @ApiProperty({ type: [FolioWindowResponse], description: 'The first hundred; GET /folios/{id}/windows has all' })
  windows!: FolioWindowResponse[];
  @ApiProperty() windowsTotal!: number;
  @ApiProperty({ type: [FolioLineResponse] }) lines!: FolioLineResponse[];
  @ApiProperty({ type: [FolioPaymentResponse] }) payments!: FolioPaymentResponse[];
  @ApiProperty({ type: [DepositResponse] }) deposits!: DepositResponse[];
}
