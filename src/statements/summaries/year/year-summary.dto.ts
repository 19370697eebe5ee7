import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

export class YearQuery {
  @ApiProperty({ example: 2026, minimum: 1900, maximum: 2200 })
  @Type(() => Number)
  @IsInt()
  @Min(1900)
  @Max(2200)
  year!: number;
}

export class YearAmountsResponse {
  @ApiProperty({ description: 'On which the owner had a share, as they were first stated: adjustments have none' })
  nights!: number;
  @ApiProperty({ example: '1000.00' }) rent!: string;
  @ApiProperty() cleaning!: string;
  @ApiProperty() extras!: string;
  @ApiProperty({ description: 'Paid on to the owner, who hands it to the state' }) tax!: string;
  @ApiProperty({ example: '-168.00', description: 'What is taken from the owner is negative' }) channelFee!: string;
  @ApiProperty() paymentFee!: string;
  @ApiProperty() managementFee!: string;
  @ApiProperty({ description: 'Taken off: the owner had it from the guest' }) collected!: string;
  @ApiProperty() expenses!: string;
  @ApiProperty() adjustments!: string;
  @ApiProperty({ example: '632.00', description: 'Sum of all the others but the payouts' }) net!: string;
  @ApiProperty({ description: 'Paid out, as the statements have taken it off the balance' }) payouts!: string;
}

export class YearRowResponse extends YearAmountsResponse {
  @ApiProperty({ example: '2026-03' }) month!: string;
  @ApiProperty({ type: Number, nullable: true }) listingId!: number | null;
  @ApiProperty({ type: String, nullable: true, example: 'Casa do Mar' }) listing!: string | null;
}

export class YearStatementResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() number!: string;
  @ApiProperty() version!: number;
  @ApiProperty({ example: '2026-03-01' }) from!: string;
  @ApiProperty({ example: '2026-03-31' }) to!: string;
  @ApiProperty() net!: string;
  @ApiProperty() payouts!: string;
}

export class YearSummaryResponse {
  @ApiProperty() ownerId!: number;
  @ApiProperty() owner!: string;
  @ApiProperty() year!: number;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ type: [YearRowResponse] }) rows!: YearRowResponse[];
  @ApiProperty({ type: YearAmountsResponse }) total!: YearAmountsResponse;
  @ApiProperty({ type: [YearStatementResponse], description: 'Final statements that it is made of' })
  statements!: YearStatementResponse[];
}
