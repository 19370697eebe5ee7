import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { IfGiven, IsWords } from '../../platform/http/fields.js';
import { IsMailAddress } from '../../platform/mail/mail-address.js';

export class MailSenderRequest {
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'Alpine Workshop',
    description: 'Default: as the server',
  })
  @IsOptional()
  @IsWords(100)
  @Matches(/^[^<>"\u0000-\u001f\u007f]*$/, { message: 'name must not hold < > " or control characters' })
  name?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'office@alpine.test',
    description: 'Where answers go. Default: to the sender',
  })
  @IsOptional()
  @IsMailAddress()
  replyTo?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: null,
    description: 'Address of its own, in a domain that this server may send for (MAIL_SENDER_DOMAINS)',
  })
  @IsOptional()
  @IsMailAddress()
  fromAddress?: string | null;
}

export class MailSenderResponse {
  @ApiProperty({ type: String, nullable: true }) name!: string | null;
  @ApiProperty({ type: String, nullable: true }) replyTo!: string | null;
  @ApiProperty({ type: String, nullable: true }) fromAddress!: string | null;
  @ApiProperty({ example: 'Alpine Workshop <noreply@example.com>', description: 'What readers see as the sender' })
  from!: string;
  @ApiProperty({ enum: ['smtp', 'inbox'], description: 'inbox: this server has no mail server' })
  route!: 'smtp' | 'inbox';
}

export class SuppressionRequest {
  @ApiProperty({ example: 'gone@example.com' })
  @IsMailAddress()
  address!: string;

  @ApiPropertyOptional({ example: 'Asked by phone to get no more mail' })
  @IfGiven()
  @IsWords(500)
  detail?: string;
}

export class SuppressionResponse {
  @ApiProperty({ example: 'gone@example.com' }) address!: string;
  @ApiProperty({ enum: ['refused', 'added'], description: 'refused: its server said that there is no such mailbox' })
  reason!: 'refused' | 'added';
  @ApiProperty({ type: String, nullable: true }) detail!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The mail that was refused' })
  messageId!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) createdBy!: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
}

export class SuppressionListResponse {
  @ApiProperty({ type: [SuppressionResponse] }) suppressions!: SuppressionResponse[];
  @ApiProperty() total!: number;
}
