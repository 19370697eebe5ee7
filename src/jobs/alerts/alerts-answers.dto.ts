import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ALERT_EVENTS,
  ALERT_KINDS,
  ALERT_UNITS,
  type AlertEventKind,
  type AlertKind,
  type AlertUnit,
} from './alert-rule.js';

const instant = { type: String, format: 'date-time' } as const;

export class AlertResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: ALERT_KINDS }) kind!: AlertKind;
  @ApiProperty({ type: String, nullable: true, description: 'null: every type.' }) jobName!: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'null: every hotel.' }) hotelId!: number | null;
  @ApiProperty({ description: 'In the unit below.' }) threshold!: number;
  @ApiProperty({ enum: ALERT_UNITS }) unit!: AlertUnit;
  @ApiProperty({ type: 'integer', nullable: true, description: 'null: the kind looks at the present.' })
  windowMinutes!: number | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'null but for failure_rate.' }) minJobs!: number | null;
  @ApiProperty({ type: String, nullable: true }) webhookUrl!: string | null;
  @ApiProperty({ type: [String] }) emails!: string[];
  @ApiProperty() enabled!: boolean;
  @ApiProperty({ enum: ['ok', 'firing'] }) state!: 'ok' | 'firing';
  @ApiProperty(instant) stateSince!: Date;
  @ApiProperty({ type: Number, nullable: true, description: 'null: not measured yet, or too few jobs to tell.' })
  lastValue!: number | null;
  @ApiProperty({ ...instant, nullable: true }) lastCheckedAt!: Date | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'null: no reminders.' }) remindHours!: number | null;
  @ApiProperty(instant) createdAt!: Date;
}

export class AlertWithSecretResponse extends AlertResponse {
  @ApiPropertyOptional({ example: 'whsec_…', description: 'Signs the webhook. Shown once, when it is made.' })
  secret?: string;
}

export class AlertListResponse {
  @ApiProperty({ type: [AlertResponse] }) alerts!: AlertResponse[];
  @ApiProperty() total!: number;
}

export class AlertEventResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ALERT_EVENTS }) kind!: AlertEventKind;
  @ApiProperty({ type: Number, nullable: true, description: 'null: too few jobs, or the rule was switched off.' })
  value!: number | null;
  @ApiProperty(instant) at!: Date;
}

export class AlertEventListResponse {
  @ApiProperty({ type: [AlertEventResponse] }) events!: AlertEventResponse[];
  @ApiProperty() total!: number;
}

export class AlertTestResponse {
  @ApiProperty({ format: 'uuid', description: 'The job that sends it; its result names the channels that took it.' })
  jobId!: string;
}
