import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsWords } from '../../platform/http/fields.js';
import { DELIVERY_STATES, type DeliveryState } from './deliveries.repository.js';

export class SendStatementRequest {
  @ApiPropertyOptional({ type: String, nullable: true, description: 'Stands in the mail' })
  @IsOptional()
  @IsWords(2_000)
  message?: string | null;
}

export class StatementDeliveryResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ format: 'uuid' }) statementId!: string;
  @ApiProperty({ description: '1 for the first try; another follows only one that failed' }) attempt!: number;
  @ApiProperty({ format: 'uuid', description: 'The mail: GET /mail/messages/{id}' }) mailId!: string;
  @ApiProperty({ example: 'ana@example.com' }) toAddress!: string;
  @ApiProperty({ enum: DELIVERY_STATES, description: 'bounced: the address does not exist or gets no more mail' })
  state!: DeliveryState;
  @ApiProperty({
    type: String,
    nullable: true,
    example: '550 5.1.1 No such user',
    description: "The mail server's, or why it was not sent",
  })
  words!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) requestedBy!: string | null;
  @ApiProperty({ format: 'date-time' }) createdAt!: Date;
  @ApiProperty({ type: Date, format: 'date-time', nullable: true }) settledAt!: Date | null;
}

export class StatementDeliveriesResponse {
  @ApiProperty({ type: [StatementDeliveryResponse] }) deliveries!: StatementDeliveryResponse[];
}

export class StatementsSendStartedResponse {
  @ApiProperty({ format: 'uuid' }) jobId!: string;
  @ApiProperty({ example: '/api/v1/jobs/…', description: 'With the items: what became of each statement' })
  statusUrl!: string;
  @ApiProperty({ example: '/api/v1/jobs/…/events' }) eventsUrl!: string;
}

export class StatementRecipientResponse {
  @ApiProperty() ownerId!: number;
  @ApiProperty({ description: 'Name' }) owner!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Null: nothing can be sent to it' }) email!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why the last mail did not reach it' })
  mailTrouble!: string | null;
  @ApiProperty({ description: 'Its statements that are to be sent' }) statements!: number;
}

export class RunRecipientsResponse {
  @ApiProperty({ description: 'Mails that would be written' }) statements!: number;
  @ApiProperty({ description: 'To so many owners' }) owners!: number;
  @ApiProperty({ type: [StatementRecipientResponse], description: 'By name, at most 500' })
  recipients!: StatementRecipientResponse[];
  @ApiProperty({ description: 'Final, but of owners without a mail address: not sent' })
  statementsWithoutAddress!: number;
  @ApiProperty() ownersWithoutAddress!: number;
  @ApiProperty({ type: [StatementRecipientResponse], description: 'By name, at most 500' })
  withoutAddress!: StatementRecipientResponse[];
  @ApiProperty({ description: 'On their way, or sent, to this address before: not sent again' }) alreadySent!: number;
  @ApiProperty({ description: 'Drafts and those in review: not sent' }) notFinal!: number;
}
