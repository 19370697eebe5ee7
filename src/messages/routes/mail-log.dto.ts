import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import { IfGiven, IsInstant } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/page.query.js';
import { IsMailAddress } from '../../platform/mail/mail-address.js';
import { MAIL_POLICIES, MAIL_STATES, type MailPolicy, type MailState } from '../../platform/mail/outbox-rules.js';

export class ListMailQuery extends PageQuery {
  @ApiPropertyOptional({ enum: MAIL_STATES })
  @IfGiven()
  @IsIn(MAIL_STATES)
  state?: MailState;

  @ApiPropertyOptional({ example: 'quote-ready' })
  @IfGiven()
  @IsString()
  @MaxLength(100)
  template?: string;

  @ApiPropertyOptional({ example: 'customer@example.com', description: 'To exactly this address' })
  @IfGiven()
  @IsMailAddress()
  address?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Written at this instant or later' })
  @IfGiven()
  @IsInstant()
  from?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Written before this instant' })
  @IfGiven()
  @IsInstant()
  to?: string;
}

export class MailAttachmentResponse {
  @ApiProperty({ format: 'uuid' }) fileId!: string;
  @ApiProperty({ example: 'Q-123.pdf' }) name!: string;
  @ApiProperty({ example: 'application/pdf' }) contentType!: string;
  @ApiProperty() bytes!: number;
  @ApiProperty() sha256!: string;
}

export class MailMessageResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'quote:42:rev-1:ready', description: 'What the mail is; the same key is sent once' })
  key!: string;
  @ApiProperty({ example: 'quote-ready' }) template!: string;
  @ApiProperty({
    enum: MAIL_POLICIES,
    description:
      'After an end that nobody knows, transactional is sent again (at least once), digest is not (at most once).',
  })
  policy!: MailPolicy;
  @ApiProperty({ example: 'customer@example.com' }) toAddress!: string;
  @ApiProperty({ type: String, nullable: true }) toName!: string | null;
  @ApiProperty() subject!: string;
  @ApiProperty({
    enum: MAIL_STATES,
    description:
      'sent: the server took it, or it lies in the local inbox; ambiguous: it may have been taken, the answer got lost; suppressed: the address gets no mail',
  })
  state!: MailState;
  @ApiProperty({ type: String, enum: ['smtp', 'inbox'], nullable: true }) route!: 'smtp' | 'inbox' | null;
  @ApiProperty({ description: 'Times it was begun to be sent' }) attempt!: number;
  @ApiProperty({ type: String, nullable: true, description: 'What the mail server said' }) response!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why it was not sent, or not yet' }) error!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The job that sends it' })
  jobId!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The mail that this one repeats' })
  resendOf!: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) notBefore!: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) settledAt!: Date | null;
}

export class MailMessageListResponse {
  @ApiProperty({ type: [MailMessageResponse] }) messages!: MailMessageResponse[];
  @ApiProperty() total!: number;
}

export class MailMessageDetailResponse extends MailMessageResponse {
  @ApiProperty() text!: string;
  @ApiProperty({ description: 'As data: never show it in a page of this origin unless in a sandboxed frame' })
  html!: string;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { To: 'customer@example.com', 'Message-ID': '<…@example.com>' },
    description: 'What was written into its headers',
  })
  headers!: Record<string, string>;
  @ApiProperty({ description: 'sha256 of recipient, subject, bodies and attachments' }) contentHash!: string;
  @ApiProperty({ type: [MailAttachmentResponse] }) attachments!: MailAttachmentResponse[];
}

export class MailAcceptedResponse {
  @ApiProperty({ format: 'uuid', description: 'GET /mail/messages/{id}' }) messageId!: string;
  @ApiProperty({ format: 'uuid' }) jobId!: string;
  @ApiProperty({ example: '/api/v1/jobs/…' }) statusUrl!: string;
  @ApiProperty({ example: '/api/v1/jobs/…/events' }) eventsUrl!: string;
}
