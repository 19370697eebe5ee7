import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { IsBoolean, IsEmail, MaxLength } from 'class-validator';
import { IfGiven, IsWords } from '../../../platform/http/fields.js';
import { IsLevel, type Level, LEVELS, MAX_ADDRESS, OrNull } from '../fields.js';

export class CreateCustomerRequest {
  @ApiProperty({ example: 'Ana Sousa' })
  @IsWords(200)
  name!: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'Sousa Robotics' })
  @OrNull()
  @IsWords(200)
  company?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: MAX_ADDRESS,
    example: 'Rua Augusta 1\n1100-048 Lisboa',
    description: 'In lines, as printed on quotes and invoices',
  })
  @OrNull()
  @IsWords(MAX_ADDRESS)
  address?: string | null;

  @ApiProperty({ example: 'ana@example.com' })
  @IsEmail({ require_tld: false })
  @MaxLength(254)
  email!: string;

  @ApiPropertyOptional({ enum: LEVELS, default: 'standard', description: 'Decides which price book holds' })
  @IfGiven()
  @IsLevel()
  level?: Level;
}

export class UpdateCustomerRequest extends PartialType(CreateCustomerRequest, { skipNullProperties: false }) {
  @ApiPropertyOptional({ description: 'False: no longer a customer' })
  @IfGiven()
  @IsBoolean()
  active?: boolean;
}

export class CustomerResponse {
  @ApiProperty() id!: number;
  @ApiProperty() name!: string;
  @ApiProperty({ type: String, nullable: true }) company!: string | null;
  @ApiProperty({ type: String, nullable: true }) address!: string | null;
  @ApiProperty() email!: string;
  @ApiProperty({ enum: LEVELS }) level!: Level;
  @ApiProperty() active!: boolean;
}

export class CustomersResponse {
  @ApiProperty({ type: [CustomerResponse] }) customers!: CustomerResponse[];
  @ApiProperty() total!: number;
}
