import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNotEmpty, IsObject, IsOptional, IsString, IsUUID, MaxLength, ValidateIf } from 'class-validator';
import { defineJob } from '../../jobs/index.js';
import { IsMailAddress } from '../../platform/mail/mail-address.js';
import { MAIL_STATES, type MailState } from '../../platform/mail/outbox-rules.js';

/** Either a mail to be written, by its template, or one that lies in the outbox. */
export class EmailNotificationPayload {
  @ApiPropertyOptional({ example: 'quote-expired', description: 'Template; GET /mail/templates lists them' })
  @ValidateIf(isToBeWritten)
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  type?: string;

  @ApiPropertyOptional({ example: 'customer@example.com', description: 'Exactly one address' })
  @ValidateIf(isToBeWritten)
  @IsMailAddress()
  recipientEmail?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: { quoteNumber: 'Q-123' },
    description: "The template's variables",
  })
  @ValidateIf(isToBeWritten)
  @IsOptional()
  @IsObject()
  templateData?: Record<string, unknown>;

  @ApiPropertyOptional({ format: 'uuid', description: 'A mail of the outbox, instead of all the others' })
  @IsOptional()
  @IsUUID()
  messageId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: "Whose mail of the outbox it is, for one that is a user's own" })
  @IsOptional()
  @IsUUID()
  personId?: string;
}

function isToBeWritten({ messageId }: EmailNotificationPayload): boolean {
  return messageId === undefined || messageId === null;
}

export class EmailNotificationResult {
  @ApiProperty({ format: 'uuid', description: 'The mail: GET /mail/messages/{id}' }) messageId!: string;
  @ApiProperty({ enum: MAIL_STATES }) state!: MailState;
  @ApiProperty({ enum: ['smtp', 'inbox'], nullable: true, description: 'Where it went now; null: nowhere' })
  route!: 'smtp' | 'inbox' | null;
}

export const EmailNotification = defineJob<EmailNotificationPayload, EmailNotificationResult>({
  name: 'email-notification',
  title: 'E-mail',
  summary: 'A mail by its template to one address',
  payload: EmailNotificationPayload,
  result: EmailNotificationResult,
  concurrency: 5,
  // Tenants share the platform's address as a sender: one that mails the whole world would have it blocked for all.
  limits: { tenantRate: { jobs: 2_000, perSeconds: 3_600 } },
  attempts: 5,
  backoff: { type: 'exponential', delayMs: 10_000 },
  deadlineMs: 30_000,
  beside: true,
});
