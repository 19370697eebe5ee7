import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsUUID, Max, Min } from 'class-validator';
import { IfGiven } from '../../platform/http/fields.js';
import { FormerName } from '../../platform/http/former-name.js';
import {
  CHANNEL_STATES,
  type ChannelState,
  NOTIFICATION_STATES,
  type NotificationState,
} from './notification-state.js';

export class ListNotificationsQuery {
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

export class ChannelResponse {
  @ApiProperty({ enum: ['sms', 'email'] }) channel!: 'sms' | 'email';
  @ApiProperty({
    enum: CHANNEL_STATES,
    description:
      'sent: the provider took it and has not said that it arrived; skipped: not sent, and why; ambiguous: nobody knows',
  })
  state!: ChannelState;
  @ApiProperty({ type: String, nullable: true, example: 'the number is not verified' }) reason!: string | null;
  @ApiProperty({ description: 'Used because the SMS could not be sent, or did not arrive' }) fallback!: boolean;
  @ApiProperty({ type: String, format: 'date-time' }) updatedAt!: Date;
}

export class NotificationResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ['digest', 'event', 'test'] }) kind!: 'digest' | 'event' | 'test';
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'Your local day, of a digest' })
  localDate!: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) dueAt!: Date;
  @ApiProperty({
    enum: NOTIFICATION_STATES,
    description: 'pending: under way; partial: it arrived on one channel and not on the other',
  })
  state!: NotificationState;
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'nothing_to_say',
    description:
      'Why it was skipped: nothing_to_say, skipped_late (more than 12 h), switched_off, no_channel, rate_limited, no_longer_open, account_closed',
  })
  reason!: string | null;
  @ApiProperty({ type: [String], format: 'uuid', description: 'What it tells of' }) suggestionIds!: string[];
  @ApiProperty({ type: [ChannelResponse] }) channels!: ChannelResponse[];
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) settledAt!: Date | null;
}

export class NotificationListResponse {
  @ApiProperty({ type: [NotificationResponse] }) notifications!: NotificationResponse[];
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Null: this is the last page' })
  nextCursor!: string | null;
}

export class ToldTextResponse {
  @ApiProperty({ enum: ['sms', 'email'] }) channel!: 'sms' | 'email';
  @ApiProperty({ type: String, nullable: true, description: 'Of an e-mail' }) subject!: string | null;
  @ApiProperty() text!: string;
  @ApiProperty({
    type: String,
    nullable: true,
    enum: ['provider', 'smtp', 'inbox'],
    description: 'inbox: this server has no provider, the message is read here',
  })
  route!: string | null;
}

export class NotificationDetailResponse extends NotificationResponse {
  @ApiProperty({ type: [ToldTextResponse], description: 'The messages as they were written' })
  messages!: ToldTextResponse[];
}

export class DigestResponse {
  @ApiProperty({ description: 'Whether a digest is planned' }) enabled!: boolean;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'The next one, quiet hours considered',
  })
  nextAt!: Date | null;
  @ApiProperty({ description: 'Suggestions it would tell of now' }) items!: number;
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'the number is not verified',
    description: 'Why no SMS would come; null: one would, or none is wanted',
  })
  noSms!: string | null;
}

export class DigestAskedResponse {
  @ApiProperty({ format: 'uuid', description: 'GET /catchup/notifications/{id}' }) notificationId!: string;
  @ApiProperty({ format: 'uuid' }) jobId!: string;
  @ApiProperty({ example: '/api/v1/jobs/…' }) statusUrl!: string;
  @ApiProperty({ example: '/api/v1/jobs/…/events' }) eventsUrl!: string;
}
