import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { IfGiven } from '../../platform/http/fields.js';
import { IsAsOf } from '../../jobs/index.js';
import { MAX_ID } from '../../platform/http/id.pipe.js';

/** Payload of every night job. */
export class NightPayload {
  @ApiPropertyOptional({ description: 'Without it: one job for each hotel that has this job enabled' })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(MAX_ID)
  hotelId?: number;

  @ApiPropertyOptional({
    example: '2026-03-01',
    description: 'Do it as of this local date or this instant, which must not lie ahead; default: now',
  })
  @IfGiven()
  @IsAsOf()
  asOf?: string;

  @ApiPropertyOptional({ description: "Nothing is done when the job has run for the hotel's date already" })
  @IfGiven()
  @IsBoolean()
  once?: boolean;
}
