import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsUUID, Max, Min } from 'class-validator';
import { IfGiven } from '../../platform/http/fields.js';
import { FormerName } from '../../platform/http/former-name.js';
import { SMS_STATES, type SmsState } from '../../platform/sms/sms-status.js';

export class ListSmsQuery {
  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50 })
  @IfGiven()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  @ApiPropertyOptional({ format: 'uuid', description: 'nextCursor of the page before' })
  @FormerName('after')
  @IfGiven()
  @IsUUID()
  cursor?: string;
}

export class SmsResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'digest' }) purpose!: string;
  @ApiProperty({ example: '+35*******678', description: 'Enough of the number to know it' }) number!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Null for a code that was sent to a telephone' })
  text!: string | null;
  @ApiProperty({
    enum: SMS_STATES,
    description:
      'sent: the provider took it, which is no delivery; ambiguous: it may have been taken, the answer got lost',
  })
  state!: SmsState;
  @ApiProperty({ type: String, enum: ['provider', 'inbox'], nullable: true }) route!: 'provider' | 'inbox' | null;
  @ApiProperty({ enum: ['GSM-7', 'UCS-2'] }) encoding!: string;
  @ApiProperty({ description: 'What it is charged as' }) segments!: number;
  @ApiProperty({ type: String, nullable: true, description: 'Why it was not sent, or not delivered' })
  error!: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) settledAt!: Date | null;
}

export class SmsListResponse {
  @ApiProperty({ type: [SmsResponse] }) messages!: SmsResponse[];
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Null: this is the last page' })
  nextCursor!: string | null;
}
