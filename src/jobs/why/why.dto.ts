import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { STATUSES } from '../ledger/job-row.js';
import { WHY_CODES } from './why.service.js';

const anything = { type: 'object', additionalProperties: true } as const;

export class ReasonResponse {
  @ApiProperty({ enum: WHY_CODES }) code!: string;
  @ApiProperty() message!: string;
  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'When this ends by itself.' }) until?: Date;
  @ApiPropertyOptional(anything) detail?: Record<string, unknown>;
}

export class WhyResponse {
  @ApiProperty({ format: 'uuid' }) jobId!: string;
  @ApiProperty({ enum: STATUSES }) status!: string;
  @ApiProperty({ type: [ReasonResponse], description: 'The first must change first.' }) reasons!: ReasonResponse[];
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'If nothing changes.' })
  expectedStart!: Date | null;
}
