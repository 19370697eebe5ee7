import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IfGiven, IsWords } from '../../platform/http/fields.js';

export class CancelRequest {
  @ApiPropertyOptional({ example: 'Flight cancelled' })
  @IfGiven()
  @IsWords(500)
  reason?: string;

  @ApiPropertyOptional({
    example: 'Illness, certificate seen',
    description: 'Why the fee is not charged; it is, without this',
  })
  @IfGiven()
  @IsWords(500)
  waiveFee?: string;
}

export class DatedFeeResponse {
  @ApiProperty({ format: 'date-time' }) from!: string;
  @ApiProperty({ example: '120.00' }) fee!: string;
}

export class CancellationResponse {
  @ApiProperty({ format: 'uuid' }) bookingId!: string;
  @ApiProperty({ example: '0.00', description: 'If it is cancelled now' }) fee!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ type: [DatedFeeResponse], description: 'From when on how much; free before the first' })
  fees!: DatedFeeResponse[];
}

export class CancellationFeeResponse {
  @ApiProperty({ example: '120.00', description: 'By the booked terms, at the cancellation' }) amount!: string;
  @ApiProperty({ description: 'It is on the folio' }) charged!: boolean;
  @ApiProperty({ type: String, nullable: true }) waivedBecause!: string | null;
}
