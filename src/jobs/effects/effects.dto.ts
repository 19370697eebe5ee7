import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsNotEmpty, IsObject, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { PageQuery } from '../../platform/http/page.query.js';
import { EFFECT_STATES, type EffectState } from '../contract/effect.js';

const OUTCOMES = ['done', 'not-done'] as const;
const anything = { type: 'object', additionalProperties: true } as const;

export class ListEffectsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: EFFECT_STATES })
  @IsOptional()
  @IsIn(EFFECT_STATES)
  state?: EffectState;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  jobId?: string;

  @ApiPropertyOptional({ example: 'mail' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  kind?: string;
}

export class SettleEffectRequest {
  @ApiProperty({ enum: OUTCOMES, description: 'not-done: the job, run again, does it.' })
  @IsIn(OUTCOMES)
  outcome!: 'done' | 'not-done';

  @ApiProperty({ example: "Seen in the provider's log", description: 'How that is known.' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  note!: string;

  @ApiPropertyOptional({ ...anything, description: "The provider's receipt, for an effect that was done." })
  @IsOptional()
  @IsObject()
  receipt?: Record<string, unknown>;
}

export class EffectResponse {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ example: 'statement:42:v3:mail' }) key!: string;
  @ApiProperty({ example: 'mail' }) kind!: string;
  @ApiProperty({ format: 'uuid' }) jobId!: string;
  @ApiProperty({
    enum: EFFECT_STATES,
    description: 'claimed: under way or left over; unknown: it may have happened, a person finds out.',
  })
  state!: EffectState;
  @ApiProperty({ ...anything, nullable: true }) receipt!: Record<string, unknown> | null;
  @ApiProperty({ type: String, format: 'date-time' }) claimedAt!: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) settledAt!: Date | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'null: the job itself.' })
  settledBy!: string | null;
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
}

export class EffectListResponse {
  @ApiProperty({ type: [EffectResponse] }) effects!: EffectResponse[];
  @ApiProperty({ description: 'Exact up to 10,000; above that it stays at 10,000.' }) total!: number;
}
